"""Opening, filling, and every way in which a stay ends."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from lapak.claims.models import Claim
from lapak.claims.operations.desk_work import ask_paper_again
from lapak.desk import operations
from lapak.desk.models import Desk, Place
from lapak.desk.operations import DeskRefused
from lapak.desk.queries import desk_view, visit_view
from lapak.desk.rules.stages import Stage
from lapak.journal.models import Entry
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict, InvalidInput, NotAllowed
from lapak.kernel.ids import new_id
from lapak.offices.models import Device
from lapak.people.models import StaffMember
from lapak.people.rules import Role
from lapak.queueing.models import Ticket
from tests.operations.desk.desk_world import (
    World,
    acting,
    call_of,
    claim_of,
    officer,
    place_of,
    ready_to_file,
    world,
)

pytestmark = pytest.mark.django_db


def arrive(place_world: World, number: int, now: datetime, **how: str) -> UUID:
    return place_world.arrive(claim_of(place_world.branch, number, now), now, **how).ticket.id


def met(desk: UUID, actor: Actor, now: datetime, number: int = 1) -> Place:
    operations.focus(desk_id=desk, place_number=number, actor=actor, now=now, confirms_person=True)
    return Place.objects.get(desk_id=desk, number=number, ended_at=None)


def test_opening_takes_those_who_wait_up_to_the_places(place_world: World, now: datetime) -> None:
    waiting = [arrive(place_world, n, now) for n in range(3)]
    member = officer(place_world.branch)
    desk = operations.open_desk(officer_id=member.pk, places=2, actor=acting(member), now=now)
    assert [tile and tile.ticket_id for tile in desk_view(desk_id=desk, now=now).tiles] == waiting[:2]
    assert Ticket.objects.get(pk=waiting[2]).state == "waiting"


def test_opening_twice_gives_the_same_desk(
    dimas: StaffMember, actor: Actor, desk: UUID, now: datetime
) -> None:
    assert operations.open_desk(officer_id=dimas.pk, places=3, actor=actor, now=now) == desk
    assert Desk.objects.get().places == 6


@pytest.mark.parametrize("places", [0, 5, 7])
def test_a_branch_sets_the_most_places(now: datetime, places: int) -> None:
    small = world(now, places=4)
    member = officer(small.branch)
    with pytest.raises(InvalidInput, match="places_out_of_range"):
        operations.open_desk(officer_id=member.pk, places=places, actor=acting(member), now=now)


def test_only_an_officer_opens_a_desk_and_only_the_own(place_world: World, now: datetime) -> None:
    checker, other = officer(place_world.branch, 1, roles=(Role.CHECKER,)), officer(place_world.branch, 2)
    for whose, actor in ((checker, acting(checker)), (other, acting(checker))):
        with pytest.raises(NotAllowed):
            operations.open_desk(officer_id=whose.pk, places=1, actor=actor, now=now)


def test_a_booth_whose_screen_is_silent_gets_nobody(place_world: World, desk: UUID, now: datetime) -> None:
    ticket = arrive(place_world, 1, now)
    assert place_of(ticket).booth_id == place_world.booths[0].pk
    late = now + timedelta(seconds=20)
    Device.objects.filter(booth=place_world.booths[2]).update(last_seen_at=late)
    found = operations.check_in(
        branch_id=place_world.branch.pk,
        channel="onsite",
        subject_id=claim_of(place_world.branch, 2, now).pk,
        display_name="Agus",
        booking_id=None,
        due_at=None,
        priority="",
        actor=Actor.system(),
        now=late,
    )
    assert found.placed
    assert found.placed.booth_id == place_world.booths[2].pk


def test_people_on_the_phone_need_no_booth_and_speak_for_themselves(
    place_world: World, desk: UUID, now: datetime
) -> None:
    place = place_of(arrive(place_world, 1, now, channel="online"))
    assert (place.booth_id, place.device_id) == (None, None)
    call = call_of(place)
    assert (call.participant_kind, call.participant_actor_id) == ("phone", str(place.claim_id))


def test_a_walk_in_without_a_claim_gets_a_draft_and_one_ticket_however_often_scanned(
    place_world: World, desk: UUID, now: datetime
) -> None:
    place_world.see_booths(now)
    arguments = {
        "branch_id": place_world.branch.pk,
        "nik": "3671 0112 0586 0042",
        "display_name": "Hasan",
        "priority": "elderly",
        "actor": Actor.system(),
        "now": now,
    }
    first = operations.check_in_walk_in(**arguments)
    again = operations.check_in_walk_in(**arguments)
    assert first.ticket.id == again.ticket.id
    assert first.ticket.letter == "P"
    assert Claim.objects.get(pk=first.ticket.subject_id).state == "draft"
    assert Claim.objects.count() == 1


def test_a_walk_in_with_a_claim_here_comes_with_it_and_one_from_elsewhere_is_told(
    place_world: World, desk: UUID, now: datetime
) -> None:
    place_world.see_booths(now)
    here = claim_of(place_world.branch, 1, now)
    elsewhere = claim_of(world(now, code="BDG", name="Bandung").branch, 2, now)
    arguments = {"branch_id": place_world.branch.pk, "display_name": "x", "priority": ""}
    found = operations.check_in_walk_in(**arguments, nik=here.nik, actor=Actor.system(), now=now)
    assert found.ticket.subject_id == here.pk
    with pytest.raises(Conflict, match="claim_elsewhere"):
        operations.check_in_walk_in(**arguments, nik=elsewhere.nik, actor=Actor.system(), now=now)


def test_a_draft_in_focus_waits_for_its_owner_and_is_taken_when_submitted(
    place_world: World, desk: UUID, actor: Actor, now: datetime
) -> None:
    claim = claim_of(place_world.branch, 1, now, state="draft", number=None, submitted_at=None)
    place_world.arrive(claim, now)
    place = met(desk, actor, now)
    assert Claim.objects.get().state == "draft"
    Claim.objects.update(state="submitted", number="K-2020-0622-0001", submitted_at=now)
    operations.hold(place_id=place.pk, actor=actor, now=now)
    met(desk, actor, now)
    assert Claim.objects.get().state == "in_service"


def test_a_draft_submitted_after_the_officer_met_the_person_is_in_their_hands_at_once(
    place_world: World, desk: UUID, actor: Actor, now: datetime
) -> None:
    claim = claim_of(place_world.branch, 1, now, state="draft", number=None, submitted_at=None)
    claim.papers.all().update(state="given", document_id=new_id())
    place_world.arrive(claim, now)
    place = met(desk, actor, now)
    booth = Actor.device(device_id=place.device_id)
    operations.hold(place_id=place.pk, actor=actor, now=now)
    for _twice in range(2):
        operations.submit_claim(ticket_id=place.ticket_id, actor=booth, now=now)
    claim.refresh_from_db()
    assert (claim.state, claim.officer_id) == ("in_service", int(actor.id))


def test_filing_passes_the_claim_on_and_finishing_frees_the_place_for_the_next(
    place_world: World, desk: UUID, dimas: StaffMember, actor: Actor, now: datetime
) -> None:
    claim = claim_of(place_world.branch, 1, now)
    place_world.arrive(claim, now)
    place = met(desk, actor, now)
    ready_to_file(claim, dimas, now)
    operations.file_claim(place_id=place.pk, actor=actor, now=now)
    operations.file_claim(place_id=place.pk, actor=actor, now=now)
    assert Claim.objects.get(pk=claim.pk).state == "verified"
    place.refresh_from_db()
    assert (place.mode, place.stage, place.step) == ("focus", "done", 5)
    operations.finish(place_id=place.pk, actor=actor, now=now)
    place.refresh_from_db()
    assert (place.outcome, call_of(place).state) == ("served", "ended")
    assert Ticket.objects.get(pk=place.ticket_id).state == "done"
    assert place_of(arrive(place_world, 2, now)).number == 1


def test_a_claim_with_open_checks_is_not_filed(
    place_world: World, desk: UUID, actor: Actor, now: datetime
) -> None:
    arrive(place_world, 1, now)
    place = met(desk, actor, now)
    with pytest.raises(InvalidInput, match="not_ready_to_verify"):
        operations.file_claim(place_id=place.pk, actor=actor, now=now)
    assert Place.objects.get(pk=place.pk).stage == "talking"


def test_only_the_person_in_focus_is_decided_on(
    place_world: World, desk: UUID, dimas: StaffMember, actor: Actor, now: datetime
) -> None:
    claim = claim_of(place_world.branch, 1, now)
    place_world.arrive(claim, now)
    place = met(desk, actor, now)
    ready_to_file(claim, dimas, now)
    operations.hold(place_id=place.pk, actor=actor, now=now)
    with pytest.raises(DeskRefused, match="not_in_focus"):
        operations.file_claim(place_id=place.pk, actor=actor, now=now)
    with pytest.raises(DeskRefused, match="not_in_focus"):
        operations.propose_rejection(
            place_id=place.pk, reason_code="not_the_member", note="", actor=actor, now=now
        )
    assert Claim.objects.get(pk=claim.pk).state == "in_service"


def test_finishing_without_a_decision_keeps_the_claim_for_the_next_visit(
    place_world: World, desk: UUID, actor: Actor, now: datetime
) -> None:
    arrive(place_world, 1, now)
    place = met(desk, actor, now)
    operations.finish(place_id=place.pk, actor=actor, now=now)
    assert Claim.objects.get(pk=place.claim_id).state == "submitted"


def test_finishing_with_a_paper_asked_again_waits_for_that_paper(
    place_world: World, desk: UUID, actor: Actor, now: datetime
) -> None:
    arrive(place_world, 1, now)
    place = met(desk, actor, now)
    ask_paper_again(claim_id=place.claim_id, kind="ktp", reason_code="blurred", actor=actor, now=now)
    operations.finish(place_id=place.pk, actor=actor, now=now)
    assert Claim.objects.get(pk=place.claim_id).state == "needs_correction"


def test_nobody_is_finished_whom_the_officer_never_met(
    place_world: World, desk: UUID, actor: Actor, now: datetime
) -> None:
    place = place_of(arrive(place_world, 1, now))
    with pytest.raises(DeskRefused, match="not_met_yet"):
        operations.finish(place_id=place.pk, actor=actor, now=now)


def test_no_show_frees_the_place_and_the_next_comes(
    place_world: World, actor: Actor, dimas: StaffMember, now: datetime
) -> None:
    desk = operations.open_desk(officer_id=dimas.pk, places=1, actor=actor, now=now)
    first, second = arrive(place_world, 1, now), arrive(place_world, 2, now)
    operations.no_show(place_id=place_of(first).pk, actor=actor, now=now)
    assert Ticket.objects.get(pk=first).state == "no_show"
    assert [tile and tile.ticket_id for tile in desk_view(desk_id=desk, now=now).tiles] == [second]


def test_who_was_met_and_went_has_left(place_world: World, desk: UUID, actor: Actor, now: datetime) -> None:
    ticket = arrive(place_world, 1, now)
    place = met(desk, actor, now)
    operations.no_show(place_id=place.pk, actor=actor, now=now)
    assert Ticket.objects.get(pk=ticket).state == "left"
    assert Claim.objects.get(pk=place.claim_id).state == "submitted"


def test_closing_sends_people_first_in_line_to_another_officer_with_step_work_and_claim(
    place_world: World, desk: UUID, actor: Actor, now: datetime
) -> None:
    ticket = arrive(place_world, 1, now)
    place = met(desk, actor, now)
    operations.set_stage(ticket_id=ticket, stage=Stage.SIGNING, step=4, actor=actor, now=now)
    other = officer(place_world.branch, 2)
    second = operations.open_desk(officer_id=other.pk, places=1, actor=acting(other), now=now)
    operations.close_desk(desk_id=desk, actor=actor, now=now)
    moved = place_of(ticket)
    assert (moved.desk_id, moved.step, moved.stage) == (second, 4, "signing")
    assert (moved.claim_id, moved.booth_id) == (place.claim_id, place.booth_id)
    assert moved.confirmed_at is None
    met(second, acting(other), now)
    assert Claim.objects.get(pk=place.claim_id).officer_id == other.pk


def test_closing_with_nobody_else_there_keeps_people_first_in_line(
    place_world: World, desk: UUID, actor: Actor, now: datetime
) -> None:
    ticket = arrive(place_world, 1, now)
    operations.close_desk(desk_id=desk, actor=actor, now=now)
    operations.close_desk(desk_id=desk, actor=actor, now=now)
    visit = visit_view(ticket_id=ticket)
    assert visit
    assert (visit.state, visit.outcome) == ("waiting", "returned")
    assert Entry.objects.filter(what="desk.closed").count() == 1


def test_handing_over_goes_to_another_officer(
    place_world: World, desk: UUID, actor: Actor, now: datetime
) -> None:
    ticket = arrive(place_world, 1, now)
    other = officer(place_world.branch, 2)
    second = operations.open_desk(officer_id=other.pk, places=1, actor=acting(other), now=now)
    operations.hand_over(place_id=place_of(ticket).pk, actor=actor, now=now)
    assert place_of(ticket).desk_id == second


def test_what_a_visit_sees_names_the_officer_and_nobody_else(
    place_world: World, desk: UUID, actor: Actor, now: datetime
) -> None:
    tickets = [arrive(place_world, n, now) for n in range(3)]
    met(desk, actor, now, 2)
    views = [visit_view(ticket_id=ticket) for ticket in tickets]
    for view in views:
        assert view
        assert view.officer_name == "Dimas 1"
        others = {other.display_name for other in views if other and other is not view}
        assert not any(name in repr(view) for name in others)
    assert [view and view.mode for view in views] == ["hold", "focus", "hold"]
    assert views[0]
    assert views[0].alone_until == now + timedelta(seconds=240)

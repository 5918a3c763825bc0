"""Turning to one person and away from the others, on a real database."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from lapak.claims.models import Claim
from lapak.desk import operations
from lapak.desk.models import Place
from lapak.desk.operations import DeskRefused
from lapak.desk.rules.flags import FlagReason
from lapak.desk.rules.stages import Stage
from lapak.journal.models import Entry
from lapak.journal.queries import verify
from lapak.kernel.actors import Actor
from lapak.kernel.errors import NotFound
from lapak.queueing.models import Ticket
from tests.operations.desk.desk_world import (
    World,
    acting,
    call_of,
    claim_of,
    hear,
    officer,
    participant,
    place_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(place_world: World, desk: UUID, now: datetime) -> list[Place]:
    tickets = [place_world.arrive(claim_of(place_world.branch, n, now), now).ticket.id for n in range(3)]
    return [place_of(ticket) for ticket in tickets]


def focus(
    desk: UUID, number: int, actor: Actor, now: datetime, confirms: bool = True
) -> operations.DeskModes:
    return operations.focus(desk_id=desk, place_number=number, actor=actor, now=now, confirms_person=confirms)


def modes() -> dict[int, str]:
    return dict(Place.objects.filter(ended_at=None).values_list("number", "mode"))


def test_arrivals_fill_the_places_from_one_and_connect_on_hold(people: list[Place]) -> None:
    assert [(place.number, place.mode, place.stage) for place in people] == [
        (1, "hold", "connecting"),
        (2, "hold", "connecting"),
        (3, "hold", "connecting"),
    ]
    assert [call_of(place).mode for place in people] == ["hold"] * 3


def test_there_is_no_first_focus_before_the_person_is_confirmed(
    people: list[Place], desk: UUID, actor: Actor, now: datetime
) -> None:
    with pytest.raises(DeskRefused, match="person_not_confirmed"):
        focus(desk, 1, actor, now, confirms=False)
    assert modes() == {1: "hold", 2: "hold", 3: "hold"}
    focus(desk, 1, actor, now)
    focus(desk, 2, actor, now)
    assert focus(desk, 1, actor, now, confirms=False).focus == 1


def test_focus_begins_the_service_and_takes_the_claim(
    people: list[Place], desk: UUID, actor: Actor, now: datetime
) -> None:
    focus(desk, 1, actor, now)
    claim = Claim.objects.get(pk=people[0].claim_id)
    assert (claim.state, str(claim.officer_id)) == ("in_service", actor.id)
    assert Ticket.objects.get(pk=people[0].ticket_id).state == "in_service"


def test_exactly_one_is_in_focus_and_its_call_with_it(
    people: list[Place], desk: UUID, actor: Actor, now: datetime
) -> None:
    for number in (1, 2, 3, 2):
        result = focus(desk, number, actor, now)
        assert result.focus == number
        found = {place.number: call_of(place).mode for place in people}
        assert found == {n: "focus" if n == number else "hold" for n in (1, 2, 3)}
        epochs = {place.number: call_of(place).epoch for place in people}
        assert {each.number: each.epoch for each in result.places} == epochs


def test_focusing_the_same_person_again_changes_nothing(
    people: list[Place], desk: UUID, actor: Actor, now: datetime
) -> None:
    first = focus(desk, 1, actor, now)
    entries = Entry.objects.count()
    assert focus(desk, 1, actor, now + timedelta(seconds=3)) == first
    assert Entry.objects.count() == entries


def test_who_has_work_in_hand_stays_in_picture_when_left(
    people: list[Place], desk: UUID, actor: Actor, now: datetime
) -> None:
    focus(desk, 1, actor, now)
    operations.set_stage(ticket_id=people[0].ticket_id, stage=Stage.SIGNING, actor=actor, now=now)
    focus(desk, 2, actor, now)
    assert (modes()[1], call_of(people[0]).mode) == ("work", "work")


def test_a_branch_without_pictures_at_work_puts_them_on_hold(
    people: list[Place], place_world: World, desk: UUID, actor: Actor, now: datetime
) -> None:
    place_world.branch.at_work_picture = False
    place_world.branch.save()
    focus(desk, 1, actor, now)
    operations.set_stage(ticket_id=people[0].ticket_id, stage=Stage.SIGNING, actor=actor, now=now)
    focus(desk, 2, actor, now)
    assert (modes()[1], call_of(people[0]).mode) == ("hold", "hold")
    people[0].refresh_from_db()
    assert people[0].stage == Stage.SIGNING


def test_the_picture_at_work_ends_when_the_work_does(
    people: list[Place], desk: UUID, actor: Actor, now: datetime
) -> None:
    focus(desk, 1, actor, now)
    operations.set_stage(ticket_id=people[0].ticket_id, stage=Stage.SIGNING, actor=actor, now=now)
    focus(desk, 2, actor, now)
    me = participant(people[0])
    operations.set_stage(ticket_id=people[0].ticket_id, stage=Stage.ON_HOLD, actor=me, now=now)
    assert call_of(people[0]).mode == "hold"


def test_hold_leaves_nobody_in_focus_and_counts_the_time(
    people: list[Place], desk: UUID, actor: Actor, now: datetime
) -> None:
    focus(desk, 1, actor, now)
    later = now + timedelta(seconds=95)
    assert operations.hold(place_id=people[0].pk, actor=actor, now=later).focus is None
    people[0].refresh_from_db()
    assert (people[0].focus_seconds, people[0].stage, people[0].attended_at) == (95, "on_hold", later)
    assert call_of(people[0]).mode == "hold"


def test_a_hand_keeps_its_first_moment_and_falls_when_the_officer_comes(
    people: list[Place], desk: UUID, actor: Actor, now: datetime
) -> None:
    place, me = people[0], participant(people[0])
    operations.flag(ticket_id=place.ticket_id, reason=FlagReason.HELP, actor=me, now=now)
    later = now + timedelta(seconds=9)
    operations.flag(ticket_id=place.ticket_id, reason=FlagReason.UNREADABLE, actor=me, now=later)
    place.refresh_from_db()
    assert (place.flagged_at, place.flag_reason) == (now, "unreadable")
    focus(desk, 1, actor, later)
    place.refresh_from_db()
    assert (place.flagged_at, place.flag_reason) == (None, "")


def test_in_focus_no_hand_goes_up_and_lowering_twice_is_quiet(
    people: list[Place], desk: UUID, actor: Actor, now: datetime
) -> None:
    place, me = people[0], participant(people[0])
    focus(desk, 1, actor, now)
    operations.flag(ticket_id=place.ticket_id, reason=FlagReason.HELP, actor=me, now=now)
    entries = Entry.objects.count()
    operations.unflag(ticket_id=place.ticket_id, actor=me, now=now)
    assert Entry.objects.count() == entries


def test_a_person_can_do_nothing_at_another_persons_place(people: list[Place], now: datetime) -> None:
    stranger = participant(people[1])
    for act in (
        lambda: operations.flag(
            ticket_id=people[0].ticket_id, reason=FlagReason.HELP, actor=stranger, now=now
        ),
        lambda: operations.unflag(ticket_id=people[0].ticket_id, actor=stranger, now=now),
        lambda: operations.set_stage(
            ticket_id=people[0].ticket_id, stage=Stage.SIGNING, actor=stranger, now=now
        ),
        lambda: operations.hold(place_id=people[0].pk, actor=stranger, now=now),
        lambda: operations.focus(
            desk_id=people[0].desk_id, place_number=1, actor=stranger, now=now, confirms_person=True
        ),
    ):
        with pytest.raises(NotFound):
            act()


def test_the_phone_that_holds_the_claim_speaks_for_the_person_in_the_booth(
    people: list[Place], now: datetime
) -> None:
    phone = Actor.participant(subject_id=people[0].claim_id)
    operations.set_stage(ticket_id=people[0].ticket_id, stage=Stage.READING, actor=phone, now=now)
    people[0].refresh_from_db()
    assert people[0].stage == Stage.READING


def test_another_officer_can_do_nothing_at_this_desk(
    people: list[Place], place_world: World, desk: UUID, now: datetime
) -> None:
    other = acting(officer(place_world.branch, 2))
    with pytest.raises(NotFound):
        focus(desk, 1, other, now)
    with pytest.raises(NotFound):
        operations.no_show(place_id=people[0].pk, actor=other, now=now)
    with pytest.raises(NotFound):
        operations.close_desk(desk_id=desk, actor=other, now=now)
    assert Place.objects.filter(ended_at=None).count() == 3


def test_an_empty_place_cannot_be_focused(desk: UUID, actor: Actor, now: datetime) -> None:
    with pytest.raises(DeskRefused, match="place_empty"):
        focus(desk, 5, actor, now)


def test_a_participant_cannot_claim_to_talk_or_be_done(people: list[Place], now: datetime) -> None:
    for stage in (Stage.TALKING, Stage.DONE, Stage.CONNECTING):
        if stage is Stage.CONNECTING:
            Place.objects.filter(pk=people[0].pk).update(stage=Stage.ON_HOLD)
        with pytest.raises(DeskRefused, match="stage_refused"):
            operations.set_stage(
                ticket_id=people[0].ticket_id, stage=stage, actor=participant(people[0]), now=now
            )


def test_a_participant_cannot_skip_a_step(people: list[Place], now: datetime) -> None:
    act = {
        "ticket_id": people[0].ticket_id,
        "stage": Stage.SCANNING,
        "actor": participant(people[0]),
        "now": now,
    }
    with pytest.raises(DeskRefused, match="step_refused"):
        operations.set_stage(**act, step=3)
    operations.set_stage(**act, step=2)
    people[0].refresh_from_db()
    assert people[0].step == 2


def test_the_database_itself_refuses_a_second_focus_a_seventh_place_and_an_unconfirmed_one(
    people: list[Place], desk: UUID, actor: Actor, now: datetime
) -> None:
    focus(desk, 1, actor, now)
    for change in (
        {"mode": "focus", "confirmed_at": now},
        {"mode": "focus"},
        {"number": 7},
        {"number": 1},
        {"step": 6},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Place.objects.filter(pk=people[1].pk).update(**change)


def test_what_happened_is_journalled_for_both_sides_and_the_chains_hold(
    people: list[Place], desk: UUID, actor: Actor, now: datetime
) -> None:
    hear(people[0], now)
    focus(desk, 1, actor, now)
    operations.hold(place_id=people[0].pk, actor=actor, now=now)
    entry = Entry.objects.filter(what="place.in_focus").get()
    assert {f"desk:{desk}", f"visit:{people[0].ticket_id}", f"device:{people[0].device_id}"} <= set(
        entry.topics
    )
    assert people[0].claim_id.hex not in str(entry.data).replace("-", "")
    assert verify().broken == ()

"""People who go although they are called: from the line, to another office, or before their stay ends."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from lapak.claims.models import Claim
from lapak.desk import operations
from lapak.desk.models import Place
from lapak.desk.operations import DeskRefused
from lapak.desk.operations.night import end_days
from lapak.desk.operations.sending import let_go, send_to_branch
from lapak.kernel.actors import Actor
from lapak.kernel.errors import NotFound
from lapak.kernel.ids import new_id
from lapak.offices.models import Branch
from lapak.offices.operations import save_branch
from lapak.queueing import operations as queueing
from lapak.queueing.models import KeptTurn, Ticket
from tests.operations.desk.desk_world import DOOR, World, call_of, claim_of, hear, place_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def called(place_world: World, desk: UUID, now: datetime) -> Place:
    return place_of(place_world.arrive(claim_of(place_world.branch, 1, now), now).ticket.id)


@pytest.fixture
def elsewhere() -> UUID:
    office = save_branch(
        code="JKT", hours=[], booths=1, name="Jakarta", timezone="Asia/Jakarta", hall_limit=9
    )
    return office.id


def go(place: Place, branch: Branch, now: datetime) -> str:
    return let_go(ticket_id=place.ticket_id, branch_id=branch.pk, actor=DOOR, now=now).state


def test_who_was_called_and_goes_frees_the_place_for_the_next(
    place_world: World, desk: UUID, called: Place, now: datetime
) -> None:
    others = [claim_of(place_world.branch, n, now) for n in range(2, 8)]
    last = [place_world.arrive(claim, now).ticket.id for claim in others][-1]
    assert Ticket.objects.get(pk=last).state == "waiting"
    assert go(called, place_world.branch, now) == "left"
    called.refresh_from_db()
    assert (called.outcome, call_of(called).state) == ("left", "ended")
    assert place_of(last).booth_id == called.booth_id
    assert go(called, place_world.branch, now) == "left"


def test_who_is_served_is_let_go_by_the_officer(
    place_world: World, desk: UUID, called: Place, actor: Actor, now: datetime
) -> None:
    operations.focus(desk_id=desk, place_number=1, actor=actor, now=now, confirms_person=True)
    with pytest.raises(DeskRefused, match="called_already"):
        go(called, place_world.branch, now)
    assert place_of(called.ticket_id) == called
    assert Ticket.objects.get().state == "in_service"


def test_nobody_of_another_branch_is_let_go(desk: UUID, called: Place, now: datetime) -> None:
    for ticket_id, branch_id in ((called.ticket_id, new_id()), (new_id(), called.desk.branch_id)):
        with pytest.raises(NotFound):
            let_go(ticket_id=ticket_id, branch_id=branch_id, actor=DOOR, now=now)


def test_a_handed_over_person_who_goes_gives_the_claim_back(
    place_world: World, desk: UUID, called: Place, actor: Actor, now: datetime
) -> None:
    operations.focus(desk_id=desk, place_number=1, actor=actor, now=now, confirms_person=True)
    operations.hand_over(place_id=called.pk, actor=actor, now=now)
    assert Claim.objects.get().state == "in_service"
    go(called, place_world.branch, now)
    assert Claim.objects.get().state == "submitted"


def test_nobody_is_sent_to_another_office_once_called(
    place_world: World, called: Place, actor: Actor, elsewhere: UUID, now: datetime
) -> None:
    who = {"ticket_id": called.ticket_id, "branch_id": place_world.branch.pk, "to_branch_id": elsewhere}
    with pytest.raises(DeskRefused, match="called_already"):
        send_to_branch(**who, actor=DOOR, now=now)
    assert place_of(called.ticket_id) == called
    assert not KeptTurn.objects.exists()


@pytest.mark.parametrize("ends", ["no_show", "hand_over", "close_desk", "silence"])
def test_a_stay_whose_visit_is_over_already_can_still_be_ended(
    place_world: World, desk: UUID, called: Place, actor: Actor, now: datetime, ends: str
) -> None:
    queueing.leave(ticket_id=called.ticket_id, actor=DOOR, now=now)

    def officer_falls_silent() -> None:
        for seconds in range(0, 60, 5):
            if Place.objects.filter(pk=called.pk, ended_at=None).exists():
                hear(called, now + timedelta(seconds=seconds))
            operations.sweep(now=now + timedelta(seconds=seconds))

    acts: dict[str, Callable[[], object]] = {
        "no_show": lambda: operations.no_show(place_id=called.pk, actor=actor, now=now),
        "hand_over": lambda: operations.hand_over(place_id=called.pk, actor=actor, now=now),
        "close_desk": lambda: operations.close_desk(desk_id=desk, actor=actor, now=now),
        "silence": officer_falls_silent,
    }
    acts[ends]()
    called.refresh_from_db()
    assert (called.outcome, Ticket.objects.get().state) == ("left", "left")


def test_a_place_is_kept_from_nobody_when_the_next_in_line_goes_that_instant(
    place_world: World, now: datetime, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (place_world.arrive(claim_of(place_world.branch, n, now), now).ticket.id for n in (1, 2))
    call = queueing.call

    def gone_meanwhile(*, ticket_id: UUID, **how: Any) -> object:
        if ticket_id == first:
            queueing.leave(ticket_id=first, actor=DOOR, now=now)
        return call(ticket_id=ticket_id, **how)

    monkeypatch.setattr(queueing, "call", gone_meanwhile)
    operations.open_desk(officer_id=int(actor.id), places=6, actor=actor, now=now)
    assert list(Place.objects.values_list("ticket_id", flat=True)) == [second]


def test_the_night_leaves_who_sits_at_a_desk_to_the_officer(
    place_world: World, called: Place, now: datetime
) -> None:
    end_days(now=now + timedelta(days=1))
    assert Ticket.objects.get().state == "called"
    assert place_of(called.ticket_id) == called

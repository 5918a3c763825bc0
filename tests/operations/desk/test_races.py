"""Two connections at the same moment, committed for real."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from lapak.claims.operations.endings import withdraw
from lapak.desk import operations
from lapak.desk.models import Place
from lapak.desk.operations.sending import let_go
from lapak.desk.rules.flags import FlagReason
from lapak.journal.queries import verify
from lapak.kernel.actors import Actor
from lapak.queueing.models import Ticket
from tests.operations.desk.desk_world import DOOR, World, acting, call_of, claim_of, officer, place_of
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tickets(place_world: World, desk: UUID, now: datetime) -> list[UUID]:
    return [place_world.arrive(claim_of(place_world.branch, n, now), now).ticket.id for n in range(3)]


def focusing(desk: UUID, number: int, actor: Actor, now: datetime) -> Callable[[], Any]:
    return lambda: operations.focus(
        desk_id=desk, place_number=number, actor=actor, now=now, confirms_person=True
    )


def test_two_desks_that_open_at_once_never_take_the_same_person(place_world: World, now: datetime) -> None:
    waiting = {place_world.arrive(claim_of(place_world.branch, n, now), now).ticket.id for n in range(5)}
    members = [officer(place_world.branch, n) for n in (1, 2, 3)]
    at_once(
        *(
            lambda member=member: operations.open_desk(
                officer_id=member.pk, places=3, actor=acting(member), now=now
            )
            for member in members
        )
    )
    stays = list(Place.objects.filter(ended_at=None))
    assert {place.ticket_id for place in stays} == waiting
    assert len(stays) == len({place.booth_id for place in stays}) == len(waiting)


def test_arrivals_at_the_same_moment_each_get_their_own_place(
    place_world: World, desk: UUID, now: datetime
) -> None:
    claims = [claim_of(place_world.branch, n, now) for n in range(6)]
    at_once(*(lambda claim=claim: place_world.arrive(claim, now) for claim in claims))
    assert sorted(Place.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]


def test_the_same_person_arriving_twice_at_once_has_one_ticket_and_one_place(
    place_world: World, desk: UUID, now: datetime
) -> None:
    claim = claim_of(place_world.branch, 1, now)
    at_once(*(lambda: place_world.arrive(claim, now) for _ in range(2)))
    assert (Ticket.objects.count(), Place.objects.count()) == (1, 1)


def test_two_focus_presses_at_once_leave_one_in_focus(
    desk: UUID, actor: Actor, tickets: list[UUID], now: datetime
) -> None:
    at_once(*(focusing(desk, number, actor, now) for number in (1, 2, 3)))
    in_focus = Place.objects.filter(mode="focus", ended_at=None)
    assert in_focus.count() == 1
    assert [call_of(place).mode for place in Place.objects.exclude(mode="focus")] == ["hold", "hold"]
    assert call_of(in_focus.get()).mode == "focus"
    assert verify().broken == ()


def test_people_who_go_while_a_desk_opens_never_leave_a_place_behind(
    place_world: World, actor: Actor, now: datetime
) -> None:
    claims = [claim_of(place_world.branch, n, now) for n in range(6)]
    waiting = [place_world.arrive(claim, now).ticket.id for claim in claims]
    going, withdrawing = waiting[:4], claims[4:]
    results = at_once(
        lambda: operations.open_desk(officer_id=int(actor.id), places=6, actor=actor, now=now),
        *(
            lambda id=id: let_go(ticket_id=id, branch_id=place_world.branch.pk, actor=DOOR, now=now)
            for id in going
        ),
        *(
            lambda id=claim.pk: withdraw(claim_id=id, actor=Actor.participant(subject_id=id), now=now)
            for claim in withdrawing
        ),
    )
    assert not any(isinstance(result, str) for result in results)
    called = set(Ticket.objects.filter(state="called").values_list("pk", flat=True))
    assert set(Place.objects.filter(ended_at=None).values_list("ticket_id", flat=True)) == called
    assert set(Ticket.objects.filter(pk__in=going).values_list("state", flat=True)) == {"left"}


def test_closing_while_focusing_leaves_nobody_behind(
    desk: UUID, actor: Actor, tickets: list[UUID], now: datetime
) -> None:
    results = at_once(
        lambda: operations.close_desk(desk_id=desk, actor=actor, now=now), focusing(desk, 1, actor, now)
    )
    assert results[1] == "desk_closed" or results[1].focus == 1
    assert not Place.objects.filter(ended_at=None).exists()
    assert set(Ticket.objects.values_list("state", flat=True)) == {"waiting"}
    assert {call_of(place).state for place in Place.objects.all()} == {"ended"}


def test_filling_flagging_and_focusing_at_once_never_lock_each_other_out(
    place_world: World, desk: UUID, actor: Actor, tickets: list[UUID], now: datetime
) -> None:
    person = Actor.participant(subject_id=place_of(tickets[1]).claim_id)
    claim = claim_of(place_world.branch, 9, now)
    results = at_once(
        focusing(desk, 1, actor, now),
        lambda: operations.flag(ticket_id=tickets[1], reason=FlagReason.HELP, actor=person, now=now),
        lambda: place_world.arrive(claim, now),
        lambda: operations.no_show(place_id=place_of(tickets[2]).pk, actor=actor, now=now),
        lambda: operations.sweep(now=now),
        lambda: operations.beat(desk_id=desk, actor=actor, now=now),
    )
    assert not any(isinstance(result, str) for result in results)
    assert Place.objects.filter(ended_at=None).count() == 3
    assert verify().broken == ()

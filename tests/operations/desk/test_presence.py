"""Officers, participants and booths that fall silent, and a service that was away itself."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError
from structlog.testing import capture_logs

from lapak.claims.models import Claim
from lapak.desk import operations
from lapak.desk.models import Desk, Place
from lapak.desk.operations import DeskRefused, presence
from lapak.kernel.actors import Actor
from lapak.queueing.models import Ticket
from tests.operations.desk.desk_world import World, acting, call_of, claim_of, hear, officer, place_of, world

pytestmark = pytest.mark.django_db


class Clock:
    """Lets time pass in steps of five seconds, with a sweep at each."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def run(self, seconds: int, *beats: object) -> None:
        """Let time pass while those in `beats` (callables of the moment) give signs of life."""
        for _ in range(seconds // 5):
            self.now += timedelta(seconds=5)
            for beat in beats:
                beat(self.now)  # type: ignore[operator] # callables of the moment
            operations.sweep(now=self.now)


@pytest.fixture
def clock(now: datetime) -> Clock:
    return Clock(now)


@pytest.fixture
def ticket(place_world: World, desk: UUID, now: datetime) -> UUID:
    id = place_world.arrive(claim_of(place_world.branch, 1, now), now).ticket.id
    hear(place_of(id), now)
    return id


def officer_beats(desk: UUID, actor: Actor):
    return lambda at: operations.beat(desk_id=desk, actor=actor, now=at)


def person_beats(ticket: UUID):
    def beat(at: datetime) -> None:
        place = Place.objects.filter(ticket_id=ticket, ended_at=None).first()
        if place:
            hear(place, at)

    return beat


def test_a_silent_officers_people_go_to_another_officer_first(
    place_world: World, desk: UUID, actor: Actor, ticket: UUID, clock: Clock
) -> None:
    other = officer(place_world.branch, 2)
    second = operations.open_desk(officer_id=other.pk, places=6, actor=acting(other), now=clock.now)
    booth = place_of(ticket).booth_id
    alive = (officer_beats(second, acting(other)), person_beats(ticket), place_world.see_booths)
    clock.run(20, *alive)
    assert place_of(ticket).desk_id == desk
    clock.run(10, *alive)
    assert (place_of(ticket).desk_id, place_of(ticket).booth_id) == (second, booth)
    assert Desk.objects.get(pk=desk).state == "paused"


def test_a_silent_officer_who_comes_back_has_the_people_again_in_their_booths(
    place_world: World, desk: UUID, actor: Actor, ticket: UUID, clock: Clock
) -> None:
    booth, claim = place_of(ticket).booth_id, place_of(ticket).claim_id
    other_person = place_world.arrive(claim_of(place_world.branch, 2, clock.now), clock.now).ticket.id
    clock.run(30, person_beats(ticket), person_beats(other_person), place_world.see_booths)
    assert Ticket.objects.get(pk=ticket).state == "waiting"
    operations.beat(desk_id=desk, actor=actor, now=clock.now)
    assert (place_of(ticket).booth_id, place_of(ticket).claim_id) == (booth, claim)
    assert Desk.objects.get(pk=desk).state == "open"


def test_an_officer_who_beats_keeps_everybody(
    place_world: World, desk: UUID, actor: Actor, ticket: UUID, clock: Clock
) -> None:
    before = place_of(ticket).pk
    clock.run(120, officer_beats(desk, actor), person_beats(ticket))
    assert place_of(ticket).pk == before
    assert place_of(ticket).dropped_at is None


def test_a_silent_participant_is_dropped_and_comes_back_to_the_same_step(
    desk: UUID, actor: Actor, ticket: UUID, clock: Clock
) -> None:
    operations.focus(desk_id=desk, place_number=1, actor=actor, now=clock.now, confirms_person=True)
    operations.set_stage(ticket_id=ticket, stage=place_of(ticket).stage, step=3, actor=actor, now=clock.now)
    before = place_of(ticket)
    clock.run(30, officer_beats(desk, actor))
    assert place_of(ticket).dropped_at is None
    clock.run(10, officer_beats(desk, actor))
    assert place_of(ticket).dropped_at is not None
    assert call_of(before).state == "dropped"
    clock.run(60, officer_beats(desk, actor))
    clock.run(5, officer_beats(desk, actor), person_beats(ticket))
    after = place_of(ticket)
    assert (after.pk, after.step, after.mode, after.dropped_at) == (before.pk, 3, "focus", None)


def test_a_phone_that_stays_away_loses_the_place_after_three_minutes(
    place_world: World, desk: UUID, actor: Actor, clock: Clock
) -> None:
    claim = claim_of(place_world.branch, 3, clock.now)
    ticket = place_world.arrive(claim, clock.now, channel="online").ticket.id
    operations.focus(desk_id=desk, place_number=1, actor=actor, now=clock.now, confirms_person=True)
    clock.run(200, officer_beats(desk, actor))
    assert place_of(ticket).dropped_at is not None
    clock.run(30, officer_beats(desk, actor))
    assert not Place.objects.filter(ticket_id=ticket, ended_at=None).exists()
    assert Ticket.objects.get(pk=ticket).state == "left"
    assert Claim.objects.get(pk=claim.pk).state == "submitted"


def test_a_person_whose_booth_went_dark_comes_first_to_another_booth(
    place_world: World, desk: UUID, actor: Actor, ticket: UUID, clock: Clock
) -> None:
    dark = place_of(ticket).booth_id

    def others_alive(at: datetime) -> None:
        for booth in place_world.booths:
            if booth.pk != dark:
                booth.devices.update(last_seen_at=at)

    clock.run(230, officer_beats(desk, actor), others_alive)
    assert place_of(ticket).booth_id not in (dark, None)


def test_when_nobody_is_heard_the_service_was_away_and_nobody_loses_a_place(
    desk: UUID, actor: Actor, ticket: UUID, clock: Clock
) -> None:
    before = place_of(ticket).pk
    clock.run(5, officer_beats(desk, actor), person_beats(ticket))
    clock.run(120)
    clock.run(15, person_beats(ticket))
    clock.run(30, officer_beats(desk, actor), person_beats(ticket))
    assert place_of(ticket).pk == before
    assert place_of(ticket).dropped_at is None
    assert Desk.objects.get(pk=desk).state == "open"


def test_when_nobody_swept_for_a_while_nobody_loses_a_place(
    desk: UUID, actor: Actor, ticket: UUID, clock: Clock
) -> None:
    clock.run(10, officer_beats(desk, actor), person_beats(ticket))
    clock.now += timedelta(minutes=5)
    person_beats(ticket)(clock.now)
    operations.sweep(now=clock.now)
    assert Desk.objects.get(pk=desk).state == "open"


def test_the_first_sign_of_life_ends_connecting(desk: UUID, actor: Actor, ticket: UUID, clock: Clock) -> None:
    clock.run(5, officer_beats(desk, actor), person_beats(ticket))
    assert place_of(ticket).stage == "on_hold"


def test_a_branch_whose_sweep_fails_keeps_no_other_waiting(
    place_world: World, desk: UUID, ticket: UUID, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = world(clock.now, code="AAA")
    member = officer(broken.branch, 2)
    operations.open_desk(officer_id=member.pk, places=1, actor=acting(member), now=clock.now)
    listen = presence.locked_places

    def fails(*, desk: Desk) -> list[Place]:
        if desk.branch_id == broken.branch.pk:
            raise IntegrityError("Key (nik)=(3671011205860002) already exists")
        return listen(desk=desk)

    monkeypatch.setattr(presence, "locked_places", fails)
    with capture_logs() as lines:
        clock.run(30, person_beats(ticket))
    assert Desk.objects.get(pk=desk).state == "paused"
    assert {(line["branch"], line["why"]) for line in lines} == {(str(broken.branch.pk), "IntegrityError")}
    assert "3671" not in str(lines)


def test_a_closed_desk_takes_no_beat(desk: UUID, actor: Actor, now: datetime) -> None:
    operations.close_desk(desk_id=desk, actor=actor, now=now)
    with pytest.raises(DeskRefused, match="desk_closed"):
        operations.beat(desk_id=desk, actor=actor, now=now)

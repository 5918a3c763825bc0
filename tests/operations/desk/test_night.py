"""Those whom the day did not reach: the turn is kept, they have a new time or a place on the list."""

from datetime import datetime, time, timedelta
from uuid import UUID

import pytest

from lapak.booking.models import Booking, Slot, Waiter
from lapak.booking.queries import person_key
from lapak.claims.models import Claim
from lapak.desk.operations import close_desk
from lapak.desk.operations.night import end_days
from lapak.kernel.actors import Actor
from lapak.offices.models import OpeningHours
from lapak.outbox.models import Message
from lapak.queueing.models import KeptTurn, Ticket
from lapak.queueing.operations import arrive
from lapak.queueing.queries import waiting
from tests.operations.desk.desk_world import DOOR, World, claim_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def closing(place_world: World, now: datetime) -> datetime:
    """The branch closes at 15.00 WIB."""
    place_world.branch.always_open = False
    place_world.branch.save()
    for weekday in range(7):
        OpeningHours.objects.create(
            branch=place_world.branch, weekday=weekday, opens=time(8), closes=time(15)
        )
    return now.replace(hour=8)


def come(place_world: World, claim: Claim, now: datetime) -> UUID:
    return arrive(
        branch_id=place_world.branch.pk,
        channel="onsite",
        subject_id=claim.pk,
        display_name=claim.name,
        booking_id=None,
        due_at=None,
        priority="",
        person_key=person_key(nik=claim.nik),
        actor=DOOR,
        now=now,
    ).id


def test_an_hour_after_closing_people_get_the_soonest_time_and_are_first(
    place_world: World, closing: datetime, now: datetime
) -> None:
    claims = [claim_of(place_world.branch, number, now) for number in range(3)]
    tickets = [come(place_world, claim, now + timedelta(minutes=n)) for n, claim in enumerate(claims)]
    tomorrow = Slot.objects.create(
        branch=place_world.branch,
        channel="onsite",
        starts_at=now + timedelta(days=1),
        minutes=30,
        capacity=2,
    )
    assert end_days(now=closing + timedelta(minutes=59)) == 0
    assert end_days(now=closing + timedelta(minutes=61)) == 3
    assert end_days(now=closing + timedelta(minutes=62)) == 0
    assert set(Ticket.objects.filter(pk__in=tickets).values_list("state", flat=True)) == {"unserved"}
    booked = Booking.objects.filter(state="confirmed", slot=tomorrow)
    assert set(booked.values_list("subject_id", flat=True)) == {claims[0].pk, claims[1].pk}
    assert Waiter.objects.get().subject_id == claims[2].pk
    assert Message.objects.filter(payload__template="not_served").count() == 3
    assert KeptTurn.objects.filter(why="night").count() == 3
    morning = now + timedelta(days=1)
    stranger = come(place_world, claim_of(place_world.branch, 5, now), morning - timedelta(hours=1))
    kept = come(place_world, claims[2], morning)
    assert [one.id for one in waiting(branch_id=place_world.branch.pk, now=morning)] == [kept, stranger]


def test_a_walk_in_who_filed_nothing_keeps_the_turn_without_a_mail(
    place_world: World, closing: datetime, now: datetime
) -> None:
    draft = claim_of(place_world.branch, 1, now, state="draft", number=None, email="")
    come(place_world, draft, now)
    assert end_days(now=closing + timedelta(hours=2)) == 1
    assert KeptTurn.objects.get().subject_id == draft.pk
    assert not Message.objects.filter(kind="mail.send").exists()
    assert not Booking.objects.exists()


def test_while_a_desk_is_open_nobody_is_sent_home(
    place_world: World, closing: datetime, desk: UUID, actor: Actor, now: datetime
) -> None:
    come(place_world, claim_of(place_world.branch, 1, now), now)
    late = closing + timedelta(hours=2)
    assert end_days(now=late) == 0
    close_desk(desk_id=desk, actor=actor, now=late)
    assert end_days(now=late) == 1


def test_a_branch_that_is_always_open_ends_its_day_at_midnight(place_world: World, now: datetime) -> None:
    come(place_world, claim_of(place_world.branch, 1, now), now)
    assert end_days(now=now.replace(hour=16, minute=59)) == 0
    assert end_days(now=now.replace(hour=17)) == 1  # 00.00 WIB

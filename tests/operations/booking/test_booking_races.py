"""Two and more connections at once, committed for real."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from lapak.booking.models import Booking, Slot
from lapak.booking.operations import cancel, confirm, ensure_slots, hold, release_expired
from lapak.booking.queries import person_key
from lapak.kernel.actors import Actor
from lapak.kernel.ids import new_id
from lapak.offices.queries import BranchView
from tests.races import at_once

ME = Actor.participant(subject_id="p")
pytestmark = pytest.mark.django_db(transaction=True)


def holding(slot: UUID, now: datetime, *, nik: str, claim: UUID | None = None) -> Callable[[], UUID]:
    return lambda: (
        hold(slot_id=slot, subject_id=claim or new_id(), person_key=person_key(nik=nik), actor=ME, now=now).id
    )


def test_eight_people_want_two_places_and_two_get_them(slots: list[UUID], now: datetime) -> None:
    results = at_once(*(holding(slots[0], now, nik=str(n)) for n in range(8)))
    assert results.count("slot_gone") == 6
    assert Slot.objects.get(pk=slots[0]).taken == Booking.objects.count() == 2


def test_one_person_on_two_pages_gets_one_place(slots: list[UUID], now: datetime) -> None:
    results = at_once(*(holding(slot, now, nik="1") for slot in slots[:4]))
    assert results.count("already_booked") == 3
    assert sum(Slot.objects.filter(pk__in=slots).values_list("taken", flat=True)) == 1


def test_two_people_who_swap_slots_do_not_block_each_other(slots: list[UUID], now: datetime) -> None:
    one, two = new_id(), new_id()
    holding(slots[0], now, nik="1", claim=one)()
    holding(slots[1], now, nik="2", claim=two)()
    at_once(
        holding(slots[1], now, nik="1", claim=one),
        holding(slots[0], now, nik="2", claim=two),
    )
    assert [Slot.objects.get(pk=slot).taken for slot in slots[:2]] == [1, 1]


def test_confirming_and_the_end_of_the_hold_agree_on_one_outcome(slots: list[UUID], now: datetime) -> None:
    booking = holding(slots[0], now, nik="1")()
    end = now + timedelta(minutes=10)
    at_once(
        lambda: confirm(booking_id=booking, actor=ME, now=end - timedelta(seconds=1)),
        lambda: release_expired(now=end),
    )
    row = Booking.objects.get(pk=booking)
    assert (row.state, Slot.objects.get(pk=slots[0]).taken) in {("confirmed", 1), ("cancelled", 0)}


def test_cancelling_twice_at_once_gives_back_one_place(slots: list[UUID], now: datetime) -> None:
    holding(slots[0], now, nik="2")()
    booking = holding(slots[0], now, nik="1")()
    at_once(*[lambda: cancel(booking_id=booking, actor=ME, now=now)] * 3)
    assert Slot.objects.get(pk=slots[0]).taken == 1


def test_opening_the_same_day_at_once_opens_each_slot_once(branch: BranchView, now: datetime) -> None:
    opened = at_once(*[lambda: ensure_slots(branch_id=branch.id, first_day=now.date(), days=3, now=now)] * 3)
    assert all(isinstance(count, int) for count in opened)
    assert Slot.objects.count() == max(opened)

"""Promising a time at once, and moving it."""

from datetime import datetime
from uuid import UUID

import pytest

from lapak.booking.models import Booking, Slot
from lapak.booking.operations import AlreadyBooked, MovedTooOften, SlotGone, book, cancel, confirm, hold
from lapak.booking.queries import person_key
from lapak.booking.rules.choosing import MOST_MOVES
from lapak.journal.queries import trail, verify
from lapak.kernel.actors import Actor
from lapak.kernel.errors import NotFound
from lapak.kernel.ids import new_id
from lapak.kernel.subjects import Subject
from tests.races import at_once

ME = Actor.participant(subject_id="p")
pytestmark = pytest.mark.django_db


def ask(slot: UUID, now: datetime, *, nik: str = "1", claim: UUID | None = None, priority: str = "") -> UUID:
    key = person_key(nik=nik)
    return book(
        slot_id=slot, subject_id=claim or new_id(), person_key=key, actor=ME, now=now, priority=priority
    ).id


def taken(*slots: UUID) -> list[int]:
    return [Slot.objects.get(pk=slot).taken for slot in slots]


def test_a_time_is_promised_at_once_and_once(slots: list[UUID], now: datetime) -> None:
    claim = new_id()
    booking = ask(slots[0], now, claim=claim)
    assert ask(slots[0], now, claim=claim) == booking
    row = Booking.objects.get()
    assert (row.state, row.confirmed_at, taken(slots[0])) == ("confirmed", now, [1])
    assert [link.what for link in trail(subject=Subject("booking", str(booking)))] == ["booking.confirmed"]
    assert confirm(booking_id=booking, actor=ME, now=now).state == "confirmed"


def test_a_promise_moves_and_stays_the_same_booking(slots: list[UUID], now: datetime) -> None:
    claim = new_id()
    first = ask(slots[3], now, claim=claim)
    for slot in (slots[0], slots[5]):  # the earlier slot is locked first, then the later one
        assert ask(slot, now, claim=claim) == first
    assert taken(slots[0], slots[3], slots[5]) == [0, 0, 1]
    told = [link.what for link in trail(subject=Subject("booking", str(first)))]
    assert told == ["booking.confirmed", "booking.moved", "booking.moved"]
    assert verify(subject=Subject("booking", str(first))).broken == ()


def test_a_move_to_a_full_slot_leaves_the_old_place_as_it_was(slots: list[UUID], now: datetime) -> None:
    for nik in ("7", "8"):
        ask(slots[3], now, nik=nik)
    claim = new_id()
    for mine in (slots[0], slots[5]):
        ask(mine, now, claim=claim)
        with pytest.raises(SlotGone):
            ask(slots[3], now, claim=claim)
        assert (taken(mine, slots[3]), Booking.objects.get(subject_id=claim).slot_id) == ([1, 2], mine)


def test_a_held_place_is_promised_where_it_is_or_elsewhere(slots: list[UUID], now: datetime) -> None:
    claims = new_id(), new_id()
    for n, claim in enumerate(claims):
        hold(slot_id=slots[0], subject_id=claim, person_key=person_key(nik=str(n)), actor=ME, now=now)
    ask(slots[0], now, nik="0", claim=claims[0])
    ask(slots[1], now, nik="1", claim=claims[1])
    assert taken(slots[0], slots[1]) == [1, 1]
    assert set(Booking.objects.values_list("state", "moves")) == {("confirmed", 0)}


def test_a_time_can_be_moved_some_times_and_not_without_end(slots: list[UUID], now: datetime) -> None:
    claim = new_id()
    for n in range(MOST_MOVES + 1):
        ask(slots[n], now, claim=claim)
    with pytest.raises(MovedTooOften):
        ask(slots[-1], now, claim=claim)
    assert taken(slots[MOST_MOVES], slots[-1]) == [1, 0]


def test_one_person_has_one_promise_however_the_number_is_written(slots: list[UUID], now: datetime) -> None:
    ask(slots[0], now, nik="3603185205860003")
    with pytest.raises(AlreadyBooked):
        ask(slots[1], now, nik="3603.1852 0586-0003")
    assert taken(slots[0], slots[1]) == [1, 0]
    with pytest.raises(NotFound):
        ask(new_id(), now, nik="2")


def test_a_priority_person_takes_a_kept_place_first_and_then_any(slots: list[UUID], now: datetime) -> None:
    Slot.objects.filter(pk=slots[0]).update(capacity=3, kept=1)
    ill = ask(slots[0], now, nik="1", priority="ill")
    ask(slots[0], now, nik="2", priority="elderly")
    ask(slots[0], now, nik="3")
    slot = Slot.objects.get(pk=slots[0])
    assert (slot.taken, slot.kept_taken) == (3, 1)
    assert set(Booking.objects.values_list("priority", "kept_place")) == {
        ("ill", True),
        ("elderly", False),
        ("", False),
    }
    cancel(booking_id=ill, actor=ME, now=now)
    slot.refresh_from_db()
    assert (slot.taken, slot.kept_taken) == (2, 0)


@pytest.mark.django_db(transaction=True)
def test_eight_people_confirm_the_last_two_places_and_two_have_them(slots: list[UUID], now: datetime) -> None:
    results = at_once(*[lambda nik=str(n): ask(slots[0], now, nik=nik) for n in range(8)])
    assert results.count("slot_gone") == 6
    assert (taken(slots[0]), Booking.objects.filter(state="confirmed").count()) == ([2], 2)
    assert verify(subject=None).broken == ()


@pytest.mark.django_db(transaction=True)
def test_one_person_on_four_phones_has_one_promise(slots: list[UUID], now: datetime) -> None:
    results = at_once(*[lambda slot=slot: ask(slot, now) for slot in slots[:4]])
    assert results.count("already_booked") == 3
    assert sum(taken(*slots[:4])) == 1


@pytest.mark.django_db(transaction=True)
def test_one_claim_on_two_pages_moves_once_and_nothing_is_lost(slots: list[UUID], now: datetime) -> None:
    claim = new_id()
    ask(slots[4], now, claim=claim)
    at_once(*[lambda slot=slot: ask(slot, now, claim=claim) for slot in (slots[0], slots[5])])
    assert sum(taken(*slots)) == 1
    assert taken(Booking.objects.get().slot_id) == [1]


@pytest.mark.django_db(transaction=True)
def test_people_who_swap_promises_do_not_block_each_other(slots: list[UUID], now: datetime) -> None:
    claims = [new_id() for _ in range(4)]
    Slot.objects.filter(pk__in=slots[:2]).update(capacity=4)
    for n, claim in enumerate(claims):
        ask(slots[n % 2], now, nik=str(n), claim=claim)
    moves = [
        lambda n=n, claim=claim: ask(slots[1 - n % 2], now, nik=str(n), claim=claim)
        for n, claim in enumerate(claims)
    ]
    assert all(isinstance(one, UUID) for one in at_once(*moves))
    assert taken(*slots[:2]) == [2, 2]


@pytest.mark.django_db(transaction=True)
def test_a_cancelled_place_goes_to_one_of_those_who_ask(slots: list[UUID], now: datetime) -> None:
    booked = [ask(slots[0], now, nik=str(n)) for n in range(2)]
    results = at_once(
        lambda: cancel(booking_id=booked[0], actor=ME, now=now),
        *[lambda nik=str(n): ask(slots[0], now, nik=nik) for n in range(2, 6)],
    )
    got = [one for one in results[1:] if isinstance(one, UUID)]
    assert len(got) <= 1
    assert taken(slots[0]) == [1 + len(got)]

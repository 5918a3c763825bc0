from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from lapak.booking.models import Booking, Slot
from lapak.booking.operations import (
    AlreadyBooked,
    HoldExpired,
    SlotGone,
    cancel,
    close_missed,
    confirm,
    hold,
    mark_used,
    release_expired,
)
from lapak.booking.queries import active_booking, arrival_qr, booking_by_token, person_key
from lapak.journal.queries import trail
from lapak.kernel.actors import Actor
from lapak.kernel.errors import NotFound
from lapak.kernel.ids import new_id
from lapak.kernel.subjects import Subject
from lapak.kernel.transitions import MoveRefused

ME = Actor.participant(subject_id="p")
pytestmark = pytest.mark.django_db


def keep(slot: UUID, now: datetime, *, nik: str = "1", claim: UUID | None = None) -> UUID:
    held = hold(slot_id=slot, subject_id=claim or new_id(), person_key=person_key(nik=nik), actor=ME, now=now)
    return held.id


def taken(slot: UUID) -> int:
    return Slot.objects.get(pk=slot).taken


def test_a_held_place_is_taken_until_the_hold_runs_out(slots: list[UUID], now: datetime) -> None:
    keep(slots[0], now)
    assert release_expired(now=now + timedelta(minutes=9)) == 0
    assert taken(slots[0]) == 1
    assert release_expired(now=now + timedelta(minutes=10)) == 1
    assert release_expired(now=now + timedelta(minutes=10)) == 0
    assert taken(slots[0]) == 0


def test_a_double_click_takes_one_place(slots: list[UUID], now: datetime) -> None:
    claim = new_id()
    first = keep(slots[0], now, claim=claim)
    assert keep(slots[0], now + timedelta(minutes=5), claim=claim) == first
    assert taken(slots[0]) == 1
    assert release_expired(now=now + timedelta(minutes=12)) == 0  # the second press extended it


def test_another_choice_gives_the_first_place_back(slots: list[UUID], now: datetime) -> None:
    claim = new_id()
    keep(slots[0], now, claim=claim)
    keep(slots[1], now, claim=claim)
    assert (taken(slots[0]), taken(slots[1])) == (0, 1)


def test_a_full_slot_is_refused(slots: list[UUID], now: datetime) -> None:
    keep(slots[0], now, nik="1")
    keep(slots[0], now, nik="2")
    with pytest.raises(SlotGone):
        keep(slots[0], now, nik="3")


def test_a_full_slot_lets_go_of_holds_that_ran_out(slots: list[UUID], now: datetime) -> None:
    keep(slots[0], now, nik="1")
    keep(slots[0], now, nik="2")
    keep(slots[0], now + timedelta(minutes=11), nik="3")
    assert taken(slots[0]) == 1


def test_one_person_has_one_place_whatever_the_claim(slots: list[UUID], now: datetime) -> None:
    keep(slots[0], now, nik="1")
    with pytest.raises(AlreadyBooked):
        keep(slots[1], now, nik="1")
    assert taken(slots[1]) == 0


def test_an_abandoned_hold_of_the_same_person_does_not_lock_them_out(
    slots: list[UUID], now: datetime
) -> None:
    keep(slots[0], now, nik="1")
    keep(slots[1], now + timedelta(minutes=10), nik="1")
    assert (taken(slots[0]), taken(slots[1])) == (0, 1)


def test_a_slot_that_has_begun_is_gone(slots: list[UUID], now: datetime) -> None:
    with pytest.raises(SlotGone):
        keep(slots[0], now + timedelta(minutes=30))
    with pytest.raises(NotFound):
        keep(new_id(), now)


def test_a_promise_is_made_once_and_kept(slots: list[UUID], now: datetime) -> None:
    claim = new_id()
    booking = keep(slots[0], now, claim=claim)
    view = confirm(booking_id=booking, actor=ME, now=now)
    again = confirm(booking_id=booking, actor=ME, now=now + timedelta(hours=1))
    assert (view.state, again) == ("confirmed", view)
    assert keep(slots[0], now, claim=claim) == booking  # the back button
    with pytest.raises(AlreadyBooked):
        keep(slots[1], now, claim=claim)
    told = [link.what for link in trail(subject=Subject("booking", str(booking)))]
    assert told == ["booking.held", "booking.confirmed"]


def test_a_hold_that_ran_out_cannot_be_confirmed(slots: list[UUID], now: datetime) -> None:
    booking = keep(slots[0], now)
    for moment in (now + timedelta(minutes=10), now + timedelta(minutes=11)):
        with pytest.raises(HoldExpired):
            confirm(booking_id=booking, actor=ME, now=moment)
        release_expired(now=moment)


def test_cancelling_gives_the_place_back_once(slots: list[UUID], now: datetime) -> None:
    claim = new_id()
    booking = keep(slots[0], now, claim=claim)
    confirm(booking_id=booking, actor=ME, now=now)
    cancel(booking_id=booking, actor=ME, now=now)
    cancel(booking_id=booking, actor=ME, now=now)
    assert taken(slots[0]) == 0
    assert active_booking(subject_id=claim) is None
    keep(slots[1], now, claim=claim)


def test_a_used_place_can_neither_be_cancelled_nor_missed(slots: list[UUID], now: datetime) -> None:
    booking = keep(slots[0], now)
    confirm(booking_id=booking, actor=ME, now=now)
    mark_used(booking_id=booking, actor=ME, now=now)
    mark_used(booking_id=booking, actor=ME, now=now)
    with pytest.raises(MoveRefused):
        cancel(booking_id=booking, actor=ME, now=now)
    assert close_missed(before=now + timedelta(days=2), now=now) == 0
    assert taken(slots[0]) == 1


def test_who_does_not_come_has_missed_it_and_may_book_again(slots: list[UUID], now: datetime) -> None:
    booking = keep(slots[0], now, nik="1")
    confirm(booking_id=booking, actor=ME, now=now)
    assert close_missed(before=now + timedelta(hours=2), now=now + timedelta(hours=14)) == 1
    assert Booking.objects.get(pk=booking).state == "missed"
    keep(slots[-1], now, nik="1")


def test_the_database_refuses_to_oversell_and_to_book_twice(slots: list[UUID], now: datetime) -> None:
    keep(slots[0], now, nik="1")
    with pytest.raises(IntegrityError, match="slot_never_oversold"), transaction.atomic():
        Slot.objects.filter(pk=slots[0]).update(taken=3)
    row = Booking.objects.get()
    row.pk, row.subject_id = new_id(), new_id()
    with pytest.raises(IntegrityError, match="booking_one_per_person"), transaction.atomic():
        row.save(force_insert=True)


def test_the_qr_of_a_booking_leads_back_to_it_and_says_nothing_else(slots: list[UUID], now: datetime) -> None:
    booking = keep(slots[0], now)
    qr = arrival_qr(booking_id=booking)
    found = booking_by_token(text=qr)
    assert found is not None
    assert found.id == booking
    assert booking_by_token(text=qr[:-1] + ("A" if qr[-1] != "A" else "B")) is None

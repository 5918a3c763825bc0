"""Holding a place, confirming it, giving it back. Lock order: slots by id, then bookings by id.

A place counts as taken from the moment it is held; `slot_never_oversold` and `booking_one_per_person` hold
even if the code here were wrong.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from lapak.booking.models import Booking, Slot
from lapak.booking.operations.room import free_for, give_back, take
from lapak.booking.queries import BookingView, booking, expired_holds
from lapak.booking.rules.holding import SlotFacts, held_until, is_bookable
from lapak.booking.rules.states import ACTIVE, BOOKING_MOVES, BookingMove, BookingState
from lapak.journal.operations import record
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict, NotFound
from lapak.kernel.ids import new_id
from lapak.kernel.subjects import Subject
from lapak.kernel.transitions import decide


class SlotGone(Conflict):
    """No place is left in this slot, or it has begun. Code: `slot_gone`."""


class AlreadyBooked(Conflict):
    """This person has a place already, with this claim or another. Code: `already_booked`."""


class HoldExpired(Conflict):
    """The place was held too long and has gone back. Code: `hold_expired`."""


@dataclass(frozen=True)
class HeldBooking:
    """A place kept until `held_until` (UTC)."""

    id: UUID
    slot_id: UUID
    state: str
    held_until: datetime


@transaction.atomic
def hold(
    *, slot_id: UUID, subject_id: UUID, person_key: str, actor: Actor, now: datetime, priority: str = ""
) -> HeldBooking:
    """Keep a place for ten minutes and return it; what the person held before goes back.

    Holding the same slot again extends it, up to half an hour in all, so a double click takes one place; a
    promised place stays as it is. Priority people may take a place that is kept for them. Locks the slots
    concerned, then the bookings. Raises SlotGone, AlreadyBooked (this person, by another claim or for good),
    NotFound(`slot_unknown`).
    """
    earlier = _active(subject_id=subject_id, person_key=person_key)
    slots = _locked_slots({slot_id, *(row.slot_id for row in earlier)})
    chosen = slots.get(slot_id)
    if chosen is None:
        raise NotFound("slot_unknown")
    if not is_bookable(slot=_facts(chosen), now=now):
        raise SlotGone("slot_gone")
    mine = _give_back_others(
        slots=slots, chosen=chosen, subject_id=subject_id, person_key=person_key, actor=actor, now=now
    )
    if mine:
        return _held(_extended(row=mine, now=now))
    if not free_for(slot=chosen, priority=priority):
        _release_holds(slot=chosen, now=now)
    if not free_for(slot=chosen, priority=priority):
        raise SlotGone("slot_gone")
    row = Booking(subject_id=subject_id, person_key=person_key, priority=priority)
    return _held(_new_hold(row=row, slot=chosen, actor=actor, now=now))


@transaction.atomic
def confirm(*, booking_id: UUID, actor: Actor, now: datetime) -> BookingView:
    """Promise the held place for good and return it; confirming twice changes nothing.

    Locks the booking. Raises HoldExpired when the hold has run out, NotFound(`booking_unknown`), MoveRefused.
    """
    row = _locked(booking_id=booking_id)
    if row.state != BookingState.CONFIRMED:
        if row.state == BookingState.CANCELLED or row.held_until <= now:
            raise HoldExpired("hold_expired")
        row.confirmed_at = now
        _move(row=row, move=BookingMove.CONFIRM, actor=actor, now=now)
    return _view(row)


@transaction.atomic
def cancel(*, booking_id: UUID, actor: Actor, now: datetime) -> None:
    """Give the place back; cancelling twice changes nothing.

    Locks the slot, then the booking. Raises NotFound(`booking_unknown`), MoveRefused when it was used.
    """
    slot_id = Booking.objects.filter(pk=booking_id).values_list("slot_id", flat=True).first()
    if slot_id is None:
        raise NotFound("booking_unknown")
    slot = _locked_slots({slot_id})[slot_id]
    row = _locked(booking_id=booking_id)
    if row.state != BookingState.CANCELLED:
        _give_back(slot=slot, row=row, move=BookingMove.CANCEL, actor=actor, now=now)


@transaction.atomic
def mark_used(*, booking_id: UUID, actor: Actor, now: datetime) -> None:
    """Note that the person has come; doing it twice changes nothing.

    Locks the booking. Raises NotFound(`booking_unknown`), MoveRefused.
    """
    row = _locked(booking_id=booking_id)
    if row.state != BookingState.USED:
        _move(row=row, move=BookingMove.USE, actor=actor, now=now)


def release_expired(*, now: datetime) -> int:
    """Give back the places whose hold ran out, one transaction each; return how many."""
    return sum(_release(booking_id=id, now=now) for id in expired_holds(now=now))


@transaction.atomic
def close_missed(*, before: datetime, now: datetime) -> int:
    """Mark confirmed bookings whose slot began before a moment, and which nobody used, as missed.

    Return how many. The caller chooses `before` so that the branch's day is over.
    """
    rows = Booking.objects.select_for_update(of=("self",)).filter(
        state=BookingState.CONFIRMED, slot__starts_at__lt=before
    )
    missed = list(rows.order_by("pk"))
    for row in missed:
        _move(row=row, move=BookingMove.MISS, actor=Actor.system(job="booking.close_missed"), now=now)
    return len(missed)


def _active(*, subject_id: UUID, person_key: str) -> tuple[Booking, ...]:
    theirs = Q(subject_id=subject_id) | Q(person_key=person_key)
    return tuple(Booking.objects.filter(theirs, state__in=ACTIVE))


def _locked_slots(ids: set[UUID]) -> dict[UUID, Slot]:
    return {row.pk: row for row in Slot.objects.select_for_update().filter(pk__in=ids).order_by("pk")}


def _locked(*, booking_id: UUID) -> Booking:
    row = Booking.objects.select_for_update().filter(pk=booking_id).first()
    if row is None:
        raise NotFound("booking_unknown")
    return row


def _give_back_others(
    *,
    slots: dict[UUID, Slot],
    chosen: Slot,
    subject_id: UUID,
    person_key: str,
    actor: Actor,
    now: datetime,
) -> Booking | None:
    """Return the booking this claim has in the chosen slot, and give back its holds on others.

    Raises AlreadyBooked when the person has a promise elsewhere or a living hold by another claim.
    """
    mine = None
    rows = Booking.objects.select_for_update().filter(
        pk__in=[row.pk for row in _active(subject_id=subject_id, person_key=person_key)]
    )
    for row in rows.order_by("pk"):
        if row.state not in ACTIVE:
            continue
        same_claim = row.subject_id == subject_id
        if same_claim and row.person_key == person_key and row.slot_id == chosen.pk:
            mine = row
            continue
        living = row.held_until > now and not same_claim
        if row.state == BookingState.CONFIRMED or living or row.slot_id not in slots:
            raise AlreadyBooked("already_booked")
        _give_back(slot=slots[row.slot_id], row=row, move=BookingMove.CANCEL, actor=actor, now=now)
    return mine


def _extended(*, row: Booking, now: datetime) -> Booking:
    if row.state == BookingState.HELD:
        row.held_until = held_until(held_at=row.held_at, now=now)
        row.save(update_fields=["held_until"])
    return row


def _new_hold(*, row: Booking, slot: Slot, actor: Actor, now: datetime) -> Booking:
    row.id, row.slot, row.state = new_id(now=now), slot, BookingState.HELD
    row.held_at, row.held_until = now, held_until(held_at=now, now=now)
    row.kept_place = take(slot=slot, priority=row.priority)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # the same person, in this very moment, by another page or claim
        raise AlreadyBooked("already_booked") from None
    _tell(row=row, what="booking.held", actor=actor, now=now)
    return row


def _release_holds(*, slot: Slot, now: datetime) -> None:
    """Give back what others held too long on this locked slot."""
    rows = Booking.objects.select_for_update().filter(slot=slot, state=BookingState.HELD, held_until__lte=now)
    for row in rows.order_by("pk"):
        _give_back(slot=slot, row=row, move=BookingMove.EXPIRE, actor=_SWEEPER, now=now)


@transaction.atomic
def _release(*, booking_id: UUID, now: datetime) -> bool:
    slot_id = Booking.objects.filter(pk=booking_id).values_list("slot_id", flat=True).get()
    slot = _locked_slots({slot_id})[slot_id]
    row = _locked(booking_id=booking_id)
    if row.state != BookingState.HELD or row.held_until > now:
        return False
    _give_back(slot=slot, row=row, move=BookingMove.EXPIRE, actor=_SWEEPER, now=now)
    return True


def _give_back(*, slot: Slot, row: Booking, move: BookingMove, actor: Actor, now: datetime) -> None:
    row.ended_why = move
    _move(row=row, move=move, actor=actor, now=now)
    give_back(slot=slot, kept_place=row.kept_place)


def _move(*, row: Booking, move: BookingMove, actor: Actor, now: datetime) -> None:
    row.state = decide(table=BOOKING_MOVES, state=BookingState(row.state), move=move, role=actor.kind)
    if row.state not in ACTIVE:
        row.ended_at = now
    row.save()
    _tell(row=row, what=f"booking.{row.state}", actor=actor, now=now)


def _tell(*, row: Booking, what: str, actor: Actor, now: datetime) -> None:
    topics = [] if row.state == BookingState.HELD else [f"claim:{row.subject_id}"]
    record(
        subject=Subject("booking", str(row.pk)),
        what=what,
        actor=actor,
        now=now,
        data={"slot": str(row.slot_id), "subject": str(row.subject_id)},
        topics=topics,
    )


def _held(row: Booking) -> HeldBooking:
    return HeldBooking(row.pk, row.slot_id, row.state, row.held_until)


def _view(row: Booking) -> BookingView:
    view = booking(booking_id=row.pk)
    if view is None:
        raise NotFound("booking_unknown")
    return view


_SWEEPER = Actor.system(job="booking.release_expired")


def _facts(slot: Slot) -> SlotFacts:
    return SlotFacts(slot.starts_at, slot.opens_at, slot.book_by)

"""Booking: opening slots, holding, confirming, giving back. Lock order: slots by id, then bookings by id.

A place counts as taken from the moment it is held; `slot_never_oversold` and `booking_one_per_person` hold
even if the code here were wrong.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from lapak.booking.models import Booking, Slot, SlotPlan
from lapak.booking.queries import BookingView, booking, expired_holds
from lapak.booking.rules.slots import DEFAULT_PLANS, HOLD_TIME, HORIZON_DAYS, Plan, slot_starts, stretch
from lapak.booking.rules.states import ACTIVE, BOOKING_MOVES, BookingMove, BookingState, Channel
from lapak.journal.operations import record
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict, NotFound
from lapak.kernel.ids import new_id
from lapak.kernel.subjects import Subject
from lapak.kernel.transitions import decide
from lapak.kernel.zones import local_date
from lapak.offices import queries as offices


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
def set_plan(*, branch_id: UUID, channel: Channel, minutes: int, capacity: int) -> None:
    """Set how a branch cuts the time of a channel; slots that are open already stay as they are."""
    SlotPlan.objects.update_or_create(
        branch_id=branch_id, channel=channel, defaults={"minutes": minutes, "capacity": capacity}
    )


@transaction.atomic
def ensure_slots(*, branch_id: UUID, first_day: date, days: int, now: datetime) -> int:
    """Open the slots of these days of the branch that are not open yet and lie ahead; return how many.

    Safe to repeat and to run twice at the same time. Raises NotFound(`branch_unknown`).
    """
    zone = offices.branch(branch_id=branch_id).timezone
    wanted = [first_day + timedelta(days=n) for n in range(days)]
    open_hours = [
        stretch(day=day, opens=opens, closes=closes, zone=zone)
        for day, hours in offices.opening_stretches(branch_id=branch_id, days=wanted).items()
        for opens, closes in hours
    ]
    made = 0
    for channel, plan in _plans(branch_id=branch_id).items():
        starts = {at for at in slot_starts(stretches=open_hours, minutes=plan.minutes) if at > now}
        known = Slot.objects.filter(branch_id=branch_id, channel=channel, starts_at__in=starts)
        missing = sorted(starts - set(known.values_list("starts_at", flat=True)))
        Slot.objects.bulk_create(
            [_slot(branch_id=branch_id, channel=channel, at=at, plan=plan) for at in missing],
            ignore_conflicts=True,
        )
        made += len(missing)
    return made


def open_days(*, now: datetime) -> int:
    """Open the slots of every branch up to the horizon, one transaction each; return how many are new."""
    return sum(
        ensure_slots(
            branch_id=branch.id,
            first_day=local_date(moment=now, zone=branch.timezone),
            days=HORIZON_DAYS + 1,
            now=now,
        )
        for branch in offices.branches()
    )


@transaction.atomic
def hold(*, slot_id: UUID, subject_id: UUID, person_key: str, actor: Actor, now: datetime) -> HeldBooking:
    """Keep a place for ten minutes and return it; what the person held before goes back.

    Holding the same slot again extends it, so a double click takes one place; a promised place stays as it
    is. Locks the slots concerned, then the bookings. Raises SlotGone, AlreadyBooked (this person, by another
    claim or for good), NotFound(`slot_unknown`).
    """
    earlier = _active(subject_id=subject_id, person_key=person_key)
    slots = _locked_slots({slot_id, *(row.slot_id for row in earlier)})
    chosen = slots.get(slot_id)
    if chosen is None:
        raise NotFound("slot_unknown")
    if chosen.starts_at <= now:
        raise SlotGone("slot_gone")
    mine = _give_back_others(
        slots=slots, chosen=chosen, subject_id=subject_id, person_key=person_key, actor=actor, now=now
    )
    if mine:
        return _held(_extended(row=mine, now=now))
    if chosen.taken >= chosen.capacity:
        _release_holds(slot=chosen, now=now)
    if chosen.taken >= chosen.capacity:
        raise SlotGone("slot_gone")
    chosen.taken += 1
    chosen.save(update_fields=["taken"])
    return _held(_new_hold(slot=chosen, subject_id=subject_id, person_key=person_key, actor=actor, now=now))


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


def _plans(*, branch_id: UUID) -> dict[Channel, Plan]:
    own = {
        Channel(row.channel): Plan(row.minutes, row.capacity)
        for row in SlotPlan.objects.filter(branch_id=branch_id)
    }
    return {**DEFAULT_PLANS, **own}


def _slot(*, branch_id: UUID, channel: Channel, at: datetime, plan: Plan) -> Slot:
    return Slot(
        id=new_id(),
        branch_id=branch_id,
        channel=channel,
        starts_at=at,
        minutes=plan.minutes,
        capacity=plan.capacity,
    )


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
        row.held_until = now + HOLD_TIME
        row.save(update_fields=["held_until"])
    return row


def _new_hold(*, slot: Slot, subject_id: UUID, person_key: str, actor: Actor, now: datetime) -> Booking:
    row = Booking(
        id=new_id(now=now),
        slot=slot,
        subject_id=subject_id,
        person_key=person_key,
        state=BookingState.HELD,
        held_at=now,
        held_until=now + HOLD_TIME,
    )
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
    _move(row=row, move=move, actor=actor, now=now)
    slot.taken -= 1
    slot.save(update_fields=["taken"])


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

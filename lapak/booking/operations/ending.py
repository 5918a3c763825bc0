"""How bookings end: given back, run out, used, missed. Lock order: the booking, then its slot."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lapak.booking.models import Booking
from lapak.booking.operations.rows import SWEEPER, end, locked, move
from lapak.booking.operations.waiting import leave
from lapak.booking.queries.bookings import expired_holds
from lapak.booking.rules.states import BookingMove, BookingState
from lapak.kernel.actors import Actor


@transaction.atomic
def cancel(*, booking_id: UUID, actor: Actor, now: datetime, why: str = "") -> None:
    """Give the place back, for a reason that may be given as a code; cancelling twice changes nothing.

    Raises NotFound(`booking_unknown`), MoveRefused when it was used.
    """
    row = locked(booking_id=booking_id)
    if row.state != BookingState.CANCELLED:
        end(row=row, by=BookingMove.CANCEL, actor=actor, now=now, why=why)


@transaction.atomic
def mark_used(*, booking_id: UUID, actor: Actor, now: datetime) -> None:
    """Note that the person has come, and waits for nothing sooner; doing it twice changes nothing.

    Raises NotFound(`booking_unknown`), MoveRefused.
    """
    subject_id = Booking.objects.filter(pk=booking_id).values_list("subject_id", flat=True).first()
    if subject_id is not None:
        leave(subject_id=subject_id, actor=actor, now=now)
    row = locked(booking_id=booking_id)
    if row.state != BookingState.USED:
        move(row=row, move=BookingMove.USE, actor=actor, now=now)


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
        move(row=row, move=BookingMove.MISS, actor=Actor.system(job="booking.close_missed"), now=now)
    return len(missed)


@transaction.atomic
def _release(*, booking_id: UUID, now: datetime) -> bool:
    row = locked(booking_id=booking_id)
    if row.state != BookingState.HELD or row.held_until > now:
        return False
    end(row=row, by=BookingMove.EXPIRE, actor=SWEEPER, now=now)
    return True

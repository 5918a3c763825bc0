"""Locking a booking, moving it through its states, and writing that down."""

from datetime import datetime
from uuid import UUID

from lapak.booking.models import Booking
from lapak.booking.operations.waiting import hand_on
from lapak.booking.rules.states import ACTIVE, BOOKING_MOVES, BookingMove, BookingState
from lapak.journal.operations import record
from lapak.kernel.actors import Actor
from lapak.kernel.errors import NotFound
from lapak.kernel.subjects import Subject
from lapak.kernel.transitions import decide

SWEEPER = Actor.system(job="booking.release_expired")


def locked(*, booking_id: UUID) -> Booking:
    """Return the locked booking. Raises NotFound(`booking_unknown`)."""
    row = Booking.objects.select_for_update().filter(pk=booking_id).first()
    if row is None:
        raise NotFound("booking_unknown")
    return row


def move(*, row: Booking, move: BookingMove, actor: Actor, now: datetime) -> None:
    """Move a locked booking to its next state and write it. Raises MoveRefused."""
    row.state = decide(table=BOOKING_MOVES, state=BookingState(row.state), move=move, role=actor.kind)
    if row.state not in ACTIVE:
        row.ended_at, row.ended_why = now, row.ended_why or move
    row.save()
    tell(row=row, what=f"booking.{row.state}", actor=actor, now=now)


def end(*, row: Booking, by: BookingMove, actor: Actor, now: datetime, why: str = "") -> None:
    """End a locked booking and hand its place on; `why` is a code. Locks a waiter, or the slot, last."""
    row.ended_why = why
    move(row=row, move=by, actor=actor, now=now)
    hand_on(slot_id=row.slot_id, kept=row.kept_place, giver=row.subject_id, now=now)


def tell(*, row: Booking, what: str, actor: Actor, now: datetime) -> None:
    """Write in the booking's journal what happened; a promise is of interest to who follows the claim."""
    topics = [] if row.state == BookingState.HELD else [f"claim:{row.subject_id}"]
    data = {"slot": str(row.slot_id), "subject": str(row.subject_id)}
    if row.ended_why:
        data["why"] = row.ended_why
    record(subject=subject_of(row), what=what, actor=actor, now=now, data=data, topics=topics)


def subject_of(row: Booking) -> Subject:
    """Return the booking as the journal names it."""
    return Subject("booking", str(row.pk))

"""What has to be known before a place is taken, in one question to the database."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from lapak.booking.rules.choosing import Mine
from lapak.booking.rules.holding import SlotFacts
from lapak.booking.rules.states import BookingState

SQL = (
    "select s.branch_id, s.channel, s.starts_at, s.opens_at, s.book_by,"
    " s.taken - s.kept_taken < s.capacity - s.kept, s.kept_taken < s.kept,"
    " b.id, b.subject_id, b.person_key, b.slot_id, b.state, b.held_until, b.moves"
    " from booking_slot s left join booking_booking b"
    " on b.state in ('held', 'confirmed') and (b.person_key = %s or b.subject_id = %s)"
    " where s.id = %s"
)


@dataclass(frozen=True)
class SlotNow:
    """A slot as it is at this moment; others may be faster, so `room` is a hint and no promise."""

    id: UUID
    branch_id: UUID
    channel: str
    facts: SlotFacts
    room: bool
    kept_room: bool


def asked_slot(
    *, slot_id: UUID, subject_id: UUID, person_key: str
) -> tuple[SlotNow | None, tuple[Mine, ...]]:
    """Return a slot, None when there is none, and the places this person or this claim has anywhere."""
    with connection.cursor() as cursor:
        cursor.execute(SQL, [person_key, subject_id, slot_id])
        rows = cursor.fetchall()
    if not rows:
        return None, ()
    branch_id, channel, starts_at, opens_at, book_by, room, kept_room = rows[0][:7]
    slot = SlotNow(slot_id, branch_id, channel, SlotFacts(starts_at, opens_at, book_by), room, kept_room)
    return slot, tuple(_mine(row[7:]) for row in rows if row[7] is not None)


def _mine(row: tuple[object, ...]) -> Mine:
    id, subject_id, person_key, slot_id, state, held_until, moves = row
    return Mine(id, subject_id, person_key, slot_id, BookingState(state), held_until, moves)  # type: ignore[arg-type] # a row of the database

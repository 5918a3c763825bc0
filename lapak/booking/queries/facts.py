"""What has to be known before a place is taken, in one question to the database."""

from dataclasses import dataclass
from uuid import UUID

from lapak import prepared
from lapak.booking.rules.choosing import Mine
from lapak.booking.rules.holding import SlotFacts
from lapak.booking.rules.states import BookingState

SQL = (
    "select s.branch_id, s.channel, s.starts_at, s.opens_at, s.book_by,"
    " s.taken - s.kept_taken < s.capacity - s.kept, s.kept_taken < s.kept,"
    " (select e.id from booking_lotentry e where e.release_id = s.release_id and e.person_key = %s"
    " and e.state = 'turn'),"
    " b.id, b.subject_id, b.person_key, b.slot_id, b.state, b.held_until, b.moves"
    " from booking_slot s left join booking_booking b"
    " on b.state in ('held', 'confirmed') and (b.person_key = %s or b.subject_id = %s)"
    " where s.id = %s"
)


@dataclass(frozen=True)
class SlotNow:
    """A slot as it is at this moment; others may be faster, so `room` is a hint and no promise. `turn` is the
    entry by which it is this person's turn to choose in it, where the day is given out by lot.
    """

    id: UUID
    branch_id: UUID
    channel: str
    facts: SlotFacts
    room: bool
    kept_room: bool
    turn: UUID | None = None


def asked_slot(
    *, slot_id: UUID, subject_id: UUID, person_key: str
) -> tuple[SlotNow | None, tuple[Mine, ...]]:
    """Return a slot, None when there is none, and the places this person or this claim has anywhere."""
    rows = prepared.rows(SQL, [person_key, person_key, subject_id, slot_id])
    if not rows:
        return None, ()
    branch_id, channel, starts_at, opens_at, book_by, room, kept_room, turn = rows[0][:8]
    facts = SlotFacts(starts_at, opens_at, book_by)
    slot = SlotNow(slot_id, branch_id, channel, facts, room, kept_room, turn)
    return slot, tuple(_mine(row[8:]) for row in rows if row[8] is not None)


def _mine(row: tuple[object, ...]) -> Mine:
    id, subject_id, person_key, slot_id, state, held_until, moves = row
    return Mine(id, subject_id, person_key, slot_id, BookingState(state), held_until, moves)  # type: ignore[arg-type] # a row of the database

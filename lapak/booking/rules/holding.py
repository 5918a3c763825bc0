"""Whether a slot can be booked now, and how long a place is held."""

from dataclasses import dataclass
from datetime import datetime, timedelta

HOLD_TIME = timedelta(minutes=10)
LONGEST_HOLD = timedelta(minutes=30)  # a press extends a hold, but not without end


@dataclass(frozen=True)
class SlotFacts:
    """When a slot begins, from when it can be booked (None: at once), until when (None: its beginning)."""

    starts_at: datetime
    opens_at: datetime | None
    book_by: datetime | None


def is_open(*, slot: SlotFacts, now: datetime) -> bool:
    """Return whether everybody may ask for a time, and not only whose turn it is."""
    return slot.opens_at is None or slot.opens_at <= now


def is_bookable(*, slot: SlotFacts, now: datetime, has_turn: bool = False) -> bool:
    """Return whether a time can be asked for now."""
    may_ask = has_turn or is_open(slot=slot, now=now)
    return may_ask and now < slot.starts_at and (slot.book_by is None or now < slot.book_by)


def held_until(*, held_at: datetime, now: datetime) -> datetime:
    """Return until when a place is held that was taken at `held_at` and asked for again now."""
    return min(now + HOLD_TIME, held_at + LONGEST_HOLD)

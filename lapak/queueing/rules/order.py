"""Who is next, and why: the rule of the queue.

Everyone gets a turn time when they arrive, and the earliest turn time is next:

- returning: who was interrupted goes before all others, longest interrupted first;
- priority: 30 minutes before the arrival, or before the appointment where that is earlier;
- booked and on time: the time of the appointment;
- walk-in, or late for an appointment: 30 minutes after the arrival, so that appointments within that half
  hour are kept first.

A turn time never changes while one waits, so nobody can be overtaken without end.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

HEAD_START = timedelta(minutes=30)
LATE_AFTER = timedelta(minutes=15)
RULE_VERSION = "queue-1"


class Reason(StrEnum):
    """Why a ticket stands where it stands."""

    RETURNING = "returning"
    PRIORITY = "priority"
    BOOKED = "booked"
    LATE = "late"
    WALK_IN = "walk_in"


@dataclass(frozen=True)
class Entry:
    """What the rule looks at; moments in UTC."""

    ticket_id: UUID
    arrived_at: datetime
    due_at: datetime | None
    priority: str
    returning_since: datetime | None
    number: int


@dataclass(frozen=True)
class Turn:
    """A place in the queue: 1 is next; `turn_at` is what was compared."""

    ticket_id: UUID
    place: int
    reason: Reason
    turn_at: datetime


def queue_order(*, entries: Iterable[Entry]) -> tuple[Turn, ...]:
    """Return all entries, next one first, each with the reason for its place."""
    ranked = sorted(entries, key=_rank)
    return tuple(
        Turn(ticket_id=entry.ticket_id, place=place, reason=reason(entry=entry), turn_at=turn_at(entry=entry))
        for place, entry in enumerate(ranked, start=1)
    )


def reason(*, entry: Entry) -> Reason:
    """Return which part of the rule gives this entry its turn time."""
    if entry.returning_since:
        return Reason.RETURNING
    if entry.priority:
        return Reason.PRIORITY
    if entry.due_at is None:
        return Reason.WALK_IN
    return Reason.LATE if entry.arrived_at > entry.due_at + LATE_AFTER else Reason.BOOKED


def turn_at(*, entry: Entry) -> datetime:
    """Return the turn time of an entry."""
    match reason(entry=entry):
        case Reason.RETURNING:
            return entry.returning_since or entry.arrived_at
        case Reason.PRIORITY:
            return min(entry.arrived_at, entry.due_at or entry.arrived_at) - HEAD_START
        case Reason.BOOKED:
            return entry.due_at or entry.arrived_at
        case _:
            return entry.arrived_at + HEAD_START


def _rank(entry: Entry) -> tuple[bool, datetime, datetime, int]:
    return (entry.returning_since is None, turn_at(entry=entry), entry.arrived_at, entry.number)

"""Who is next, and why: the rule of the queue, one for everybody (docs/queue.md).

Everyone gets a turn time when they arrive, and the earliest turn time is next:

- returning: who was interrupted goes before all others, longest interrupted first;
- kept: who came on an earlier day, or first to another office, has the turn time from there;
- priority: 30 minutes before the arrival, or before the appointment where that is earlier;
- booked and on time: the time of the appointment;
- late, up to an hour: the appointment, but behind the one who was next on arrival;
- walk-in, or later than that: 30 minutes after the arrival, so that appointments within that half hour are
  kept first.

Who lets another pass, or was called in vain, goes behind the next of their kind. After two priority numbers
in a row the next turn is somebody else's, so that at most two of them go before each of the others.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

HEAD_START = timedelta(minutes=30)
LATE_AFTER = timedelta(minutes=15)
FORFEITED_AFTER = timedelta(hours=1)  # later than this, an appointment counts no longer
MOST_PRIORITY_IN_A_ROW = 2
RULE_VERSION = "queue-2"

Rank = tuple[datetime, datetime, bool, datetime, int, UUID]


class Reason(StrEnum):
    """Why a ticket stands where it stands."""

    RETURNING = "returning"
    KEPT = "kept"
    PRIORITY = "priority"
    BOOKED = "booked"
    LATE = "late"
    WALK_IN = "walk_in"


@dataclass(frozen=True)
class Behind:
    """The turn that somebody let pass: the turn time and arrival of the other, and when that was."""

    turn_at: datetime
    came_at: datetime
    since: datetime


@dataclass(frozen=True)
class Entry:
    """What the rule looks at; moments in UTC. `kept_turn` is a turn time brought from elsewhere."""

    ticket_id: UUID
    arrived_at: datetime
    due_at: datetime | None
    priority: str
    returning_since: datetime | None
    number: int
    kept_turn: datetime | None = None
    behind: Behind | None = None


@dataclass(frozen=True)
class Turn:
    """A place in the queue: 1 is next; `turn_at` is what was compared."""

    ticket_id: UUID
    place: int
    reason: Reason
    turn_at: datetime


def queue_order(*, entries: Iterable[Entry], in_a_row: int = 0) -> tuple[Turn, ...]:
    """Return all entries, next one first, each with the reason for its place.

    `in_a_row` says how many priority numbers were called just before.
    """
    return tuple(
        Turn(entry.ticket_id, place, reason(entry=entry), turn_at(entry=entry))
        for place, entry in enumerate(in_order(entries=entries, in_a_row=in_a_row), start=1)
    )


def in_order(*, entries: Iterable[Entry], in_a_row: int = 0) -> list[Entry]:
    """Return the entries themselves, next one first."""
    everyone = sorted(entries, key=lambda entry: rank(entry=entry))
    found = sorted((one for one in everyone if one.returning_since), key=_interrupted)
    others = [one for one in everyone if not one.returning_since and not one.priority]
    first = [one for one in everyone if not one.returning_since and one.priority]
    while first and others:
        is_priority = in_a_row < MOST_PRIORITY_IN_A_ROW and rank(entry=first[0]) < rank(entry=others[0])
        in_a_row = in_a_row + 1 if is_priority else 0
        found.append((first if is_priority else others).pop(0))
    return [*found, *first, *others]


def behind_next(*, entry: Entry, line: Iterable[Entry], in_a_row: int = 0, now: datetime) -> Behind | None:
    """Return the turn that an entry lets pass: of the next of its kind after it, else of anybody after it.

    Somebody who is not in the line goes behind its head. None when there is nobody to let pass.
    """
    ranked = in_order(entries=line, in_a_row=in_a_row)
    ids = [one.ticket_id for one in ranked]
    after = ranked
    if entry.ticket_id in ids:  # who goes first only because of the two in a row is behind the others already
        after = [
            one for one in ranked[ids.index(entry.ticket_id) + 1 :] if rank(entry=one) > rank(entry=entry)
        ]
    able = [one for one in after if not one.returning_since]
    alike = [one for one in able if bool(one.priority) == bool(entry.priority)]
    for other in alike[:1] or able[:1]:
        return Behind(turn_at=rank(entry=other)[0], came_at=rank(entry=other)[1], since=now)
    return None


def reason(*, entry: Entry) -> Reason:
    """Return which part of the rule gives this entry its turn time."""
    if entry.returning_since:
        return Reason.RETURNING
    if entry.kept_turn:
        return Reason.KEPT
    if entry.priority:
        return Reason.PRIORITY
    if entry.due_at is None:
        return Reason.WALK_IN
    return Reason.LATE if is_late(arrived_at=entry.arrived_at, due_at=entry.due_at) else Reason.BOOKED


def is_late(*, arrived_at: datetime, due_at: datetime) -> bool:
    """Return whether somebody came after the 15 minutes for which the place was kept."""
    return arrived_at > due_at + LATE_AFTER


def is_forfeited(*, arrived_at: datetime, due_at: datetime) -> bool:
    """Return whether somebody came so late that the appointment counts no longer."""
    return arrived_at > due_at + FORFEITED_AFTER


def own_turn_at(*, entry: Entry) -> datetime:
    """Return the turn time an entry has before it lets anybody pass."""
    match reason(entry=entry):
        case Reason.RETURNING:
            return entry.returning_since or entry.arrived_at
        case Reason.KEPT:
            return entry.kept_turn or entry.arrived_at
        case Reason.PRIORITY:
            return min(entry.arrived_at, entry.due_at or entry.arrived_at) - HEAD_START
        case Reason.BOOKED:
            return entry.due_at or entry.arrived_at
        case Reason.LATE if entry.due_at and not is_forfeited(
            arrived_at=entry.arrived_at, due_at=entry.due_at
        ):
            return entry.due_at
        case _:
            return entry.arrived_at + HEAD_START


def turn_at(*, entry: Entry) -> datetime:
    """Return the turn time of an entry."""
    return rank(entry=entry)[0]


def lets_pass(*, entry: Entry) -> bool:
    """Return whether an entry stands where it stands because it let somebody pass."""
    behind = entry.behind
    return behind is not None and (behind.turn_at, behind.came_at) >= (
        own_turn_at(entry=entry),
        entry.arrived_at,
    )


def own_rank(*, entry: Entry) -> Rank:
    """Return what is compared before an entry lets anybody pass: the lower goes first."""
    came = entry.arrived_at
    return (own_turn_at(entry=entry), came, False, came, entry.number, entry.ticket_id)


def rank(*, entry: Entry) -> Rank:
    """Return what is compared: the turn time, then who came first, then the number."""
    behind = entry.behind
    if behind is None or not lets_pass(entry=entry):
        return own_rank(entry=entry)
    return (behind.turn_at, behind.came_at, True, behind.since, entry.number, entry.ticket_id)


def run_of_priority(*, called: Sequence[bool]) -> int:
    """Return how many priority numbers were called in a row; `called` says it of each call, latest first."""
    run = 0
    for is_priority in called:
        if not is_priority:
            break
        run += 1
    return min(run, MOST_PRIORITY_IN_A_ROW)


def _interrupted(entry: Entry) -> tuple[datetime, Rank]:
    return (entry.returning_since or entry.arrived_at, rank(entry=entry))

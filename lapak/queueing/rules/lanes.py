"""How long each one in line waits, when some need a booth and some do not.

One line, two lanes: a visit is called when a booth becomes free, a video call when any other place does. So
only those ahead in the own lane count, and each lane has a pace of its own. A video call does not wait behind
visits for which there is no booth.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

from lapak.offices.rules.workday import Span
from lapak.queueing.rules.estimates import (
    LONGEST_GAP,
    WEIGHT_OF_USUAL,
    WaitRange,
    by_the_clock,
    wait_range,
)


@dataclass(frozen=True)
class Called:
    """A call of today: when the person had come, and when they were called (UTC)."""

    arrived_at: datetime
    called_at: datetime


@dataclass(frozen=True)
class Lane:
    """One lane: from call to call, how many places take somebody at once, the appointments still to come."""

    gap: timedelta
    free: int
    expected: Sequence[datetime]


@dataclass(frozen=True)
class Waiter:
    """Somebody in line: the turn time, and whether a booth is needed."""

    ticket_id: UUID
    turn_at: datetime
    needs_booth: bool


def gap_of(*, calls: Sequence[Called], usual: timedelta) -> timedelta:
    """Return the time from one call to the next while people wait, from the calls and the usual gap.

    Only the call of somebody who stood in line already when the one before was called says how fast places
    become free; who was called on arrival, or together with others, says nothing. Long gaps are cut off.
    """
    longest = max(LONGEST_GAP, 3 * usual)
    gaps = [
        min(after.called_at - before.called_at, longest)
        for before, after in pairwise(sorted(calls, key=lambda one: one.called_at))
        if after.arrived_at <= before.called_at < after.called_at
    ]
    return (sum(gaps, timedelta()) + WEIGHT_OF_USUAL * usual) / (len(gaps) + WEIGHT_OF_USUAL)


def waits(
    *, line: Sequence[Waiter], video: Lane, visit: Lane, minute: float, open: Sequence[Span]
) -> dict[UUID, WaitRange]:
    """Return the wait of everybody in line, next one first, by the clock of the branch."""
    found: dict[UUID, WaitRange] = {}
    visits = videos = 0
    for one in line:
        lane = visit if one.needs_booth else video
        ahead = visits if one.needs_booth else videos + min(visits, visit.free)
        found[one.ticket_id] = by_the_clock(wait=_wait(one, lane, ahead), now=minute, open=open)
        visits, videos = visits + one.needs_booth, videos + (not one.needs_booth)
    return found


def _wait(one: Waiter, lane: Lane, ahead: int) -> WaitRange:
    """Return the wait behind so many: at once where a place is free, else when the next ones become free."""
    behind = max(0, ahead - lane.free)
    coming = sum(at <= one.turn_at for at in lane.expected)
    told = wait_range(ahead=behind, pace=lane.gap, coming=coming)
    return WaitRange(0, math.ceil(told.high)) if ahead < lane.free else told

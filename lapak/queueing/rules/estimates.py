"""How long until the call: a range, from the minutes people take and the places that take them.

While all places are taken, the next call comes when one of them becomes free: on average after the minutes
a person takes, divided by the places. What the last calls of the day say about that counts more the more of
them there are. The time until the n-th such call scatters like a sum of n waits (the gamma distribution); the
range leaves out the shortest and longest cases, and reaches far enough for those who have an appointment
before this turn and have not come yet. Where a place is free, or the desks are about to open, the call may
come at once. Breaks are no time in which anybody is called.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lapak.offices.rules.workday import Span

USUAL_GAP = timedelta(minutes=4)
WEIGHT_OF_USUAL = 3
LONGEST_GAP = timedelta(minutes=12)  # longer ones were pauses with nobody waiting
CALLS_LOOKED_AT = 10
SHORT_TAIL, LONG_TAIL = -1.3, 1.45  # standard deviations of the n-th call, see `_nth_call`
LEAST_SPAN = 4  # minutes: nobody plans by less


@dataclass(frozen=True)
class WaitRange:
    """From so many minutes to so many."""

    low: int
    high: int

    @property
    def middle(self) -> int:
        """Return one figure, for what is read in passing."""
        return round((self.low + self.high) / 2)


@dataclass(frozen=True)
class Given:
    """An estimate that somebody was given, and the call that came (None: not yet, or never). UTC."""

    earliest: datetime
    latest: datetime
    called_at: datetime | None


@dataclass(frozen=True)
class Record:
    """How estimates turned out: given in all, followed by a call, and of these within, before or after it."""

    given: int
    called: int
    held: int
    sooner: int
    later: int

    @property
    def share(self) -> float | None:
        """Return the share that held, of those followed by a call; None without any."""
        return self.held / self.called if self.called else None

    @property
    def uncalled(self) -> int:
        """Return how many of those who were told something were never called: they left, or still wait."""
        return self.given - self.called


def usual_gap(*, minutes: float | None, places: int) -> timedelta:
    """Return the time between calls that places give, each person taking so long; 4 minutes if unknown."""
    if not places or minutes is None:
        return USUAL_GAP
    return timedelta(minutes=minutes / places)


def wait_range(*, ahead: int, pace: timedelta, coming: int = 0) -> WaitRange:
    """Return the wait of somebody with so many people ahead, in whole minutes.

    `coming` have an appointment before this turn and are not there yet.
    """
    minutes = pace.total_seconds() / 60
    low = math.floor(minutes * _nth_call(ahead + 1, SHORT_TAIL))
    high = math.ceil(minutes * _nth_call(ahead + 1 + coming, LONG_TAIL))
    return WaitRange(low=low, high=max(low + LEAST_SPAN, high))


def by_the_clock(*, wait: WaitRange, now: float, open: Sequence[Span]) -> WaitRange:
    """Return a wait by the clock: nobody is called before the branch opens, nor in its breaks.

    `now` is the minute of the branch's day, `open` its open hours in order. What is left when they end is
    added as it is: who is there then is served to the end.
    """
    low, high = (_passed(minutes, now, open) for minutes in (wait.low, wait.high))
    return WaitRange(low=math.floor(low), high=max(math.floor(low) + LEAST_SPAN, math.ceil(high)))


def record(*, estimates: Sequence[Given]) -> Record:
    """Return how many estimates held, a call in the minute of either end included."""
    called = [one for one in estimates if one.called_at]
    sooner = sum(one.called_at < one.earliest for one in called if one.called_at)
    later = sum(one.called_at > one.latest for one in called if one.called_at)
    return Record(len(estimates), len(called), len(called) - sooner - later, sooner, later)


def _passed(minutes: int, now: float, open: Sequence[Span]) -> float:
    """Return in how many minutes by the clock so many open minutes have passed."""
    left, at, paused = float(minutes), now, 0.0
    for span in open:
        if span.end > at:
            paused += max(0.0, span.start - at)
            at = max(at, span.start)
            if left < span.end - at:
                break
            left -= span.end - at
            at = span.end
    return minutes + paused


def _nth_call(n: int, deviations: float) -> float:
    """Return when the n-th call comes, in mean gaps, so many standard deviations from the middle.

    Wilson and Hilferty's cube for the gamma distribution.
    """
    spread = 1 / (9 * n)
    return n * max(0.0, 1 - spread + deviations * math.sqrt(spread)) ** 3

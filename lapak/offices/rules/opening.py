"""When a branch is open, and how a device proves to be alive."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

PAIRING_LIFETIME = timedelta(minutes=15)
ALIVE_WITHIN = timedelta(seconds=15)
UNPAIRED_KEPT = timedelta(days=1)
WHOLE_DAY = (time(0), time(0))


class Dated(Protocol):
    """What holds from a day, to a day or until further notice."""

    @property
    def first_day(self) -> date: ...

    @property
    def last_day(self) -> date | None: ...


@dataclass(frozen=True)
class Hours:
    """A stretch of one weekday (0 is Monday) in branch time, good from its first day to its last."""

    weekday: int
    opens: time
    closes: time
    first_day: date = date.min
    last_day: date | None = None


def open_stretches(
    *, day: date, hours: Sequence[Hours], holidays: Collection[date], always_open: bool
) -> tuple[tuple[time, time], ...]:
    """Return when a branch is open on a day, in branch time; closing at 00.00 means the midnight after."""
    if always_open:
        return (WHOLE_DAY,)
    if day in holidays:
        return ()
    today = [each for each in hours if falls_on(day=day, weekday=each.weekday, dated=each)]
    return tuple(sorted((each.opens, each.closes) for each in today))


def falls_on(*, day: date, weekday: int, dated: Dated) -> bool:
    """Return whether a weekly arrangement holds on a day; without a last day it goes on."""
    return weekday == day.weekday() and holds_on(day=day, dated=dated)


def holds_on(*, day: date, dated: Dated) -> bool:
    """Return whether a day lies in the days of an arrangement, both ends included."""
    return dated.first_day <= day and (dated.last_day is None or day <= dated.last_day)


def is_open_at(*, clock: time, stretches: Sequence[tuple[time, time]]) -> bool:
    """Return whether a clock time lies in one of the stretches; the closing minute is outside."""
    return any(opens <= clock and (clock < closes or closes == time(0)) for opens, closes in stretches)


def is_alive(*, last_seen_at: datetime | None, now: datetime) -> bool:
    """Return whether a device has given a sign of life lately; they give one each 5 seconds."""
    return last_seen_at is not None and now - last_seen_at < ALIVE_WITHIN

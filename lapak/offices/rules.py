"""When a branch is open, and how a device proves to be alive."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

PAIRING_LIFETIME = timedelta(minutes=15)
ALIVE_WITHIN = timedelta(seconds=15)
UNPAIRED_KEPT = timedelta(days=1)
WHOLE_DAY = (time(0), time(0))


@dataclass(frozen=True)
class Hours:
    """A stretch of one weekday (0 is Monday) in branch time."""

    weekday: int
    opens: time
    closes: time


def open_stretches(
    *, day: date, hours: Sequence[Hours], holidays: Collection[date], always_open: bool
) -> tuple[tuple[time, time], ...]:
    """Return when a branch is open on a day, in branch time; closing at 00.00 means the midnight after."""
    if always_open:
        return (WHOLE_DAY,)
    if day in holidays:
        return ()
    return tuple(sorted((each.opens, each.closes) for each in hours if each.weekday == day.weekday()))


def is_open_at(*, clock: time, stretches: Sequence[tuple[time, time]]) -> bool:
    """Return whether a clock time lies in one of the stretches; the closing minute is outside."""
    return any(opens <= clock and (clock < closes or closes == time(0)) for opens, closes in stretches)


def is_alive(*, last_seen_at: datetime | None, now: datetime) -> bool:
    """Return whether a device has given a sign of life lately; they give one each 5 seconds."""
    return last_seen_at is not None and now - last_seen_at < ALIVE_WITHIN

"""Slots as moments, and which of them are quiet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lapak.kernel.zones import utc_moment
from lapak.offices.rules.workday import DAY_MINUTES, clock_of

QUIET_SHARE = 0.5


@dataclass(frozen=True)
class Load:
    """How full a slot is."""

    starts_at: datetime
    ends_at: datetime
    capacity: int
    taken: int


def moment_of(*, day: date, minute: int, zone: str) -> datetime:
    """Return a minute of a branch's day as a UTC moment; minute 1440 is the midnight after."""
    return utc_moment(day=day + timedelta(days=minute // DAY_MINUTES), at=clock_of(minute), zone=zone)


def quiet_windows(*, loads: Sequence[Load], now: datetime) -> tuple[tuple[datetime, datetime], ...]:
    """Return the coming stretches in which at least half of the places are free, adjoining slots joined."""
    windows: list[tuple[datetime, datetime]] = []
    for load in sorted(loads, key=lambda each: each.starts_at):
        free = load.capacity - load.taken
        if load.starts_at < now or not load.capacity or free / load.capacity < QUIET_SHARE:
            continue
        if windows and windows[-1][1] == load.starts_at:
            windows[-1] = (windows[-1][0], load.ends_at)
        else:
            windows.append((load.starts_at, load.ends_at))
    return tuple(windows)

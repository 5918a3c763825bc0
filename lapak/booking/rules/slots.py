"""Which slots a day of a branch has."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from lapak.booking.rules.states import Channel
from lapak.kernel.zones import utc_moment

HORIZON_DAYS = 7  # dates open at most 7 days ahead (press, May 2020)
HOLD_TIME = timedelta(minutes=10)
QUIET_SHARE = 0.5


@dataclass(frozen=True)
class Plan:
    """How a channel's time is cut: minutes per slot and people per slot."""

    minutes: int
    capacity: int


@dataclass(frozen=True)
class Stretch:
    """Open hours without a break, as UTC moments."""

    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True)
class Load:
    """How full a slot is."""

    starts_at: datetime
    ends_at: datetime
    capacity: int
    taken: int


DEFAULT_PLANS = {
    Channel.ONLINE: Plan(minutes=30, capacity=6),
    Channel.ONSITE: Plan(minutes=30, capacity=4),
}


def stretch(*, day: date, opens: time, closes: time, zone: str) -> Stretch:
    """Return open hours of a branch's day as UTC moments; a closing time of 00.00 is the midnight after."""
    closing_day = day + timedelta(days=1) if closes <= opens else day
    return Stretch(
        opens_at=utc_moment(day=day, at=opens, zone=zone),
        closes_at=utc_moment(day=closing_day, at=closes, zone=zone),
    )


def slot_starts(*, stretches: Iterable[Stretch], minutes: int) -> tuple[datetime, ...]:
    """Return when the slots of these open hours start; a slot that would end after closing is left out."""
    step = timedelta(minutes=minutes)
    starts = []
    for open_hours in stretches:
        start = open_hours.opens_at
        while start + step <= open_hours.closes_at:
            starts.append(start)
            start += step
    return tuple(starts)


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

"""The hours in which people read what they are told: none at night, on the clock of the branch."""

from datetime import datetime, time, timedelta

from lapak.kernel.zones import local, utc_moment

WAKES, SLEEPS = time(7), time(21)


def awake_for(length: timedelta, *, now: datetime, zone: str) -> datetime:
    """Return the moment by which so much of the day has passed; `length` is shorter than a day.

    At night the time stands still: what is left of it in the evening comes in the morning.
    """
    begins = _awake(now, zone)
    until, evening = begins + length, _at(now, SLEEPS, zone)
    if begins < evening < until:
        return _at(now + timedelta(days=1), WAKES, zone) + (until - evening)
    return until


def _awake(moment: datetime, zone: str) -> datetime:
    """Return the moment, or the next morning when it is night."""
    clock = local(moment=moment, zone=zone).time()
    if clock < WAKES:
        return _at(moment, WAKES, zone)
    return _at(moment + timedelta(days=1), WAKES, zone) if clock >= SLEEPS else moment


def _at(moment: datetime, clock: time, zone: str) -> datetime:
    return utc_moment(day=local(moment=moment, zone=zone).date(), at=clock, zone=zone)

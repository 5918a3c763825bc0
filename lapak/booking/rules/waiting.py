"""The waiting list: how long somebody has to answer, and how often they are asked."""

from datetime import datetime, time, timedelta
from enum import StrEnum

from lapak.kernel.zones import local, utc_moment

MOST_OFFERS = 3  # who lets three pass makes room for others, and may join again at the end
ANSWER_TIME = timedelta(hours=2)
SHORTEST = timedelta(minutes=20)  # with less time to answer the place is free for everybody
NOTICE = timedelta(minutes=60)  # between the answer and the appointment
WAKES, SLEEPS = time(7), time(21)  # nobody has to answer at night


class WaiterState(StrEnum):
    """Waiting; served by an offer; gone by their own wish; or out after three offers."""

    WAITING = "waiting"
    SERVED = "served"
    LEFT = "left"
    SPENT = "spent"


class OfferState(StrEnum):
    """Open; answered; run out; or recalled, because the slot can keep fewer people than before."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    RECALLED = "recalled"


def deadline(*, now: datetime, starts_at: datetime, book_by: datetime | None, zone: str) -> datetime | None:
    """Return until when an offer can be accepted, or None when there is no time left to ask.

    Never later than an hour before the appointment or the slot's own last moment.
    """
    until = min(answer_by(now=now, zone=zone), starts_at - NOTICE, book_by or starts_at)
    return until if until - now >= SHORTEST else None


def answer_by(*, now: datetime, zone: str) -> datetime:
    """Return the end of two hours of the day: at night, on the branch's clock, the time stands still."""
    until, evening = _awake(now, zone) + ANSWER_TIME, _at(now, SLEEPS, zone)
    if _awake(now, zone) < evening < until:  # the rest of the two hours comes in the morning
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

"""The waiting list: how long somebody has to answer, and how often they are asked."""

from datetime import datetime, timedelta
from enum import StrEnum

from lapak.booking.rules.waking import awake_for

MOST_OFFERS = 3  # who lets three pass makes room for others, and may join again at the end
ANSWER_TIME = timedelta(hours=2)
SHORTEST = timedelta(minutes=20)  # with less time to answer the place is free for everybody
NOTICE = timedelta(minutes=60)  # between the answer and the appointment


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

    Never later than an hour before the appointment or the slot's own last moment, and nobody has to answer
    at night: only minutes of the day count.
    """
    until = min(answer_by(now=now, zone=zone), starts_at - NOTICE, book_by or starts_at)
    return until if until >= soonest_answer(now=now, zone=zone) else None


def answer_by(*, now: datetime, zone: str) -> datetime:
    """Return the end of two hours of the day: at night, on the branch's clock, the time stands still."""
    return awake_for(ANSWER_TIME, now=now, zone=zone)


def soonest_answer(*, now: datetime, zone: str) -> datetime:
    """Return the earliest moment that leaves enough of the day to answer until then."""
    return awake_for(SHORTEST, now=now, zone=zone)

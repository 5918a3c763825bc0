"""Turn times that are kept for people who could not be served."""

from datetime import date, datetime, timedelta
from enum import StrEnum

CLOSES_AFTER = timedelta(hours=1)  # an office serves who is left; an hour after closing nobody comes any more
NEVER_LONGER = timedelta(hours=12)
DAYS_KEPT = 7


class KeptWhy(StrEnum):
    """Why a turn time is kept: the office sent the person to another one, or the day ended first."""

    SENT = "sent"
    NIGHT = "night"


def last_day(*, day: date) -> date:
    """Return until when a turn time that was kept on a day is good, that day included."""
    return day + timedelta(days=DAYS_KEPT)


def is_left_over(
    *,
    service_day: date,
    arrived_at: datetime,
    today: date,
    closes_at: datetime | None,
    desks_open: bool,
    now: datetime,
) -> bool:
    """Return whether somebody who still waits will not be served any more on their day.

    `today` is the day at the branch, `closes_at` when it closes today (None: it does not). While a desk is
    open people go on being served, but for no longer than twelve hours.
    """
    if desks_open:
        return service_day < today and now - arrived_at > NEVER_LONGER
    if service_day < today:
        return True
    return closes_at is not None and now > closes_at + CLOSES_AFTER

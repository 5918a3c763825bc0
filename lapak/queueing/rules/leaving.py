"""When somebody who waits elsewhere should set out, and when to tell them that their turn is near.

Everything hangs on the early end of the estimate: who comes a little early waits a little, who comes late is
called in vain.
"""

from datetime import datetime, timedelta
from enum import StrEnum

MARGIN = timedelta(minutes=5)  # to get in, and to the seat
SOON = timedelta(minutes=10)
NEAR_MINUTES = 10
MOST_TRAVEL_MINUTES = 180


class Leave(StrEnum):
    """What to do now: stay, get ready, or go."""

    STAY = "stay"
    SOON = "soon"
    NOW = "now"


def leave_at(*, earliest: datetime, travel_minutes: int) -> datetime:
    """Return when to set out (UTC) so as to be there five minutes before the earliest call."""
    return earliest - timedelta(minutes=travel_minutes) - MARGIN


def leave(*, earliest: datetime, travel_minutes: int, now: datetime) -> Leave:
    """Return what somebody with so long a way should do now."""
    left = leave_at(earliest=earliest, travel_minutes=travel_minutes) - now
    if left <= timedelta(0):
        return Leave.NOW
    return Leave.SOON if left <= SOON else Leave.STAY


def is_near(*, low_minutes: int, travel_minutes: int) -> bool:
    """Return whether the call may come soon enough that the holder is told: ten minutes, or the way there."""
    return low_minutes <= max(NEAR_MINUTES, travel_minutes + MARGIN.total_seconds() / 60)

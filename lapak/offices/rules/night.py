"""When the screens of an office may go dark."""

from collections.abc import Sequence
from datetime import datetime, timedelta

LIGHT_BEFORE_OPENING = timedelta(minutes=30)
LIGHT_AFTER_CLOSING = timedelta(hours=1)
LOOKED_AHEAD_DAYS = 14


def dark_until(*, spans: Sequence[tuple[datetime, datetime]], now: datetime) -> datetime | None:
    """Return until when (UTC) screens may be dark, or None while they shall shine.

    `spans` are the openings around now, in UTC. Screens shine from half an hour before an opening until an
    hour after it; without an opening to come they look again in a day.
    """
    for opens, closes in spans:
        if opens - LIGHT_BEFORE_OPENING <= now < closes + LIGHT_AFTER_CLOSING:
            return None
    coming = [opens - LIGHT_BEFORE_OPENING for opens, _ in spans if opens - LIGHT_BEFORE_OPENING > now]
    return min(coming, default=now + timedelta(days=1))

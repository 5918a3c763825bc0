"""The only place that reads the clock; everything else is handed `now`."""

import time
from datetime import UTC, datetime


def utc_now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(tz=UTC)


def monotonic_seconds() -> float:
    """Return seconds on a clock that never runs backwards, for measuring how long something took."""
    return time.monotonic()

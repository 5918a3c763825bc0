"""The time while something long is done."""

from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic


def going_on_from(now: datetime) -> Callable[[], datetime]:
    """Return a clock that goes on from `now`: what is noted on the way tells that the work lives."""
    began = monotonic()
    return lambda: now + timedelta(seconds=monotonic() - began)

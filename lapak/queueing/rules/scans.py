"""When a check-in really took place that a tablet sends late."""

from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST_OFFLINE = timedelta(hours=4)
A_MOMENT = timedelta(milliseconds=1)


@dataclass(frozen=True)
class ScanTime:
    """The moment (UTC) to judge by, or that the check-in is too old to be believed."""

    at: datetime
    is_too_old: bool = False


def scanned_at(*, age: timedelta, now: datetime, after: datetime | None = None) -> ScanTime:
    """Return the moment of a check-in that the tablet says was `age` ago.

    The tablet tells how long ago it was, never what its clock says, so that a wrong clock does no harm. A
    time ahead counts as now; more than four hours ago is not believed. `after` is when the tablet made the
    one it sent before: it sends them in order, and a network slow for a moment must not turn them round.
    """
    if age > LONGEST_OFFLINE:
        return ScanTime(now, is_too_old=True)
    at = now - max(age, timedelta())
    return ScanTime(at if after is None else min(now, max(at, after + A_MOMENT)))

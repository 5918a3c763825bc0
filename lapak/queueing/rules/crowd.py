"""People inside a zone: the count at its door, when somebody is told, and how many more may come in."""

import math
from collections.abc import Iterable
from datetime import datetime, timedelta
from operator import itemgetter

from lapak.offices.rules.zones import Zone
from lapak.queueing.rules.hall import FORGOTTEN_AFTER

LOOKED_BACK = timedelta(hours=24)
LATE_AT_MOST = timedelta(hours=2)  # how long a counter may have been without a network
FEED = timedelta(minutes=20)  # inside wait those whose turn comes within this time
CLEAR_BELOW_PERCENT = 10
PERCENT = 100


def count(*, presses: Iterable[tuple[datetime, int]]) -> int:
    """Return how many people the presses (+1 in, -1 out, each with its moment) leave inside; never negative.

    Presses are taken in the order in which they were made, however late they arrived, those of one moment in
    the order given. Who goes out where nobody is counted was never counted in. After six hours without a
    press the count begins at 0 again.
    """
    inside, before = 0, None
    for at, delta in sorted(presses, key=itemgetter(0)):
        if before is not None and at - before >= FORGOTTEN_AFTER:
            inside = 0
        inside, before = max(0, inside + delta), at
    return inside


def pressed_at(*, age: timedelta, now: datetime) -> datetime:
    """Return when a press was made that arrives now and says how old it is.

    A device whose clock was changed meanwhile cannot put it into the future, nor before two hours ago.
    """
    return now - min(max(age, timedelta(0)), LATE_AT_MOST)


def clear_at(*, zone: Zone) -> int:
    """Return from how many people down an alarm ends: a tenth of the limit below where it began, or more."""
    return max(0, zone.alarm_at - max(1, -(-zone.limit * CLEAR_BELOW_PERCENT // PERCENT)))


def is_alarming(*, was: bool, inside: int, zone: Zone) -> bool:
    """Return whether the alarm of a zone is on; between its end and its beginning it stays as it was."""
    if inside >= zone.alarm_at:
        return True
    return was and inside > clear_at(zone=zone)


def let_in(*, room: int, in_line_inside: int, booths: int, minutes_each: float) -> int:
    """Return how many of those outside may come in now.

    `room` is what is left of the limit for the public, `booths` how many serve at once, `minutes_each` how
    long one person takes. Inside wait as many as are called within twenty minutes: more would only crowd,
    fewer would leave booths empty.
    """
    served = booths * FEED / timedelta(minutes=minutes_each)
    return max(0, min(room, math.ceil(served) - in_line_inside))

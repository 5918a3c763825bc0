"""How long until the call: a range, learned from the last calls."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

USUAL_GAP = timedelta(minutes=4)
WEIGHT_OF_USUAL = 3
LONGEST_GAP = timedelta(minutes=12)  # longer ones were pauses with nobody waiting
CALLS_LOOKED_AT = 10
SHORTEST, LONGEST = 0.6, 1.5


@dataclass(frozen=True)
class WaitRange:
    """From so many minutes to so many."""

    low: int
    high: int

    @property
    def middle(self) -> int:
        """Return one figure, for what is read in passing."""
        return round((self.low + self.high) / 2)


def pace(*, called_at: Sequence[datetime]) -> timedelta:
    """Return the time from one call to the next, from the latest calls and, where few, the usual gap."""
    latest = sorted(called_at)[-CALLS_LOOKED_AT:]
    gaps = [min(after - before, LONGEST_GAP) for before, after in pairwise(latest)]
    return (sum(gaps, timedelta()) + WEIGHT_OF_USUAL * USUAL_GAP) / (len(gaps) + WEIGHT_OF_USUAL)


def wait_range(*, ahead: int, pace: timedelta) -> WaitRange:
    """Return the wait of somebody with so many people ahead, in whole minutes."""
    minutes = pace.total_seconds() / 60
    low = math.floor(ahead * minutes * SHORTEST)
    return WaitRange(low=low, high=max(low + 2, math.ceil((ahead + 1) * minutes * LONGEST)))

"""How the workers of a roster are spread over days, and who of them is called by video.

A batch takes whole places of the branch's video calls: while one person is served there, that many workers
of a list are, for nobody has to be waited for. Both figures are the service's own; no source names them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

WORKERS_PER_PLACE = 8
MOST_PER_DAY = 40  # of one roster
SAMPLE_PERCENT = 10
_DIGITS, _MARKS = 8, 0x1_0000_0000


class BatchState(StrEnum):
    """Asked for by the company; agreed by the branch, or not; served."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    REFUSED = "refused"
    DONE = "done"


class TalkKind(StrEnum):
    """What a conversation is about."""

    IDENTITY = "identity"
    BATCH = "batch"
    WORKER = "worker"


@dataclass(frozen=True, slots=True)
class FreeDay:
    """A day of the branch with the places that nobody has yet."""

    day: date
    places: int


@dataclass(frozen=True, slots=True)
class DayPlan:
    """So many workers on a day, who take so many places."""

    day: date
    workers: int
    places: int


def spread(*, workers: int, days: Sequence[FreeDay], most_per_day: int = MOST_PER_DAY) -> tuple[DayPlan, ...]:
    """Return the days on which that many workers are served, the soonest first.

    What does not fit into the days given is left over: the sum of `workers` is smaller then.
    """
    plans, left = [], workers
    for one in sorted(days, key=lambda one: one.day):
        count = min(left, most_per_day, one.places * WORKERS_PER_PLACE)
        if count > 0:
            plans.append(DayPlan(one.day, count, places_for(workers=count)))
            left -= count
    return tuple(plans)


def places_for(*, workers: int) -> int:
    """Return how many places that many workers take, rounded up."""
    return -(-workers // WORKERS_PER_PLACE)


def is_sampled(*, mark: str, has_signals: bool, percent: int = SAMPLE_PERCENT) -> bool:
    """Return whether a worker is called by video: everybody about whom there is a reason to look, and a share
    of the others.

    `mark` is a keyed hash of the claim's id in hex: the same worker is always drawn or never, and nobody
    without the key can tell who.
    """
    return has_signals or int(mark[:_DIGITS], 16) * 100 < percent * _MARKS

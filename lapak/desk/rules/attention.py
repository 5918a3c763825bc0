"""Whom the officer should turn to next (ui.md §3, order of attention)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lapak.desk.rules.stages import PlaceMode, Stage

PRIORITY_SHARE = 0.5  # of the branch's limit: who waits with difficulty is left alone half as long


@dataclass(frozen=True, slots=True)
class Attended:
    """What the order needs to know of one place. `unattended_since` is when the officer last turned away."""

    number: int
    mode: PlaceMode
    stage: Stage
    unattended_since: datetime
    flagged_at: datetime | None = None
    has_priority: bool = False
    is_dropped: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """The rank of a place, 1 being next, and until when the officer should have turned to it."""

    number: int
    rank: int
    due_at: datetime
    is_over_limit: bool


def limit_for(*, hold_limit_seconds: int, has_priority: bool) -> timedelta:
    """Return how long a person may be left without the officer."""
    share = PRIORITY_SHARE if has_priority else 1
    return timedelta(seconds=hold_limit_seconds * share)


def attention_order(
    *, places: Sequence[Attended], hold_limit_seconds: int, now: datetime
) -> tuple[Turn, ...]:
    """Return the places that wait for the officer, the next one first.

    Raised hands come first, the oldest foremost. Then whose limit comes (or came) soonest: with equal limits
    that is the longest unattended. Equal cases go by number. Who is in focus, done, or not connected waits
    for nobody.
    """
    waiting = [
        (place, place.unattended_since + _limit(place, hold_limit_seconds))
        for place in places
        if place.mode is not PlaceMode.FOCUS and place.stage is not Stage.DONE and not place.is_dropped
    ]
    waiting.sort(key=lambda pair: _key(*pair))
    return tuple(
        Turn(number=place.number, rank=rank, due_at=due_at, is_over_limit=now > due_at)
        for rank, (place, due_at) in enumerate(waiting, start=1)
    )


def _limit(place: Attended, hold_limit_seconds: int) -> timedelta:
    return limit_for(hold_limit_seconds=hold_limit_seconds, has_priority=place.has_priority)


def _key(place: Attended, due_at: datetime) -> tuple[bool, datetime, int]:
    return (place.flagged_at is None, place.flagged_at or due_at, place.number)

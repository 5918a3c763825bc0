"""Who is still there: silence is counted only while the service itself can hear."""

from dataclasses import dataclass
from datetime import datetime, timedelta

OFFICER_SILENCE = timedelta(seconds=20)
PARTICIPANT_SILENCE = timedelta(seconds=30)
PLACE_KEPT = timedelta(minutes=3)
# Every page beats each 5 s. When nobody at all is heard for longer, it was the service that was away.
DEAF_AFTER = timedelta(seconds=10)
LONGEST_PAUSE_BETWEEN_SWEEPS = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class Hearing:
    """Since when the service hears without interruption, as of the last look."""

    since: datetime
    looked_at: datetime


def hearing_now(*, before: Hearing | None, last_heard_at: datetime | None, now: datetime) -> Hearing:
    """Return since when we hear: from now on when nobody was heard lately or nobody looked.

    After a restart of any process, everybody therefore has the full time to report again.
    """
    is_deaf = last_heard_at is None or now - last_heard_at > DEAF_AFTER
    was_away = before is None or now - before.looked_at > LONGEST_PAUSE_BETWEEN_SWEEPS
    if before is None or is_deaf or was_away:
        return Hearing(since=now, looked_at=now)
    return Hearing(since=before.since, looked_at=now)


def silence(*, seen_at: datetime, hearing: Hearing, now: datetime) -> timedelta:
    """Return for how long somebody last seen at `seen_at` has been silent while we could hear."""
    return now - max(seen_at, hearing.since)


def officer_is_gone(*, seen_at: datetime, hearing: Hearing, now: datetime) -> bool:
    """Return whether the people of this officer should go to another one."""
    return silence(seen_at=seen_at, hearing=hearing, now=now) > OFFICER_SILENCE


def participant_is_gone(*, seen_at: datetime, hearing: Hearing, now: datetime) -> bool:
    """Return whether the connection to this person counts as lost."""
    return silence(seen_at=seen_at, hearing=hearing, now=now) > PARTICIPANT_SILENCE


def place_is_given_up(*, dropped_at: datetime, hearing: Hearing, now: datetime) -> bool:
    """Return whether a place has been kept long enough for somebody who was lost."""
    return silence(seen_at=dropped_at, hearing=hearing, now=now) > PLACE_KEPT

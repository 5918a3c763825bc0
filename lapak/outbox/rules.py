"""When to try again, and when to stop."""

import random
from datetime import timedelta

LEASE = timedelta(minutes=2)  # longer than a delivery may take, so that two workers never hold one message
FIRST_WAIT = timedelta(seconds=1)
LONGEST_WAIT = timedelta(minutes=15)
MOST_ATTEMPTS = 40  # with the waits above, over eight hours of trying


def wait_before(*, attempt: int, chance: random.Random) -> timedelta:
    """Return how long to wait before `attempt` (2 is the first retry): doubling, capped, with full jitter."""
    doublings: int = 2 ** min(attempt - 2, 20)
    ceiling = min(LONGEST_WAIT, FIRST_WAIT * doublings)
    return ceiling * (0.5 + chance.random() / 2)


def may_try_again(*, attempts: int) -> bool:
    """Return whether a message that failed `attempts` times for a passing reason is tried again."""
    return attempts < MOST_ATTEMPTS


def lane_of(*, kind: str) -> str:
    """Return the lane of a kind, one for each other system: `core` of `core.open_claim`."""
    return kind.partition(".")[0]

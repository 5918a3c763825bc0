"""A deadlock while the tables are emptied is tried again; every other failure is told at once."""

import pytest
from django.db import OperationalError
from psycopg.errors import DeadlockDetected, LockNotAvailable

from tests.emptying import TRIES, again_after_deadlock


class Emptying:
    """Fails with each cause in turn, then succeeds."""

    def __init__(self, *causes: Exception) -> None:
        self.causes = list(causes)
        self.emptied: list[str] = []

    def __call__(self, table: str) -> None:
        if self.causes:
            raise OperationalError from self.causes.pop(0)
        self.emptied.append(table)


def test_after_a_deadlock_the_tables_are_emptied_once() -> None:
    emptying = Emptying(DeadlockDetected(), DeadlockDetected())
    again_after_deadlock(emptying)("claims")
    assert emptying.emptied == ["claims"]


def test_a_deadlock_that_never_ends_is_told() -> None:
    emptying = Emptying(*(DeadlockDetected() for _ in range(TRIES)))
    with pytest.raises(OperationalError):
        again_after_deadlock(emptying)("claims")


def test_another_failure_is_told_at_once() -> None:
    emptying = Emptying(LockNotAvailable())
    with pytest.raises(OperationalError):
        again_after_deadlock(emptying)("claims")
    assert emptying.emptied == []

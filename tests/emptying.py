"""Emptying the tables after a test, while a server may still be at the last request of a page just closed."""

from collections.abc import Callable
from typing import Any

from django.db import OperationalError
from psycopg.errors import DeadlockDetected

TRIES = 5


def again_after_deadlock(empty: Callable[..., None]) -> Callable[..., None]:
    """Return `empty` with more tries: of two that wait for each other's tables PostgreSQL ends either one."""

    def patiently(*arguments: Any) -> None:
        for left in reversed(range(TRIES)):
            try:
                empty(*arguments)
            except OperationalError as failure:
                if not left or not isinstance(failure.__cause__, DeadlockDetected):
                    raise
            else:
                return

    return patiently

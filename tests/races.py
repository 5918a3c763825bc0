"""Several acts at the same moment, each on a database connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

from lapak.kernel.errors import DomainError

START_SECONDS = 20


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run all acts together; return what each returned, in order, a refusal as its code."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        barrier.wait(timeout=START_SECONDS)
        try:
            return act()
        except DomainError as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))

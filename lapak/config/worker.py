"""The worker process: background jobs from PostgreSQL, and the timers of the product."""

import asyncio
import gc
import sys
from collections.abc import Sequence
from typing import cast

import psycopg
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector


def work(*, queues: Sequence[str] = ()) -> int:
    """Work on these queues, or on all, until a signal comes.

    Return 1 when the database goes away, so that a supervisor starts anew.
    """
    gc.freeze()  # what was imported stays: no collection need walk through it
    try:
        asyncio.run(_work(queues))
    except (psycopg.OperationalError, OSError) as failure:
        print(f"The database is away ({type(failure).__name__}).", file=sys.stderr)
        return 1
    return 0


async def _work(queues: Sequence[str]) -> None:
    worker_app = app.with_connector(cast(DjangoConnector, app.connector).get_worker_connector())
    async with worker_app.open_async():
        await worker_app.run_worker_async(
            queues=cast(Sequence[str], queues or None),  # None: all of them
            concurrency=4,
            update_heartbeat_interval=5,
            stalled_worker_timeout=20,
            fetch_job_polling_interval=2,
            delete_jobs="successful",
        )

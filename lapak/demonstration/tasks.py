"""Robots on request, and the one claim that is through."""

import subprocess
import sys
from uuid import UUID

from django.conf import settings
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from lapak.demonstration.core import personas
from lapak.demonstration.finished import PERSON, finish

VISIT_SECONDS = 15 * 60


@app.task(name="demonstration.bring_robots", queue="demonstration", lock="demonstration.robots")
def bring_robots(*, asked_at: str) -> None:  # noqa: ARG001 makes each request a job of its own
    """Let six robots file, arrive and be served, at most for a quarter of an hour."""
    command = [sys.executable, "-m", "robots.visit", "--url", settings.PUBLIC_URL, "--people", "6"]
    subprocess.run(command, check=False, timeout=VISIT_SECONDS)  # noqa: S603 our own command


@app.task(
    name="demonstration.finish_one",
    queue="demonstration",
    queueing_lock="demonstration.finish_one",
    retry=RetryStrategy(max_attempts=30, wait=10),  # the core system may still be starting
)
def finish_one(*, branch_id: str) -> None:
    """Take one invented person's claim through, so that a finished one can be looked at."""
    person = next((one for one in personas() if one["code"] == PERSON), None)
    if person is None:
        raise RuntimeError("the core system does not answer yet")
    finish(person, branch_id=UUID(branch_id))

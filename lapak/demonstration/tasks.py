"""Robots on request."""

import subprocess
import sys

from django.conf import settings
from procrastinate.contrib.django import app

VISIT_SECONDS = 15 * 60


@app.task(name="demonstration.bring_robots", queue="demonstration", lock="demonstration.robots")
def bring_robots(*, asked_at: str) -> None:  # noqa: ARG001 makes each request a job of its own
    """Let six robots file, arrive and be served, at most for a quarter of an hour."""
    command = [sys.executable, "-m", "robots.visit", "--url", settings.PUBLIC_URL, "--people", "6"]
    subprocess.run(command, check=False, timeout=VISIT_SECONDS)  # noqa: S603 our own command

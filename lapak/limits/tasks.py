"""Forgetting who tried something."""

from procrastinate.contrib.django import app

from lapak.kernel.clock import utc_now
from lapak.limits.operations import forget


@app.periodic(cron="*/15 * * * *")
@app.task(name="limits.forget", queueing_lock="limits.forget", pass_context=False)
def forget_free(timestamp: int) -> None:  # noqa: ARG001 procrastinate hands the planned time to periodic tasks
    """Remove what is free again, so that nothing about a network is kept longer than it is needed."""
    forget(now=utc_now())

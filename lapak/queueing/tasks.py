"""What the night does to the queue."""

from procrastinate.contrib.django import app

from lapak.kernel.clock import utc_now
from lapak.queueing.operations import close_forgotten


@app.periodic(cron="41 * * * *")
@app.task(name="queueing.close", queue="queueing", queueing_lock="queueing.close", pass_context=False)
def close(timestamp: int) -> None:  # noqa: ARG001 procrastinate hands the planned time to periodic tasks
    """End tickets that everybody forgot."""
    close_forgotten(now=utc_now())

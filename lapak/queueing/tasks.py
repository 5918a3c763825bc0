"""What time does to the crowd: alarms that nobody ended, and samples."""

from procrastinate.contrib.django import app

from lapak.kernel.clock import utc_now
from lapak.queueing.operations import forget_samples, sample_all, watch_all


@app.periodic(cron="*/5 * * * *")
@app.task(name="queueing.sample", queue="queueing", queueing_lock="queueing.sample", pass_context=False)
def sample(timestamp: int) -> None:  # noqa: ARG001 procrastinate hands the planned time to periodic tasks
    """Keep how full every branch is, and end alarms that nobody's press ended."""
    now = utc_now()
    watch_all(now=now)
    sample_all(now=now)


@app.periodic(cron="17 20 * * *")  # night in all three zones
@app.task(name="queueing.forget", queue="queueing", queueing_lock="queueing.forget", pass_context=False)
def forget(timestamp: int) -> None:  # noqa: ARG001 procrastinate hands the planned time to periodic tasks
    """Delete samples that nobody learns from any more."""
    forget_samples(now=utc_now())

"""What time does to the queue: turns that come near, alarms that nobody ended, samples of the crowd."""

from procrastinate.contrib.django import app

from lapak.kernel.clock import utc_now
from lapak.queueing.operations import forget_samples, sample_all, tell_near, watch_all

NEAR_EVERY_SECONDS = 30


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


@app.periodic(cron=f"* * * * * */{NEAR_EVERY_SECONDS}")  # the seconds come last
@app.task(name="queueing.near", queue="queueing", queueing_lock="queueing.near", pass_context=False)
def near(timestamp: int) -> None:  # noqa: ARG001 procrastinate hands the planned time to periodic tasks
    """Tell those who wait elsewhere that their turn is near."""
    tell_near(now=utc_now())

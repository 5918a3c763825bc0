"""Housekeeping of devices."""

from procrastinate.contrib.django import app

from lapak.kernel.clock import utc_now
from lapak.offices.operations import forget_unpaired


@app.periodic(cron="17 3 * * *")
@app.task(name="offices.forget_unpaired", queueing_lock="offices.forget_unpaired", pass_context=False)
def forget(timestamp: int) -> None:  # noqa: ARG001 procrastinate hands the planned time to periodic tasks
    """Delete devices that were never paired."""
    forget_unpaired(now=utc_now())

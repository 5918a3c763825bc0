"""Background work of the desks."""

from uuid import UUID

from procrastinate.contrib.django import app

from lapak.desk.operations.filling import fill
from lapak.desk.operations.presence import sweep
from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now


@app.periodic(cron="* * * * * */5")  # the seconds come last
@app.task(name="desk.sweep", queue="desk", queueing_lock="desk.sweep", pass_context=False)
def sweep_desks(timestamp: int) -> None:  # noqa: ARG001 procrastinate hands the planned time to periodic tasks
    """Notice every five seconds who is no longer there."""
    sweep(now=utc_now())


@app.task(name="desk.fill", queue="desk")
def fill_desks(*, branch_id: str) -> None:
    """Fill the desks of a branch, for those who change the queue and cannot see desks."""
    fill(branch_id=UUID(branch_id), actor=Actor.system(job="desk.fill"), now=utc_now())

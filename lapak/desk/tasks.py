"""Background work of the desks."""

from datetime import timedelta
from uuid import UUID

from procrastinate.contrib.django import app

from lapak.desk.operations.filling import fill
from lapak.desk.operations.learning import learn_day
from lapak.desk.operations.night import end_days
from lapak.desk.operations.presence import sweep
from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.kernel.zones import local_date


@app.periodic(cron="* * * * * */5")  # the seconds come last
@app.task(name="desk.sweep", queue="desk", queueing_lock="desk.sweep", pass_context=False)
def sweep_desks(timestamp: int) -> None:  # noqa: ARG001 procrastinate hands the planned time to periodic tasks
    """Notice every five seconds who is no longer there."""
    sweep(now=utc_now())


@app.periodic(cron="23 18 * * *")  # 01.23 WIB, 03.23 WIT: the day is over in all three zones
@app.task(name="desk.learn", queue="desk", queueing_lock="desk.learn", pass_context=False)
def learn_yesterday(timestamp: int) -> None:  # noqa: ARG001 procrastinate hands the planned time to periodic tasks
    """Learn how long people took on the day that ended, and on the one before in case a night was missed."""
    yesterday = local_date(moment=utc_now(), zone="Asia/Jakarta") - timedelta(days=1)
    for day in (yesterday - timedelta(days=1), yesterday):
        learn_day(day=day)


@app.periodic(cron="*/10 * * * *")
@app.task(name="desk.end_days", queue="desk", queueing_lock="desk.end_days", pass_context=False)
def end_days_over(timestamp: int) -> None:  # noqa: ARG001 procrastinate hands the planned time to periodic tasks
    """Keep the turns of those whom the day did not reach, where it is over, and tell them."""
    end_days(now=utc_now())


@app.task(name="desk.fill", queue="desk")
def fill_desks(*, branch_id: str) -> None:
    """Fill the desks of a branch, for those who change the queue and cannot see desks."""
    fill(branch_id=UUID(branch_id), actor=Actor.system(job="desk.fill"), now=utc_now())

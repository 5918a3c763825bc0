"""Filing rosters in the background, at the press of their representative."""

from uuid import UUID

import structlog
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from lapak.collective.steps.filing import file_roster, schedule_left
from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError
from lapak.people.rules import Role

log = structlog.get_logger()


@app.task(name="collective.file", queue="collective")
def file(*, roster_id: str, account_id: int) -> None:
    """File for all who may be filed for; what stops it is shown on the page of the roster too."""
    actor = Actor.staff(staff_id=account_id, role=Role.REPRESENTATIVE)
    try:
        file_roster(roster_id=UUID(roster_id), actor=actor, now=utc_now())
    except DomainError as refusal:
        log.warning("collective.filing_stopped", code=refusal.code)


def begin_filing(*, roster_id: UUID, account_id: int) -> None:
    """Have a roster filed soon; one job at a time for each."""
    key = f"collective.file:{roster_id}"
    try:
        file.configure(lock=key, queueing_lock=key).defer(roster_id=str(roster_id), account_id=account_id)
    except AlreadyEnqueued:
        return


@app.periodic(cron="37 1 * * *")  # 08.37 WIB: the branches' new days are open
@app.task(
    name="collective.schedule", queue="collective", queueing_lock="collective.schedule", pass_context=False
)
def schedule(timestamp: int) -> None:  # noqa: ARG001 procrastinate hands the planned time to periodic tasks
    """Ask for days for workers who found none yet, on the days that have opened since."""
    schedule_left(now=utc_now())

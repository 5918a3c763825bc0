"""The 30 % sum is worked out when rows changed, and again when the core system did not answer."""

from contextlib import suppress
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from lapak.collective.queries.threshold import rosters_to_measure
from lapak.collective.steps.threshold import measure_roster
from lapak.kernel.clock import utc_now


@app.task(name="collective.measure", queue="collective")
def measure(*, roster_id: str) -> None:
    """Work out the 30 % sum of a roster whose rows changed."""
    measure_roster(roster_id=UUID(roster_id), now=utc_now())


@app.periodic(cron="* * * * * */30")  # the seconds come last
@app.task(
    name="collective.measure_sweep",
    queue="collective",
    queueing_lock="collective.measure_sweep",
    pass_context=False,
)
def sweep(timestamp: int) -> None:  # noqa: ARG001 procrastinate hands the planned time to periodic tasks
    """Take up the rosters whose rows, or what the register says of them, were not measured as they stand."""
    for roster_id in rosters_to_measure():
        begin_measuring(roster_id=roster_id)


def begin_measuring(*, roster_id: UUID) -> None:
    """Have a roster measured soon; one job at a time for each."""
    key = f"collective.measure:{roster_id}"
    with suppress(AlreadyEnqueued), transaction.atomic():
        measure.configure(lock=key, queueing_lock=key).defer(roster_id=str(roster_id))

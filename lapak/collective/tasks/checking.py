"""Asking the core system about rosters: when rows were accepted, and again when that was broken off."""

from contextlib import suppress
from uuid import UUID

import structlog
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from lapak.claims.ports import CoreAnswerInvalid, CoreUnavailable
from lapak.collective.queries.workers import rosters_to_ask
from lapak.collective.steps.checking import check_roster
from lapak.kernel.clock import utc_now

log = structlog.get_logger()


@app.task(name="collective.check", queue="collective")
def check(*, roster_id: str) -> None:
    """Ask about everybody on a roster nobody was asked about yet."""
    try:
        check_roster(roster_id=UUID(roster_id), now=utc_now())
    except (CoreUnavailable, CoreAnswerInvalid) as failure:  # the sweep goes on where this stopped
        log.warning("collective.check_broken_off", why=type(failure).__name__)


@app.periodic(cron="* * * * * */30")  # the seconds come last
@app.task(name="collective.sweep", queue="collective", queueing_lock="collective.sweep", pass_context=False)
def sweep(timestamp: int) -> None:  # noqa: ARG001 procrastinate hands the planned time to periodic tasks
    """Take up the rosters that a crash, or a core system that was away, left half asked about."""
    for roster_id in rosters_to_ask(now=utc_now()):
        begin_check(roster_id=roster_id)


def begin_check(*, roster_id: UUID) -> None:
    """Have a roster asked about soon; one job at a time for each."""
    key = f"collective.check:{roster_id}"
    with suppress(AlreadyEnqueued), transaction.atomic():
        check.configure(lock=key, queueing_lock=key).defer(roster_id=str(roster_id))

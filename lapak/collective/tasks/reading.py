"""Files of rosters are looked at and read in the background; a sweep takes up what a crash left."""

from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from traceback import extract_tb
from uuid import UUID

import structlog
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from lapak.collective.operations.forgetting import files_to_forget, forget_file
from lapak.collective.operations.reading import note_failure
from lapak.collective.queries.rosters import files_left
from lapak.collective.steps.papers import read_papers
from lapak.collective.steps.reading import look_at, read_file
from lapak.collective.tasks.checking import begin_check
from lapak.collective.tasks.measuring import begin_measuring
from lapak.kernel.clock import utc_now

log = structlog.get_logger()
LEFT_AFTER = timedelta(seconds=90)  # without progress: whoever read it is gone


@app.task(name="collective.read", queue="collective")
def read(*, file_id: str) -> None:
    """Look at a list that has arrived, read one whose columns were chosen, or take papers out of a ZIP.

    What fails is tried again by the sweep, and after some tries the file is refused, so that none stands in
    the way of the others for ever.
    """
    id = UUID(file_id)
    try:
        look_at(file_id=id, now=utc_now())
        roster_id = read_file(file_id=id, now=utc_now())
        read_papers(file_id=id, now=utc_now())
    except Exception as fault:  # its text may hold what stands in the file, its kind and place do not
        place = extract_tb(fault.__traceback__)[-1]
        why = {"why": type(fault).__name__, "module": Path(place.filename).name, "line": place.lineno}
        log.warning("collective.reading_failed", file=file_id, **why)
        note_failure(file_id=id, now=utc_now())
        return
    if roster_id is not None:
        rows_changed(roster_id=roster_id)


@app.periodic(cron="* * * * * */30")  # the seconds come last
@app.task(
    name="collective.read_sweep",
    queue="collective",
    queueing_lock="collective.read_sweep",
    pass_context=False,
)
def sweep(timestamp: int) -> None:  # noqa: ARG001 procrastinate hands the planned time to periodic tasks
    """Take up files that nobody reads."""
    now = utc_now()
    for file_id in files_left(before=now - LEFT_AFTER):
        begin_reading(file_id=file_id)


@app.periodic(cron="47 17 * * *")  # the night of the service
@app.task(name="collective.forget", queue="collective", queueing_lock="collective.forget", pass_context=False)
def forget(timestamp: int) -> None:  # noqa: ARG001 procrastinate hands the planned time to periodic tasks
    """Forget the bytes of files that were kept long enough."""
    now = utc_now()
    for file_id in files_to_forget(now=now):
        forget_file(file_id=file_id, now=now)


def rows_changed(*, roster_id: UUID) -> None:
    """Have a roster measured, and asked about, because its rows are others now."""
    begin_measuring(roster_id=roster_id)
    begin_check(roster_id=roster_id)


def begin_reading(*, file_id: UUID) -> None:
    """Have a file looked at or read soon; one job at a time for each."""
    key = f"collective.read:{file_id}"
    with suppress(AlreadyEnqueued), transaction.atomic():
        read.configure(lock=key, queueing_lock=key).defer(file_id=str(file_id))

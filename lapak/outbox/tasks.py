"""Delivering what is owed. Network calls happen here, outside any transaction."""

from datetime import timedelta
from uuid import UUID

import structlog
from procrastinate.contrib.django import app

from lapak.kernel.clock import utc_now
from lapak.outbox.operations import lease, settle_delivered, settle_failed
from lapak.outbox.queries import due
from lapak.outbox.registry import GiveUp, TryLater, handler_for

log = structlog.get_logger()


@app.task(name="outbox.deliver", queue="outbox")
def deliver(*, message_id: str) -> None:
    """Deliver one message, or plan the next attempt; safe to run twice and at the same time."""
    id = UUID(message_id)
    owed = lease(message_id=id, now=utc_now())
    if owed is None:
        return
    try:
        handler_for(kind=owed.kind)(owed, utc_now())
    except TryLater as failure:
        _retry(id, failure.code, final=False)
    except GiveUp as failure:
        _retry(id, failure.code, final=True)
    except Exception as failure:
        log.exception("outbox.failed", kind=owed.kind, message=message_id)
        _retry(id, type(failure).__name__, final=False)
    else:
        settle_delivered(message_id=id, now=utc_now())


@app.periodic(cron="* * * * * */20")  # the seconds come last
@app.task(name="outbox.sweep", queue="outbox", queueing_lock="outbox.sweep", pass_context=False)
def sweep(timestamp: int) -> None:  # noqa: ARG001 procrastinate hands the planned time to periodic tasks
    """Deliver what a lost job or a dead worker left behind."""
    for id in due(now=utc_now()):
        deliver(message_id=str(id))


def _retry(id: UUID, code: str, *, final: bool) -> None:
    wait: timedelta | None = settle_failed(message_id=id, code=code, final=final, now=utc_now())
    log.warning("outbox.not_delivered", message=str(id), code=code, dead=wait is None)
    if wait is not None:
        deliver.configure(schedule_in={"milliseconds": int(wait.total_seconds() * 1000)}).defer(
            message_id=str(id)
        )

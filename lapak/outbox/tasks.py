"""Delivering what is owed. Network calls happen here, outside any transaction."""

import time
from collections.abc import Sequence
from datetime import timedelta

import structlog
from procrastinate.contrib.django import app

from lapak.kernel.clock import utc_now
from lapak.outbox.operations import lease, settle, wake
from lapak.outbox.queries import next_attempt
from lapak.outbox.registry import (
    Failures,
    GiveUp,
    Owed,
    TryLater,
    delivery_of,
    kinds_in,
    lanes,
)

SWEEP_SECONDS = 20
WORK_SECONDS = 10.0  # then the job makes room for others, and for a worker that is asked to stop
log = structlog.get_logger()


@app.task(name="outbox.deliver", queue="outbox")
def deliver(*, lane: str) -> None:
    """Deliver what is due in a lane, batch after batch; safe to run twice and at the same time."""
    begun, kinds = time.monotonic(), kinds_in(lane=lane)
    helped = False
    while batches := [batch for kind in kinds if (batch := _leased(kind))]:
        if not helped and _is_due(kinds):
            wake(lane=lane)  # another thread or process can help
            helped = True
        for batch in batches:
            deliver_batch(batch)
        if time.monotonic() - begun > WORK_SECONDS:
            wake(lane=lane)
            return
    at = next_attempt(kinds=kinds)
    if at is not None and at < utc_now() + timedelta(seconds=SWEEP_SECONDS):
        wake(lane=lane, at=at)


@app.periodic(cron=f"* * * * * */{SWEEP_SECONDS}")  # the seconds come last
@app.task(name="outbox.sweep", queue="outbox", queueing_lock="outbox.sweep", pass_context=False)
def sweep(timestamp: int) -> None:  # noqa: ARG001 procrastinate hands the planned time to periodic tasks
    """Take up what a lost job or a dead worker left behind."""
    for lane in lanes():
        if _is_due(kinds_in(lane=lane)):
            wake(lane=lane)


def deliver_batch(batch: Sequence[Owed]) -> Failures:
    """Deliver leased messages of one kind and settle them; return why which were not taken."""
    failed = _failures(batch)
    delivered = [message.id for message in batch if message.id not in failed]
    waits = settle(delivered=delivered, failed=failed, now=utc_now())
    for id, failure in failed.items():
        log.warning("outbox.not_delivered", message=str(id), code=failure.code, dead=waits.get(id) is None)
    return failed


def _failures(batch: Sequence[Owed]) -> Failures:
    try:
        return delivery_of(kind=batch[0].kind).by(batch, utc_now())
    except (TryLater, GiveUp) as failure:
        return {message.id: failure for message in batch}
    except Exception as failure:
        log.exception("outbox.failed", kind=batch[0].kind, messages=len(batch))
        if len(batch) == 1:
            return {batch[0].id: TryLater(type(failure).__name__)}
    # One of them is more than the handler can bear: alone, it stops nobody else.
    return {id: failure for message in batch for id, failure in _failures([message]).items()}


def _leased(kind: str) -> tuple[Owed, ...]:
    delivery = delivery_of(kind=kind)
    return lease(kind=kind, most=delivery.most, lasting=delivery.lease, now=utc_now())


def _is_due(kinds: Sequence[str]) -> bool:
    at = next_attempt(kinds=kinds)
    return at is not None and at <= utc_now()

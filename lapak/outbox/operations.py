"""Owing, leasing and settling messages: one, or many in a few statements."""

import random
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from lapak import bulk
from lapak.kernel.ids import new_id
from lapak.kernel.subjects import Subject
from lapak.outbox.models import Message
from lapak.outbox.registry import Failure, GiveUp, NotYet, Owed
from lapak.outbox.rules import LEASE, lane_of, may_try_again, wait_before

AT_ONCE = timedelta(0)


@dataclass(frozen=True, kw_only=True)
class Debt:
    """A message to owe under its idempotency key; delivery is tried `after` a while at the earliest."""

    kind: str
    key: str
    payload: Mapping[str, Any]
    subject: Subject
    after: timedelta = AT_ONCE


def owe(
    *,
    kind: str,
    key: str,
    payload: Mapping[str, Any],
    subject: Subject,
    now: datetime,
    after: timedelta = AT_ONCE,
) -> None:
    """Owe a message to another system from inside the caller's transaction.

    Owing the same `key` again adds nothing. A worker starts delivering as soon as the transaction commits.
    """
    owe_all([Debt(kind=kind, key=key, payload=payload, subject=subject, after=after)], now=now)


def owe_all(debts: Sequence[Debt], *, now: datetime) -> None:
    """Owe several messages in one statement, each as `owe` does."""
    bulk.insert([_message(debt, now) for debt in debts], skip_known=True)
    for lane in sorted({lane_of(kind=debt.kind) for debt in debts}):
        transaction.on_commit(partial(wake, lane=lane), robust=True)


@transaction.atomic
def lease(
    *,
    kind: str,
    most: int,
    now: datetime,
    among: Collection[UUID] | None = None,
    lasting: timedelta = LEASE,
) -> tuple[Owed, ...]:
    """Take up to `most` due messages of a kind for one delivery, the longest due first.

    What another worker holds is passed over, until it has held it `lasting` so long. `among` narrows the
    choice to these messages.
    """
    due = Message.objects.filter(kind=kind, state=Message.State.OWED, next_attempt_at__lte=now)
    if among is not None:
        due = due.filter(pk__in=among)
    taken = list(due.select_for_update(skip_locked=True).order_by("next_attempt_at")[:most])
    if taken:
        Message.objects.filter(pk__in=[row.pk for row in taken]).update(
            attempts=F("attempts") + 1, next_attempt_at=now + lasting, last_error=""
        )
    return tuple(Owed(row.pk, row.kind, row.key, row.payload, row.subject_id) for row in taken)


@transaction.atomic
def settle(
    *, delivered: Collection[UUID], failed: Mapping[UUID, Failure], now: datetime
) -> dict[UUID, timedelta | None]:
    """Note what came of leased messages; what is settled already stays as it is.

    Return how long each failed one waits for its next attempt, None for one that is a dead letter now.
    """
    owed = Message.objects.filter(state=Message.State.OWED)
    if delivered:
        owed.filter(pk__in=delivered).update(state=Message.State.DELIVERED, settled_at=now, last_error="")
    rows = list(owed.select_for_update().filter(pk__in=failed).order_by("pk")) if failed else []
    waits = {row.pk: _note_failure(row, failed[row.pk], now) for row in rows}
    bulk.update(rows, ["attempts", "waits", "last_error", "state", "settled_at", "next_attempt_at"])
    return waits


@transaction.atomic
def hasten(
    *, kinds: Collection[str], code: str, now: datetime, subjects: Collection[str] | None = None
) -> None:
    """Try at once what waits only because of `code`, which holds no longer; of these subjects, or of all.

    What a worker has leased stays with it.
    """
    waiting = Message.objects.filter(
        kind__in=kinds, state=Message.State.OWED, last_error=code, next_attempt_at__gt=now
    )
    if subjects is not None:
        waiting = waiting.filter(subject_id__in=subjects)
    if waiting.update(next_attempt_at=now):
        for lane in sorted({lane_of(kind=kind) for kind in kinds}):
            transaction.on_commit(partial(wake, lane=lane), robust=True)


@transaction.atomic
def revive(*, message_id: UUID, now: datetime, given_up_too: bool = False) -> None:
    """Owe a dead letter again, after a person resolved what stopped it; one given up only if asked for."""
    states = [Message.State.DEAD, *([Message.State.ABANDONED] if given_up_too else [])]
    row = Message.objects.select_for_update().filter(pk=message_id, state__in=states).first()
    if row is None:
        return
    row.state, row.settled_at, row.next_attempt_at = Message.State.OWED, None, now
    row.attempts = row.waits = 0
    row.save(update_fields=["state", "settled_at", "next_attempt_at", "attempts", "waits"])
    transaction.on_commit(partial(wake, lane=lane_of(kind=row.kind)), robust=True)


@transaction.atomic
def abandon(*, message_id: UUID, now: datetime) -> None:
    """Give up a dead letter for good: it is kept, and never sent."""
    Message.objects.filter(pk=message_id, state=Message.State.DEAD).update(
        state=Message.State.ABANDONED, settled_at=now
    )


def wake(*, lane: str, at: datetime | None = None) -> None:
    """Have a worker deliver what is due in a lane: now, or in the second after `at`.

    However many messages wait, one job waits with them. Call it after the commit that made them due: a job
    that had begun before may not have seen them.
    """
    second = at.replace(microsecond=0) + timedelta(seconds=1) if at else None
    lock = f"outbox.deliver:{lane}" + (f":{second:%H%M%S}" if second else "")
    if ProcrastinateJob.objects.filter(queueing_lock=lock, status="todo").exists():
        return
    queue = f"outbox.{lane}"
    deliver = app.configure_task("outbox.deliver", queue=queue, queueing_lock=lock, schedule_at=second)
    with suppress(AlreadyEnqueued):  # by another process, in this very moment
        deliver.defer(lane=lane)


def _message(debt: Debt, now: datetime) -> Message:
    return bulk.new(
        Message,
        id=new_id(now=now),
        kind=debt.kind,
        key=debt.key,
        payload=dict(debt.payload),
        subject_kind=debt.subject.kind,
        subject_id=debt.subject.id,
        owed_at=now,
        next_attempt_at=now + debt.after,
    )


def _note_failure(row: Message, failure: Failure, now: datetime) -> timedelta | None:
    """Plan the next attempt and return the wait, or make the message a dead letter and return None."""
    row.last_error = failure.code
    if isinstance(failure, NotYet):
        row.attempts, row.waits = max(row.attempts - 1, 0), row.waits + 1  # the lease had counted it
    elif isinstance(failure, GiveUp) or not may_try_again(attempts=row.attempts):
        row.state, row.settled_at = Message.State.DEAD, now
        return None
    else:
        row.waits = 0
    wait = wait_before(attempt=(row.waits or row.attempts) + 1, chance=random.SystemRandom())
    row.next_attempt_at = now + wait
    return wait

"""Owing, leasing and settling messages."""

import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from lapak.kernel.ids import new_id
from lapak.kernel.subjects import Subject
from lapak.outbox.models import Message
from lapak.outbox.registry import Owed
from lapak.outbox.rules import may_try_again, wait_before

LEASE = timedelta(minutes=2)  # longer than any delivery may take, so that two workers never hold one message


def owe(*, kind: str, key: str, payload: Mapping[str, Any], subject: Subject, now: datetime) -> UUID:
    """Owe a message to another system from inside the caller's transaction; return its id.

    `key` is the idempotency key: owing the same key again returns the first message and adds nothing.
    The worker starts delivering as soon as the transaction commits.
    """
    message, created = Message.objects.get_or_create(
        key=key,
        defaults={
            "id": new_id(now=now),
            "kind": kind,
            "payload": dict(payload),
            "subject_kind": subject.kind,
            "subject_id": subject.id,
            "owed_at": now,
            "next_attempt_at": now,
        },
    )
    if created:
        _wake_worker(message.pk)
    return message.pk


@transaction.atomic
def lease(*, message_id: UUID, now: datetime) -> Owed | None:
    """Take a due message for one delivery; None when it is settled, not due, or another worker has it."""
    message = (
        Message.objects.select_for_update(skip_locked=True)
        .filter(pk=message_id, state=Message.State.OWED, next_attempt_at__lte=now)
        .first()
    )
    if message is None:
        return None
    message.attempts += 1
    message.next_attempt_at = now + LEASE
    message.save(update_fields=["attempts", "next_attempt_at"])
    return Owed(message.pk, message.kind, message.key, message.payload, message.subject_id)


@transaction.atomic
def settle_delivered(*, message_id: UUID, now: datetime) -> None:
    """Mark a message as delivered; a message that is settled already stays as it is."""
    Message.objects.filter(pk=message_id, state=Message.State.OWED).update(
        state=Message.State.DELIVERED, settled_at=now, last_error=""
    )


@transaction.atomic
def settle_failed(*, message_id: UUID, code: str, final: bool, now: datetime) -> timedelta | None:
    """Note a failed delivery: plan the next attempt, or make it a dead letter. Return the wait, or None."""
    message = Message.objects.select_for_update().get(pk=message_id)
    message.last_error = code
    wait = None
    if final or not may_try_again(attempts=message.attempts):
        message.state, message.settled_at = Message.State.DEAD, now
    else:
        wait = wait_before(attempt=message.attempts + 1, chance=random.SystemRandom())
        message.next_attempt_at = now + wait
    message.save(update_fields=["last_error", "state", "settled_at", "next_attempt_at"])
    return wait


@transaction.atomic
def revive(*, message_id: UUID, now: datetime) -> None:
    """Owe a dead letter again, after a person resolved what stopped it."""
    changed = Message.objects.filter(pk=message_id, state=Message.State.DEAD).update(
        state=Message.State.OWED, settled_at=None, attempts=0, next_attempt_at=now
    )
    if changed:
        _wake_worker(message_id)


def _wake_worker(message_id: UUID) -> None:
    app.configure_task("outbox.deliver", queue="outbox").defer(message_id=str(message_id))

"""Owing again what was given up on, once a person has looked at it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lapak.claims.operations.rows import locked, subject_of
from lapak.journal.operations import record
from lapak.kernel.actors import Actor
from lapak.kernel.errors import NotFound
from lapak.outbox import operations as outbox
from lapak.outbox.queries import dead_letter


@transaction.atomic
def try_again(*, message_id: UUID, actor: Actor, now: datetime) -> None:
    """Owe a dead letter about a claim of the actor's branch again, and keep who asked for it.

    Locks the claim, then the message. Raises NotFound(`letter_unknown`, `claim_unknown`).
    """
    letter = dead_letter(message_id=message_id)
    if letter is None or letter.subject_kind != "claim":
        raise NotFound("letter_unknown")
    row = locked(claim_id=UUID(letter.subject_id), actor=actor)
    outbox.revive(message_id=message_id, now=now)
    data = {"message": str(message_id), "owed": letter.kind, "code": letter.code}
    record(subject=subject_of(row), what="claim.tried_again", actor=actor, now=now, data=data)

"""Letting the owner of a claim in by mail."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lapak.claims.operations.rows import locked, subject_of
from lapak.kernel.actors import Actor
from lapak.outbox.operations import owe


@transaction.atomic
def mail_code(*, claim_id: UUID, now: datetime) -> None:
    """Owe the claim's owner a mail with a code to enter; within one minute only once. Locks the claim.

    The code is made at sending and kept nowhere else. Raises NotFound(`claim_unknown`).
    """
    row = locked(claim_id=claim_id, actor=Actor.system(job="claims.mail_code"))
    owe(
        kind="mail.send",
        key=f"mail:access_code:{row.pk}:{now:%Y%m%d%H%M}",
        payload={"template": "access_code", "subject_id": str(row.pk)},
        subject=subject_of(row),
        now=now,
    )


@transaction.atomic
def mail_link(*, claim_id: UUID, now: datetime) -> None:
    """Owe the claim's owner a mail with a link that opens it; within one minute only once. Locks the claim.

    Raises NotFound(`claim_unknown`).
    """
    row = locked(claim_id=claim_id, actor=Actor.system(job="claims.mail_link"))
    owe(
        kind="mail.send",
        key=f"mail:claim_link:{row.pk}:{now:%Y%m%d%H%M}",
        payload={"template": "claim_link", "subject_id": str(row.pk)},
        subject=subject_of(row),
        now=now,
    )

"""Opening a claim, which holds personal data, leaves a line in its journal."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from lapak.claims.models import Claim
from lapak.claims.operations.rows import locked, subject_of
from lapak.claims.rules.claim_moves import require_four_eyes
from lapak.journal.operations import record
from lapak.journal.queries import trail
from lapak.kernel.actors import Actor

SAME_SITTING = timedelta(minutes=15)  # a page that refreshes itself is one look


@transaction.atomic
def open_for_check(*, claim_id: UUID, actor: Actor, now: datetime) -> None:
    """Record that a checker opens the claim to decide on it or to follow its payment.

    Looking again within a quarter of an hour is one look. Raises FourEyesRefused for who had it as officer,
    NotFound(`claim_unknown`) outside the own branch.
    """
    row = locked(claim_id=claim_id, actor=actor)
    require_four_eyes(officer_id=row.officer_id, checker_id=actor.id)
    _record_look(row, actor, now, reason="approval")


@transaction.atomic
def open_file(*, claim_id: UUID, actor: Actor, now: datetime) -> None:
    """Record that an officer or branch head opens the file of a claim of the own branch.

    Looking again within a quarter of an hour is one look. Raises KinRefused, NotFound(`claim_unknown`).
    """
    row = locked(claim_id=claim_id, actor=actor)
    _record_look(row, actor, now, reason="file")


def _record_look(row: Claim, actor: Actor, now: datetime, *, reason: str) -> None:
    looks = [
        link.at
        for link in trail(subject=subject_of(row))
        if link.what == "claim.opened" and link.actor_id == actor.id
    ]
    if not looks or looks[-1] < now - SAME_SITTING:
        record(subject=subject_of(row), what="claim.opened", actor=actor, now=now, data={"reason": reason})

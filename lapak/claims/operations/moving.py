"""A claim that goes to another office with its person."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lapak.claims.operations.rows import ClaimChanged, locked, require_state, save
from lapak.claims.operations.submission import AWAITS_TALK
from lapak.claims.rules.claim_moves import ClaimState
from lapak.kernel.actors import Actor
from lapak.offices.queries import branch


@transaction.atomic
def move_to_branch(*, claim_id: UUID, branch_id: UUID, actor: Actor, now: datetime) -> ClaimChanged | None:
    """Give a claim that waits for its talk to another office and return it; None where it is there already.

    Nothing of it is asked again. Locks the claim. Raises Conflict(`claim_moved_on`) once an officer has it,
    NotFound(`claim_unknown`, `branch_unknown`).
    """
    branch(branch_id=branch_id)
    row = locked(claim_id=claim_id, actor=actor)
    if row.branch_id == branch_id:
        return None
    require_state(row, ClaimState.DRAFT, *AWAITS_TALK)
    row.branch_id = branch_id
    return save(row, what="claim.branch_moved", actor=actor, now=now, data={"branch": str(branch_id)})

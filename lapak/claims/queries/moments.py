"""When a claim was filed and decided, for those who write about it; cheap, and without personal data."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lapak.claims.models import Claim
from lapak.claims.rules.claim_moves import ClaimState


@dataclass(frozen=True)
class ClaimMoments:
    """Where a claim stands, and when it got there (UTC); a draft has no number and maybe no branch."""

    number: str
    state: ClaimState
    branch_id: UUID | None
    submitted_at: datetime | None
    approved_at: datetime | None
    checked_at: datetime | None
    paid_at: datetime | None


def moments(*, claim_id: UUID) -> ClaimMoments | None:
    """Return the moments of a claim, None when there is no such claim."""
    names = ("number", "state", "branch_id", "submitted_at", "approved_at", "checked_at", "paid_at")
    row = Claim.objects.filter(pk=claim_id).values_list(*names).first()
    if row is None:
        return None
    return ClaimMoments(row[0] or "", ClaimState(row[1]), *row[2:])

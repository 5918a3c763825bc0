"""How far a claim and the talk about it are; without personal data, and cheap to ask."""

from dataclasses import dataclass
from uuid import UUID

from lapak.claims.models import Claim, PaperState
from lapak.claims.programmes import programme
from lapak.claims.rules.claim_moves import ClaimState
from lapak.kernel.errors import NotFound


@dataclass(frozen=True)
class ServiceProgress:
    """Where the claim is, how many papers are asked again, and whether the form is signed as it stands."""

    state: ClaimState
    branch_id: UUID | None
    papers_asked_again: int
    is_signed: bool


def service_progress(*, claim_id: UUID) -> ServiceProgress:
    """Return where the claim stands and what the participant still owes. Raises NotFound(`claim_unknown`)."""
    row = Claim.objects.filter(pk=claim_id).values_list("state", "branch_id", "programme").first()
    if row is None:
        raise NotFound("claim_unknown")
    papers = list(PaperState.objects.filter(claim_id=claim_id).values_list("kind", "state"))
    again = [kind for kind, state in papers if state == PaperState.State.ASKED_AGAIN]
    form = programme(row[2]).signed_form
    to_sign = [state for kind, state in papers if kind == form]
    return ServiceProgress(
        state=ClaimState(row[0]),
        branch_id=row[1],
        papers_asked_again=len(again),
        is_signed=bool(to_sign) and all(state != PaperState.State.MISSING for state in to_sign),
    )

"""How far the talk about a claim is, for the person in it; without personal data."""

from dataclasses import dataclass
from uuid import UUID

from lapak.claims.models import PaperState
from lapak.claims.rules.papers import HowGiven, paper_how


@dataclass(frozen=True)
class ServiceProgress:
    """How many papers are asked again, and whether the form is signed as it stands."""

    papers_asked_again: int
    is_signed: bool


def service_progress(*, claim_id: UUID) -> ServiceProgress:
    """Return what is open for the participant; nothing for an unknown claim."""
    papers = list(PaperState.objects.filter(claim_id=claim_id).values_list("kind", "state"))
    again = [kind for kind, state in papers if state == PaperState.State.ASKED_AGAIN]
    to_sign = [state for kind, state in papers if paper_how(kind) is HowGiven.SIGN]
    return ServiceProgress(
        papers_asked_again=len(again),
        is_signed=bool(to_sign) and all(state != PaperState.State.MISSING for state in to_sign),
    )

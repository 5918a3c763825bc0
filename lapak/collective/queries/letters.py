"""The papers of a company about a list of workers, and where each stands."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from lapak.collective.queries.workers import roster_of
from lapak.documents.queries import kinds_at_hand

MASS_LETTER = "surat_phk_massal"


@dataclass(frozen=True)
class CompanyPapers:
    """Until when the power of attorney holds, whether the pledge and the letter of termination are there."""

    valid_until: date
    is_accepted: bool
    is_pledged: bool
    mass_letter_id: UUID | None


def company_papers(*, roster_id: UUID) -> CompanyPapers:
    """Return the papers of the company about a list of workers. Raises NotFound(`roster_unknown`)."""
    roster = roster_of(roster_id=roster_id)
    mandate = roster.mandate
    at_hand = kinds_at_hand(subject_ids=[roster.pk]).get(roster.pk, {})
    return CompanyPapers(
        valid_until=mandate.valid_until,
        is_accepted=mandate.accepted_at is not None and mandate.revoked_at is None,
        is_pledged=mandate.pledged_at is not None,
        mass_letter_id=at_hand.get(MASS_LETTER),
    )

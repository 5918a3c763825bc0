"""The papers of a company about a list of workers, and where each stands."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from lapak.collective.models import Roster
from lapak.documents.queries import kinds_at_hand

MASS_LETTER = "surat_phk_massal"


@dataclass(frozen=True)
class CompanyPapers:
    """Until when the power of attorney holds, whether the pledge and the letter of termination are there."""

    valid_until: date
    is_accepted: bool
    is_pledged: bool
    mass_letter_id: UUID | None


def company_papers(*, roster: Roster) -> CompanyPapers:
    """Return the papers of the company about a list of workers."""
    mandate = roster.mandate
    at_hand = kinds_at_hand(subject_ids=[roster.pk]).get(roster.pk, {})
    return CompanyPapers(
        valid_until=mandate.valid_until,
        is_accepted=mandate.accepted_at is not None and mandate.revoked_at is None,
        is_pledged=mandate.pledged_at is not None,
        mass_letter_id=at_hand.get(MASS_LETTER),
    )

"""What the company's own letters about a list say of its workers."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from lapak.collective.models import RosterRow
from lapak.collective.queries.workers import roster_of
from lapak.collective.rules.verdicts import RowVerdict
from lapak.collective.rules.workers import claim_id_of
from lapak.documents.queries import kinds_at_hand


@dataclass(frozen=True)
class LetterWorker:
    """A worker as the letters list them; `papers` is how many kinds of paper are at hand."""

    name: str
    nik: str
    kpj: str
    phone: str
    email: str
    reason: str
    started_on: date | None
    ended_on: date | None
    papers: int


@dataclass(frozen=True)
class LetterFacts:
    """A list of workers with its company, as the letters need them."""

    roster_id: UUID
    company_id: UUID
    number: str
    company: str
    npp: str
    branch_id: UUID
    representative: str
    valid_until: date
    programme: str
    workers: tuple[LetterWorker, ...]


def letter_facts(*, roster_id: UUID) -> LetterFacts:
    """Return what the letters about a list say. Raises NotFound(`roster_unknown`)."""
    roster = roster_of(roster_id=roster_id)
    rows = list(RosterRow.objects.filter(roster=roster, verdict=RowVerdict.ACCEPTED).order_by("serial"))
    claim_ids = {row.pk: claim_id_of(roster_id=roster.pk, serial=row.serial) for row in rows}
    at_hand = kinds_at_hand(subject_ids=claim_ids.values())
    return LetterFacts(
        roster_id=roster.pk,
        company_id=roster.company_id,
        number=roster.number,
        company=roster.company.name,
        npp=roster.company.npp,
        branch_id=roster.company.branch_id,
        representative=roster.mandate.representative.account.display_name,
        valid_until=roster.mandate.valid_until,
        programme=roster.programme,
        workers=tuple(
            LetterWorker(
                name=row.name,
                nik=row.nik,
                kpj=row.kpj,
                phone=row.phone,
                email=row.email,
                reason=row.reason,
                started_on=row.started_on,
                ended_on=row.ended_on,
                papers=len(at_hand.get(claim_ids[row.pk], {})),
            )
            for row in rows
        ),
    )

"""What workers object to, for the branch that serves their company."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lapak.collective.models import Worker
from lapak.collective.rules.workers import Objection, Word

MOST = 100


@dataclass(frozen=True)
class ObjectionView:
    """A worker who objects to being filed for: whose list, why, and since when (UTC)."""

    claim_id: UUID
    company: str
    roster_number: str
    name: str
    why: Objection
    at: datetime


def objections_of_branch(*, branch_id: UUID) -> tuple[ObjectionView, ...]:
    """Return the objections of workers at the branch's companies, those who never worked there first."""
    rows = (
        Worker.objects.filter(word=Word.OBJECTED, roster__company__branch_id=branch_id)
        .select_related("row", "roster__company")
        .order_by("-word_at")[:MOST]
    )
    views = [
        ObjectionView(
            claim_id=row.claim_id,
            company=row.roster.company.name,
            roster_number=row.roster.number,
            name=row.row.name,
            why=Objection(row.objection),
            at=row.word_at,
        )
        for row in rows
        if row.word_at is not None
    ]
    return tuple(sorted(views, key=lambda one: one.why is not Objection.NEVER_WORKED_THERE))

"""What workers object to, for the branch that serves their company."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lapak.claims.queries.collective import states_of
from lapak.claims.rules.claim_moves import ClaimState
from lapak.collective.models import Worker
from lapak.collective.rules.workers import Objection, Word

MOST = 100


@dataclass(frozen=True)
class ObjectionView:
    """A worker who objects to being filed for: whose list, why, since when (UTC), how the claim stands."""

    claim_id: UUID
    company: str
    roster_number: str
    name: str
    why: Objection
    at: datetime
    state: ClaimState


def objections_of_branch(*, branch_id: UUID) -> tuple[ObjectionView, ...]:
    """Return the objections of workers at the branch's companies, those who never worked there first."""
    rows = (
        Worker.objects.filter(word=Word.OBJECTED, roster__company__branch_id=branch_id)
        .select_related("row", "roster__company")
        .order_by("-word_at")[:MOST]
    )
    states = states_of(claim_ids=[row.claim_id for row in rows])
    views = [
        ObjectionView(
            claim_id=row.claim_id,
            company=row.roster.company.name,
            roster_number=row.roster.number,
            name=row.row.name,
            why=Objection(row.objection),
            at=row.word_at,
            state=states[row.claim_id],
        )
        for row in rows
        if row.word_at is not None
    ]
    return tuple(sorted(views, key=lambda one: one.why is not Objection.NEVER_WORKED_THERE))

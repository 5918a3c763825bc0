"""What a person said against the end of a claim, whole; for the branch head who answers it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lapak.claims.models import Objection


@dataclass(frozen=True)
class ObjectionView:
    """The person's own words, when they came (UTC), and by which day they are answered."""

    text: str
    at: datetime
    due_on: date


def open_objection(*, claim_id: UUID) -> ObjectionView | None:
    """Return the objection that waits for an answer, or None."""
    row = Objection.objects.filter(claim_id=claim_id, outcome="").first()
    return ObjectionView(row.text, row.at, row.due_on) if row else None

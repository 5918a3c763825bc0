"""Which of the own data a person has called right during a visit."""

from uuid import UUID

from lapak.desk.rules.entries import Entry
from lapak.journal.queries import trail
from lapak.kernel.subjects import Subject


def confirmed_entries(*, ticket_id: UUID) -> frozenset[Entry]:
    """Return the entries called right; the journal of the visit keeps them, as evidence with their moment."""
    told = trail(subject=Subject("visit", str(ticket_id)))
    return frozenset(Entry(link.data["entry"]) for link in told if link.what == "entry.confirmed")

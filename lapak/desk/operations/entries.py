"""What a person says of the own data while the officer is with somebody else."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lapak.desk.operations.rows import locked_place_of_visit, tell_place
from lapak.desk.queries.entries import confirmed_entries
from lapak.desk.rules.entries import Entry
from lapak.kernel.actors import Actor


@transaction.atomic
def confirm_entry(*, ticket_id: UUID, entry: Entry, actor: Actor, now: datetime) -> None:
    """Note that the person called one of the own data right; saying it twice changes nothing.

    Locks the desk. Raises NotFound for strangers.
    """
    place = locked_place_of_visit(ticket_id=ticket_id, actor=actor)
    if entry not in confirmed_entries(ticket_id=ticket_id):
        tell_place(place=place, what="entry.confirmed", data={"entry": str(entry)}, actor=actor, now=now)

"""Who waits and is the officer of a desk, or declared kin: a colleague calls them."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from lapak.claims.queries.kin import people_of
from lapak.claims.rules.kin import concerns_kin
from lapak.desk.models import Place
from lapak.people.queries import kin_keys
from lapak.queueing.queries import TicketView


def place_at(*, desk_id: UUID, number: int) -> UUID | None:
    """Return who sits at a number of a desk now, as a place."""
    rows = Place.objects.filter(desk_id=desk_id, number=number, ended_at=None)
    return rows.values_list("pk", flat=True).first()


def barred_desks(*, officers: Mapping[UUID, int], queue: Sequence[TicketView]) -> dict[UUID, frozenset[UUID]]:
    """Return by ticket the desks (with their officers) that must not call it; most tickets are left out."""
    kin = kin_keys(staff_ids=set(officers.values()))
    if not kin:
        return {}
    people = people_of(claim_ids=[ticket.subject_id for ticket in queue])
    found = {}
    for ticket in queue:
        keys = people[ticket.subject_id] | ({ticket.person_key} - {""})
        desks = [
            desk_id
            for desk_id, officer_id in officers.items()
            if concerns_kin(people=keys, kin=kin.get(officer_id, frozenset()))
        ]
        if desks:
            found[ticket.id] = frozenset(desks)
    return found

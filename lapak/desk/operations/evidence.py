"""What the officer keeps of a talk: stills taken from the moving picture."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lapak.claims.queries.parties import party_numbers
from lapak.claims.rules.capacities import kind_for
from lapak.desk.operations.rows import DeskRefused, locked_place, tell_place
from lapak.desk.rules.evidence import still_kind
from lapak.desk.rules.stages import PlaceMode
from lapak.documents.operations import store
from lapak.documents.queries import DocumentView
from lapak.documents.rules.files import LEAST_OF_STILL
from lapak.kernel.actors import Actor
from lapak.kernel.errors import NotFound


@transaction.atomic
def keep_still(
    *, place_id: UUID, content: bytes, actor: Actor, now: datetime, person: int | None = None
) -> DocumentView:
    """Keep a still taken in focus, named by the step of the visit, and return it.

    `person` is the number of somebody of the claim whom it shows beside the one who speaks. A newer one of
    the same step and person replaces the earlier. Locks the desk. Raises DeskRefused(`not_in_focus`,
    `place_empty`), NotFound(`party_unknown`), DocumentRefused.
    """
    place = locked_place(place_id=place_id, actor=actor)
    if place.mode != PlaceMode.FOCUS:
        raise DeskRefused("not_in_focus")
    kind = still_kind(step=place.step)
    if person is not None:
        if person not in party_numbers(claim_id=place.claim_id):
            raise NotFound("party_unknown")
        kind = kind_for(kind, person)
    kept = store(
        subject_id=place.claim_id, kind=kind, content=content, least=LEAST_OF_STILL, actor=actor, now=now
    )
    data = {"document": str(kept.id), "kind": kind}
    tell_place(place=place, what="still.kept", data=data, actor=actor, now=now)
    return kept

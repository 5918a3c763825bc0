"""What the officer keeps of a talk: stills taken from the moving picture."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lapak.desk.operations.rows import DeskRefused, locked_place, tell_place
from lapak.desk.rules.evidence import still_kind
from lapak.desk.rules.stages import PlaceMode
from lapak.documents.operations import store
from lapak.documents.queries import DocumentView
from lapak.documents.rules.files import LEAST_OF_STILL
from lapak.kernel.actors import Actor


@transaction.atomic
def keep_still(*, place_id: UUID, content: bytes, actor: Actor, now: datetime) -> DocumentView:
    """Keep a still of the person in focus, named by the step of the visit, and return it.

    A newer one of the same step replaces the earlier. Locks the desk. Raises DeskRefused(`not_in_focus`,
    `place_empty`), NotFound, DocumentRefused.
    """
    place = locked_place(place_id=place_id, actor=actor)
    if place.mode != PlaceMode.FOCUS:
        raise DeskRefused("not_in_focus")
    kind = still_kind(step=place.step)
    kept = store(
        subject_id=place.claim_id, kind=kind, content=content, least=LEAST_OF_STILL, actor=actor, now=now
    )
    data = {"document": str(kept.id), "kind": kind}
    tell_place(place=place, what="still.kept", data=data, actor=actor, now=now)
    return kept

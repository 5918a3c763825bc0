"""Typing instead of speaking: between the officer and one place, for as long as the visit lasts."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lapak.calls import operations as calls
from lapak.desk.models import Place
from lapak.desk.operations.attending import raise_hand
from lapak.desk.operations.rows import is_participant, locked_place_of_visit
from lapak.desk.rules.flags import FlagReason
from lapak.desk.rules.stages import PlaceMode
from lapak.kernel.actors import Actor


@transaction.atomic
def write_line(*, ticket_id: UUID, text: str, actor: Actor, now: datetime) -> int:
    """Keep a typed line of either side of a visit and return its id; without the officer the hand goes up.

    The own phone beside a booth types for the booth. Locks the desk, then the call. Raises NotFound for
    strangers, and what `calls.write_line` raises.
    """
    place = locked_place_of_visit(ticket_id=ticket_id, actor=actor)
    by_participant = is_participant(place=place, actor=actor)
    speaker = _side_of_call(place) if by_participant else actor
    line = calls.write_line(call_id=place.call_id, text=text, actor=speaker, now=now)
    if by_participant and place.mode != PlaceMode.FOCUS:
        raise_hand(place=place, reason=FlagReason.LINE, actor=actor, now=now)
    return line


def _side_of_call(place: Place) -> Actor:
    if place.device_id is not None:
        return Actor.device(device_id=place.device_id)
    return Actor.participant(subject_id=place.claim_id)

"""What the operations share: locks, rights, the end of a stay, and what is told.

Lock order, everywhere: the branch (an advisory lock, by who fills or empties places), the desk, its places,
tickets, calls.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Sum

from lapak.calls import operations as calls
from lapak.desk.models import Desk, Place
from lapak.desk.rules.stages import Outcome, PlaceMode, Stage
from lapak.journal.operations import record
from lapak.kernel.actors import Actor, ActorKind
from lapak.kernel.errors import Conflict, NotFound
from lapak.kernel.subjects import Subject
from lapak.locks import lock_names
from lapak.queueing import operations as queueing

GOES_ON = (Outcome.RETURNED, Outcome.HANDED_OVER)  # the visit continues at another place


class DeskRefused(Conflict):
    """The desk or place does not allow this now.

    Codes: `desk_closed`, `desk_open_elsewhere`, `place_empty`, `person_not_confirmed`, `not_in_focus`,
    `stage_refused`, `step_refused`, `claim_not_decided`, `not_met_yet`, `met_already`, `called_already`.
    """


def lock_branch(*, branch_id: UUID) -> None:
    """Hold back everybody else who fills or empties places of this branch until the transaction ends."""
    lock_names(f"desk.fill:{branch_id}")


def locked_desk(*, desk_id: UUID, actor: Actor) -> Desk:
    """Return the locked desk of this officer. Raises NotFound, DeskRefused(`desk_closed`).

    The system may act at any desk; everybody else has to be its officer.
    """
    desk = Desk.objects.select_for_update().filter(pk=desk_id).first()
    if desk is None or not _is_own(desk, actor):
        raise NotFound("desk_unknown")
    if desk.state == Desk.State.CLOSED:
        raise DeskRefused("desk_closed")
    return desk


def locked_places(*, desk: Desk) -> list[Place]:
    """Return the people at a locked desk, by number."""
    return list(Place.objects.select_for_update().filter(desk=desk, ended_at=None).order_by("number"))


def locked_place(*, place_id: UUID, actor: Actor) -> Place:
    """Return a place of this officer's desk, both locked. Raises NotFound, DeskRefused(`place_empty`)."""
    desk_id = Place.objects.filter(pk=place_id).values_list("desk_id", flat=True).first()
    if desk_id is None:
        raise NotFound("place_unknown")
    locked_desk(desk_id=desk_id, actor=actor)
    place = Place.objects.select_for_update().select_related("desk").get(pk=place_id)
    if place.ended_at is not None:
        raise DeskRefused("place_empty")
    return place


def locked_place_of_visit(*, ticket_id: UUID, actor: Actor) -> Place:
    """Return the place of a visit for either side of it, its desk locked too. Raises NotFound."""
    place = locked_stay(ticket_id=ticket_id)
    if place is None or not (_is_own(place.desk, actor) or is_participant(place=place, actor=actor)):
        raise NotFound("visit_unknown")
    return place


def locked_stay(*, ticket_id: UUID) -> Place | None:
    """Return the place that a ticket has at a desk, both locked, or None. Whoever asks checks the rights."""
    found = Place.objects.filter(ticket_id=ticket_id, ended_at=None).first()
    if found is None:
        return None
    Desk.objects.select_for_update().get(pk=found.desk_id)
    place = Place.objects.select_for_update().select_related("desk").get(pk=found.pk)
    return place if place.ended_at is None else None


def is_participant(*, place: Place, actor: Actor) -> bool:
    """Return whether `actor` is the person of this place: the booth's screen, or the phone of the claim."""
    if actor.kind == ActorKind.DEVICE:
        return place.device_id is not None and actor.id == str(place.device_id)
    return actor.kind == ActorKind.PARTICIPANT and actor.id == str(place.claim_id)


def branch_of_place(*, place_id: UUID) -> UUID:
    """Return the branch of a place, which never changes and may be read without a lock. Raises NotFound."""
    branch_id = Place.objects.filter(pk=place_id).values_list("desk__branch_id", flat=True).first()
    if branch_id is None:
        raise NotFound("place_unknown")
    return branch_id


def branch_of_visit(*, ticket_id: UUID) -> UUID:
    """Return the branch at which a ticket sits at a desk; read without a lock. Raises NotFound."""
    rows = Place.objects.filter(ticket_id=ticket_id, ended_at=None)
    branch_id = rows.values_list("desk__branch_id", flat=True).first()
    if branch_id is None:
        raise NotFound("visit_unknown")
    return branch_id


def turn_away(*, place: Place, mode: PlaceMode, stage: Stage, now: datetime) -> None:
    """Take a place out of focus, count the time it had, and save it; the caller sets the mode of the call."""
    if place.attended_at is not None:
        place.focus_seconds += max(0, int((now - place.attended_at).total_seconds()))
    place.mode, place.stage, place.attended_at = mode, stage, now
    place.save(update_fields=["mode", "stage", "attended_at", "focus_seconds"])


def end_stay(*, place: Place, outcome: Outcome, actor: Actor, now: datetime) -> None:
    """End a stay with its call. The ticket is moved by the caller, after this."""
    if place.mode == PlaceMode.FOCUS:
        turn_away(place=place, mode=PlaceMode.HOLD, stage=Stage(place.stage), now=now)
    place.ended_at, place.outcome = now, outcome
    place.save(update_fields=["ended_at", "outcome"])
    calls.end_call(call_id=place.call_id, actor=actor, now=now)
    if outcome not in GOES_ON:
        calls.forget_lines(visit_id=place.ticket_id)
    tell_place(place=place, what="place.ended", data={"outcome": str(outcome)}, actor=actor, now=now)


def tell_place(
    *, place: Place, what: str, actor: Actor, now: datetime, data: Mapping[str, Any] | None = None
) -> None:
    """Record what happened at a place, and tell both sides of it, its booth and the branch."""
    facts = {
        "desk": str(place.desk_id),
        "visit": str(place.ticket_id),
        "number": place.number,
        "mode": str(place.mode),
        "stage": str(place.stage),
        "step": place.step,
    }
    record(
        subject=Subject("visit", str(place.ticket_id)),
        what=what,
        actor=actor,
        now=now,
        data={**facts, **(data or {})},
        topics=_topics(place),
    )


def note_places(*, branch_id: UUID, now: datetime) -> None:
    """Tell the queue how many places are at work, after a desk opened, closed, fell silent or came back."""
    open_desks = Desk.objects.filter(branch_id=branch_id, state=Desk.State.OPEN)
    places = open_desks.aggregate(all=Sum("places", default=0))["all"]
    queueing.note_places(branch_id=branch_id, places=places, now=now)


def tell_desk(*, desk: Desk, what: str, actor: Actor, now: datetime) -> None:
    """Record what happened to a desk, and tell its officer and the branch."""
    record(
        subject=Subject("desk", str(desk.pk)),
        what=what,
        actor=actor,
        now=now,
        data={"desk": str(desk.pk), "places": desk.places, "state": str(desk.state)},
        topics=[f"desk:{desk.pk}", f"branch:{desk.branch_id}"],
    )


def _topics(place: Place) -> Sequence[str]:
    topics = [f"desk:{place.desk_id}", f"visit:{place.ticket_id}", f"branch:{place.desk.branch_id}"]
    return [*topics, f"device:{place.device_id}"] if place.device_id else topics


def _is_own(desk: Desk, actor: Actor) -> bool:
    if actor.kind == ActorKind.SYSTEM:
        return True
    return actor.kind == ActorKind.STAFF and actor.id == str(desk.officer_id)

"""Opening and closing a desk, and the officer's signs of life."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lapak.desk.models import Desk
from lapak.desk.operations.filling import fill
from lapak.desk.operations.leaving import return_people
from lapak.desk.operations.rows import DeskRefused, lock_branch, locked_desk, note_places, tell_desk
from lapak.desk.rules.filling import MOST_PLACES
from lapak.kernel.actors import Actor, ActorKind
from lapak.kernel.errors import FieldError, InvalidInput, NotAllowed, NotFound
from lapak.kernel.ids import new_id
from lapak.offices.queries import branch
from lapak.people.queries import staff_member
from lapak.people.rules import Role


@transaction.atomic
def open_desk(*, officer_id: int, places: int, actor: Actor, now: datetime) -> UUID:
    """Open the officer's desk at their branch with that many places, fill it, and return its id.

    An officer whose desk is open gets that one, as it is. Holds the lock of the branch. Raises NotAllowed
    (`officer_only`), InvalidInput(`places_out_of_range`; the branch sets the upper limit).
    """
    member = staff_member(id=officer_id)
    if member is None or member.branch_id is None or Role.OFFICER not in member.roles:
        raise NotAllowed("officer_only")
    if actor.kind != ActorKind.STAFF or actor.id != str(officer_id):
        raise NotAllowed("officer_only")
    most = min(MOST_PLACES, branch(branch_id=member.branch_id).places_per_desk)
    if not 1 <= places <= most:
        raise InvalidInput(
            "places_out_of_range", fields=[FieldError("places", "places_out_of_range", {"most": most})]
        )
    lock_branch(branch_id=member.branch_id)
    desk, is_new = Desk.objects.get_or_create(
        officer_id=officer_id,
        closed_at=None,
        defaults={
            "id": new_id(now=now),
            "branch_id": member.branch_id,
            "places": places,
            "opened_at": now,
            "seen_at": now,
        },
    )
    if is_new:
        note_places(branch_id=desk.branch_id, now=now)
        tell_desk(desk=desk, what="desk.opened", actor=actor, now=now)
        fill(branch_id=desk.branch_id, actor=actor, now=now)
    return desk.pk


@transaction.atomic
def close_desk(*, desk_id: UUID, actor: Actor, now: datetime) -> None:
    """Close a desk; its people go back first in line, and on to another desk where one has a free place.

    Closing twice changes nothing. Holds the lock of the branch and the desk. Raises NotFound.
    """
    branch_id = _branch_of(desk_id)
    lock_branch(branch_id=branch_id)
    try:
        desk = locked_desk(desk_id=desk_id, actor=actor)
    except DeskRefused:
        return
    return_people(desk=desk, actor=actor, now=now)
    desk.state, desk.closed_at = Desk.State.CLOSED, now
    desk.save(update_fields=["state", "closed_at"])
    note_places(branch_id=branch_id, now=now)
    tell_desk(desk=desk, what="desk.closed", actor=actor, now=now)
    fill(branch_id=branch_id, actor=actor, now=now)


@transaction.atomic
def beat(*, desk_id: UUID, actor: Actor, now: datetime) -> None:
    """Note that the officer is there. A desk that was paused by silence opens again and is filled.

    Raises NotFound, DeskRefused(`desk_closed`).
    """
    own = Desk.objects.filter(pk=desk_id, officer_id=int(actor.id), state=Desk.State.OPEN)
    if own.update(seen_at=now):
        return
    lock_branch(branch_id=_branch_of(desk_id))
    desk = locked_desk(desk_id=desk_id, actor=actor)
    was_paused = desk.state == Desk.State.PAUSED
    desk.seen_at, desk.state = now, Desk.State.OPEN
    desk.save(update_fields=["seen_at", "state"])
    if was_paused:
        note_places(branch_id=desk.branch_id, now=now)
        tell_desk(desk=desk, what="desk.resumed", actor=actor, now=now)
        fill(branch_id=desk.branch_id, actor=actor, now=now)


def _branch_of(desk_id: UUID) -> UUID:
    branch_id = Desk.objects.filter(pk=desk_id).values_list("branch_id", flat=True).first()
    if branch_id is None:
        raise NotFound("desk_unknown")
    return branch_id

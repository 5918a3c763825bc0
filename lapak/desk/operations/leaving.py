"""How a stay at a desk ends: served, absent, gone, or handed on to another officer."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lapak.claims.operations import desk_work
from lapak.claims.queries.progress import service_progress
from lapak.claims.rules.claim_moves import ClaimState
from lapak.desk.models import Desk, Place
from lapak.desk.operations.filling import fill
from lapak.desk.operations.rows import (
    DeskRefused,
    branch_of_place,
    end_stay,
    lock_branch,
    locked_place,
    locked_places,
    tell_place,
)
from lapak.desk.rules.stages import Outcome, PlaceMode, Stage
from lapak.kernel.actors import Actor, ActorKind
from lapak.queueing import operations as queueing
from lapak.queueing.queries import ticket
from lapak.queueing.rules.states import ACTIVE

LEAVING = Actor.system(job="desk.leaving")
LAST_STEP = 5


@transaction.atomic
def file_claim(*, place_id: UUID, actor: Actor, now: datetime) -> None:
    """Verify the claim of the person in focus and pass it to the checker; the talk goes on until `finish`.

    Filing twice changes nothing. Locks the desk. Raises DeskRefused(`not_in_focus`, `place_empty`), NotFound,
    and what `claims.verify` raises while checks are open.
    """
    place = _in_focus(place_id, actor)
    if place.stage == Stage.DONE:
        return
    desk_work.verify(claim_id=place.claim_id, actor=actor, now=now, topics=[f"desk:{place.desk_id}"])
    _decided(place, "claim.filed", actor, now)


@transaction.atomic
def propose_rejection(*, place_id: UUID, reason_code: str, note: str, actor: Actor, now: datetime) -> None:
    """Propose to reject the claim of the person in focus; the checker decides. See `file_claim`."""
    place = _in_focus(place_id, actor)
    if place.stage == Stage.DONE:
        return
    desk_work.propose_rejection(
        claim_id=place.claim_id, reason_code=reason_code, note=note, actor=actor, now=now
    )
    _decided(place, "claim.rejection_proposed", actor, now)


@transaction.atomic
def finish(*, place_id: UUID, actor: Actor, now: datetime) -> None:
    """Let the person go: end the call, the stay and the ticket, and fill the free place.

    A claim that is still in service stays with the participant: with a paper asked again it waits for that
    paper, otherwise for the next visit. Holds the lock of the branch. Raises DeskRefused(`not_met_yet`) for
    somebody never in focus, NotFound.
    """
    branch_id = branch_of_place(place_id=place_id)
    lock_branch(branch_id=branch_id)
    place = locked_place(place_id=place_id, actor=actor)
    if place.confirmed_at is None:
        raise DeskRefused("not_met_yet")
    end_stay(place=place, outcome=Outcome.SERVED, actor=actor, now=now)
    _release_claim(place, actor, now)
    queueing.finish(ticket_id=place.ticket_id, outcome=_outcome(place), actor=actor, now=now)
    fill(branch_id=branch_id, actor=actor, now=now)


@transaction.atomic
def no_show(*, place_id: UUID, actor: Actor, now: datetime) -> None:
    """Note that the one called is not there, or is somebody else; the place is free again.

    A person met before who has gone counts as having left. Holds the lock of the branch. Raises NotFound,
    DeskRefused(`place_empty`).
    """
    branch_id = branch_of_place(place_id=place_id)
    lock_branch(branch_id=branch_id)
    place = locked_place(place_id=place_id, actor=actor)
    give_up(place=place, actor=actor, now=now)
    fill(branch_id=branch_id, actor=actor, now=now)


@transaction.atomic
def skip(*, place_id: UUID, actor: Actor, now: datetime) -> None:
    """Let the next one come first, because the one called is not there yet, and free the place.

    The person stays in the queue, behind the next of their kind. Holds the lock of the branch. Raises
    DeskRefused(`met_already`, `place_empty`), NotFound.
    """
    branch_id = branch_of_place(place_id=place_id)
    lock_branch(branch_id=branch_id)
    place = locked_place(place_id=place_id, actor=actor)
    if place.confirmed_at is not None:
        raise DeskRefused("met_already")
    end_stay(place=place, outcome=Outcome.SKIPPED, actor=actor, now=now)
    queueing.skip(ticket_id=place.ticket_id, actor=actor, now=now)
    fill(branch_id=branch_id, actor=actor, now=now)


@transaction.atomic
def call_again(*, place_id: UUID, actor: Actor, now: datetime) -> None:
    """Have boards and phone call the one once more who has not come yet. Locks the desk.

    Raises DeskRefused(`met_already`, `place_empty`), NotFound.
    """
    place = locked_place(place_id=place_id, actor=actor)
    if place.confirmed_at is not None:
        raise DeskRefused("met_already")
    queueing.recall(ticket_id=place.ticket_id, actor=actor, now=now)
    tell_place(place=place, what="place.called_again", actor=actor, now=now)


@transaction.atomic
def hand_over(*, place_id: UUID, actor: Actor, now: datetime) -> None:
    """Send the person to another officer, first in line, with claim, step and work in hand as they are.

    When no other desk is open, the person comes back to this one. Holds the lock of the branch.
    Raises NotFound, DeskRefused(`place_empty`).
    """
    branch_id = branch_of_place(place_id=place_id)
    lock_branch(branch_id=branch_id)
    place = locked_place(place_id=place_id, actor=actor)
    _return_one(place, Outcome.HANDED_OVER, actor, now)
    fill(branch_id=branch_id, actor=actor, now=now)


def return_people(*, desk: Desk, actor: Actor, now: datetime) -> int:
    """Send everybody at a locked desk back, first in line; return how many. The caller fills."""
    places = locked_places(desk=desk)
    for place in places:
        _return_one(place, Outcome.RETURNED, actor, now)
    return len(places)


def give_up(*, place: Place, actor: Actor, now: datetime) -> None:
    """End the stay of somebody who is not there, the desk being locked. The caller fills."""
    if place.confirmed_at is None and not _is_over(place):
        end_stay(place=place, outcome=Outcome.NO_SHOW, actor=actor, now=now)
        queueing.no_show(ticket_id=place.ticket_id, actor=actor, now=now)
        return
    end_stay(place=place, outcome=Outcome.LEFT, actor=actor, now=now)
    _release_claim(place, actor, now)
    if not _is_over(place):
        queueing.leave(ticket_id=place.ticket_id, actor=actor, now=now)


def let_leave(*, place: Place, actor: Actor, now: datetime) -> None:
    """End the stay of somebody who was called and will not come, the desk being locked. The caller fills.

    Raises DeskRefused(`called_already`) for somebody whom the officer has met: the officer lets them go.
    """
    if place.confirmed_at is not None:
        raise DeskRefused("called_already")
    end_stay(place=place, outcome=Outcome.LEFT, actor=actor, now=now)
    _release_claim(place, LEAVING, now)


def return_one(*, place: Place, actor: Actor, now: datetime) -> None:
    """Send one person back, first in line, the desk being locked. The caller fills."""
    _return_one(place, Outcome.RETURNED, actor, now)


def hand_to_another(*, place: Place, actor: Actor, now: datetime) -> None:
    """Send one person to another officer, first in line, the desk being locked. The caller fills."""
    _return_one(place, Outcome.HANDED_OVER, actor, now)


def _return_one(place: Place, outcome: Outcome, actor: Actor, now: datetime) -> None:
    if _is_over(place):
        end_stay(place=place, outcome=Outcome.LEFT, actor=actor, now=now)
        return
    end_stay(place=place, outcome=outcome, actor=actor, now=now)
    queueing.return_first(ticket_id=place.ticket_id, actor=actor, now=now)


def _is_over(place: Place) -> bool:
    """Return whether the visit has ended, so that nothing is left but to free the place."""
    found = ticket(ticket_id=place.ticket_id)
    return found is None or found.state not in ACTIVE


def _in_focus(place_id: UUID, actor: Actor) -> Place:
    place = locked_place(place_id=place_id, actor=actor)
    if place.mode != PlaceMode.FOCUS:
        raise DeskRefused("not_in_focus")
    return place


def _decided(place: Place, what: str, actor: Actor, now: datetime) -> None:
    place.stage, place.step = Stage.DONE, LAST_STEP
    place.save(update_fields=["stage", "step"])
    tell_place(place=place, what=what, actor=actor, now=now)


def _release_claim(place: Place, actor: Actor, now: datetime) -> None:
    """Give a claim that is still in service back: with a paper asked again it waits for that paper."""
    topics = [f"desk:{place.desk_id}"]
    found = service_progress(claim_id=place.claim_id)
    if found.state != ClaimState.IN_SERVICE:
        return
    if found.papers_asked_again and actor.kind is ActorKind.STAFF:
        desk_work.ask_correction(claim_id=place.claim_id, actor=actor, now=now, topics=topics)
    else:
        desk_work.interrupt_service(claim_id=place.claim_id, actor=actor, now=now, topics=topics)


def _outcome(place: Place) -> str:
    return "decided" if place.stage == Stage.DONE else "continues"

"""Turning to one person and away from the others; what the person does; raised hands."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lapak.calls import operations as calls
from lapak.calls.rules.modes import Mode
from lapak.claims.operations.desk_work import begin_service
from lapak.claims.operations.submission import submit
from lapak.claims.queries.kin import kin_claims, require_no_kin
from lapak.claims.queries.progress import service_progress
from lapak.claims.rules.claim_moves import ClaimState
from lapak.desk.models import Desk, Place
from lapak.desk.operations.filling import fill
from lapak.desk.operations.leaving import hand_to_another
from lapak.desk.operations.rows import (
    DeskRefused,
    branch_of_visit,
    is_participant,
    lock_branch,
    locked_desk,
    locked_place,
    locked_place_of_visit,
    locked_places,
    tell_place,
    turn_away,
)
from lapak.desk.rules.flags import FlagReason
from lapak.desk.rules.stages import (
    By,
    PlaceMode,
    Stage,
    may_change_stage,
    may_change_step,
    mode_after_stage,
    mode_when_left,
    stage_when_attended,
    stage_when_left,
)
from lapak.kernel.actors import Actor
from lapak.offices.queries import branch
from lapak.people.rules import Role
from lapak.queueing import operations as queueing

SYSTEM = Actor.system(job="desk.kin")


@dataclass(frozen=True)
class PlaceModeNow:
    """The mode of one place and the epoch of its call, from which on the mode holds."""

    number: int
    call_id: UUID
    mode: PlaceMode
    epoch: int


@dataclass(frozen=True)
class DeskModes:
    """The modes of a whole desk after a change; `focus` is the number in focus, or None."""

    desk_id: UUID
    focus: int | None
    places: tuple[PlaceModeNow, ...]


@transaction.atomic
def focus(
    *, desk_id: UUID, place_number: int, actor: Actor, now: datetime, confirms_person: bool = False
) -> DeskModes:
    """Turn to the person at a place, and away from whoever had the officer; return the modes of the desk.

    `confirms_person` says that the officer compared name and ticket just now; the first time there is no
    focus without it. Turning to the one already in focus changes nothing. Locks the desk and its places.
    Raises DeskRefused(`place_empty`, `person_not_confirmed`), KinRefused, NotFound, and what
    `claims.begin_service` raises.
    """
    desk = locked_desk(desk_id=desk_id, actor=actor)
    places = locked_places(desk=desk)
    target = _by_number(places, place_number)
    require_no_kin(claim_id=target.claim_id, staff_id=desk.officer_id)
    if target.confirmed_at is None:
        if not confirms_person:
            raise DeskRefused("person_not_confirmed")
        _confirm(target, actor, now)
    if target.mode != PlaceMode.FOCUS:
        left = [place for place in places if place.mode == PlaceMode.FOCUS]
        for place in left:
            _leave(place, desk, now)
        _attend(target, now)
        _take_claim(target, actor, now)
        for place in left:
            tell_place(place=place, what="place.left", actor=actor, now=now)
        tell_place(place=target, what="place.in_focus", actor=actor, now=now)
    return _modes(desk, places, actor, now)


@transaction.atomic
def hold(*, place_id: UUID, actor: Actor, now: datetime) -> DeskModes:
    """Put a person on hold: nothing flows, camera and microphone off. Return the modes of the desk.

    Work in hand is kept. Locks the desk and its places. Raises DeskRefused(`place_empty`), NotFound.
    """
    found = locked_place(place_id=place_id, actor=actor)
    places = locked_places(desk=found.desk)
    place = _by_number(places, found.number)
    if place.mode != PlaceMode.HOLD:
        stage = stage_when_left(stage=Stage(place.stage))
        turn_away(place=place, mode=PlaceMode.HOLD, stage=stage, now=now)
        tell_place(place=place, what="place.held", actor=actor, now=now)
    return _modes(found.desk, places, actor, now)


@transaction.atomic
def confirm_person(*, place_id: UUID, actor: Actor, now: datetime) -> None:
    """Note that the officer compared name and ticket with the person; the visit is in service from then on.

    The other answer, "this is not the person", is `no_show`. Locks the desk. Raises NotFound,
    DeskRefused(`place_empty`).
    """
    place = locked_place(place_id=place_id, actor=actor)
    if place.confirmed_at is None:
        _confirm(place, actor, now)


@transaction.atomic
def set_stage(*, ticket_id: UUID, stage: Stage, actor: Actor, now: datetime, step: int | None = None) -> None:
    """Note what the person does now and, if given, at which of the five steps the visit is.

    Both sides may say it. Whoever was at work in picture and has no work any more goes on hold. Locks the
    desk. Raises DeskRefused(`stage_refused`, `step_refused`), NotFound for strangers.
    """
    place = locked_place_of_visit(ticket_id=ticket_id, actor=actor)
    by = By.PARTICIPANT if is_participant(place=place, actor=actor) else By.OFFICER
    before = (Stage(place.stage), place.step)
    if not may_change_stage(stage=before[0], to=stage, by=by, mode=PlaceMode(place.mode)):
        raise DeskRefused("stage_refused")
    if step is not None and not may_change_step(step=place.step, to=step, by=by):
        raise DeskRefused("step_refused")
    place.stage, place.step = stage, step or place.step
    if (stage, place.step) == before:
        return
    mode = mode_after_stage(mode=PlaceMode(place.mode), stage=stage)
    mode_changes = mode != place.mode
    place.mode = mode
    place.save(update_fields=["stage", "step", "mode"])
    if mode_changes:
        calls.set_mode(call_id=place.call_id, mode=Mode(mode), actor=actor, now=now)
    tell_place(place=place, what="place.stage", actor=actor, now=now)


@transaction.atomic
def submit_claim(*, ticket_id: UUID, actor: Actor, now: datetime) -> None:
    """Submit a walk-in's draft; once the officer has met the person it is in their hands at once.

    Who turns out to be kin of the officer goes to another desk, first in line. Submitting twice changes
    nothing. Holds the lock of the branch; locks the desk, then the claim. Raises NotFound for strangers,
    and what `claims.submit` and `claims.begin_service` raise.
    """
    branch_id = branch_of_visit(ticket_id=ticket_id)
    lock_branch(branch_id=branch_id)
    place = locked_place_of_visit(ticket_id=ticket_id, actor=actor)
    submit(claim_id=place.claim_id, actor=actor, now=now)
    if kin_claims(claim_ids=[place.claim_id], staff_id=place.desk.officer_id):
        hand_to_another(place=place, actor=SYSTEM, now=now)
        fill(branch_id=branch_id, actor=SYSTEM, now=now)
    elif place.confirmed_at is not None:
        officer = Actor.staff(staff_id=place.desk.officer_id, role=Role.OFFICER)
        _take_claim(place, officer, now)


@transaction.atomic
def flag(*, ticket_id: UUID, reason: FlagReason, actor: Actor, now: datetime) -> None:
    """Raise the person's hand; the first moment counts, the last reason. Raises NotFound for strangers.

    In focus the hand stays down: the officer is there. Locks the desk.
    """
    raise_hand(
        place=locked_place_of_visit(ticket_id=ticket_id, actor=actor), reason=reason, actor=actor, now=now
    )


def raise_hand(*, place: Place, reason: FlagReason, actor: Actor, now: datetime) -> None:
    """Raise the hand at a locked place, see `flag`."""
    if place.mode == PlaceMode.FOCUS or place.flag_reason == reason:
        return
    place.flagged_at, place.flag_reason = place.flagged_at or now, reason
    place.save(update_fields=["flagged_at", "flag_reason"])
    tell_place(place=place, what="hand.raised", data={"reason": str(reason)}, actor=actor, now=now)


@transaction.atomic
def unflag(*, ticket_id: UUID, actor: Actor, now: datetime) -> None:
    """Lower the person's hand; lowering it twice changes nothing. Locks the desk. Raises NotFound."""
    place = locked_place_of_visit(ticket_id=ticket_id, actor=actor)
    if place.flagged_at is None:
        return
    place.flagged_at, place.flag_reason = None, ""
    place.save(update_fields=["flagged_at", "flag_reason"])
    tell_place(place=place, what="hand.lowered", actor=actor, now=now)


def _confirm(place: Place, actor: Actor, now: datetime) -> None:
    place.confirmed_at = now
    place.save(update_fields=["confirmed_at"])
    queueing.start_service(ticket_id=place.ticket_id, actor=actor, now=now)
    tell_place(place=place, what="person.confirmed", actor=actor, now=now)


def _attend(place: Place, now: datetime) -> None:
    place.mode, place.stage = PlaceMode.FOCUS, stage_when_attended(stage=Stage(place.stage))
    place.attended_at, place.flagged_at, place.flag_reason = now, None, ""
    place.save(update_fields=["mode", "stage", "attended_at", "flagged_at", "flag_reason"])


def _take_claim(place: Place, actor: Actor, now: datetime) -> None:
    """Put the claim into the officer's hands; a walk-in's draft comes later, when it has been submitted."""
    state = service_progress(claim_id=place.claim_id).state
    returned = state is ClaimState.RETURNED_TO_OFFICER and place.stage != Stage.DONE
    if returned or state in (ClaimState.SUBMITTED, ClaimState.NEEDS_CORRECTION, ClaimState.IN_SERVICE):
        begin_service(claim_id=place.claim_id, actor=actor, now=now, topics=[f"desk:{place.desk_id}"])


def _leave(place: Place, desk: Desk, now: datetime) -> None:
    stage = Stage(place.stage)
    picture_allowed = branch(branch_id=desk.branch_id).at_work_picture
    mode = mode_when_left(stage=stage, picture_allowed=picture_allowed)
    turn_away(place=place, mode=mode, stage=stage_when_left(stage=stage), now=now)


def _modes(desk: Desk, places: list[Place], actor: Actor, now: datetime) -> DeskModes:
    # The calls follow in the same transaction; those whose mode holds already keep their epoch.
    epochs = calls.set_modes(
        modes={place.call_id: Mode(place.mode) for place in places}, actor=actor, now=now
    )
    return DeskModes(
        desk_id=desk.pk,
        focus=next((place.number for place in places if place.mode == PlaceMode.FOCUS), None),
        places=tuple(
            PlaceModeNow(place.number, place.call_id, PlaceMode(place.mode), epochs[place.call_id])
            for place in places
        ),
    )


def _by_number(places: list[Place], number: int) -> Place:
    place = next((place for place in places if place.number == number), None)
    if place is None:
        raise DeskRefused("place_empty")
    return place

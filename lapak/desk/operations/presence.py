"""Noticing who is no longer there: officers, participants, booths."""

from datetime import datetime
from uuid import UUID

import structlog
from django.db import transaction

from lapak.calls.operations import mark_dropped
from lapak.calls.queries import CallView, calls_by_id
from lapak.desk.models import Desk, Place, Watch
from lapak.desk.operations.filling import fill
from lapak.desk.operations.leaving import give_up, return_one, return_people
from lapak.desk.operations.rows import lock_branch, locked_places, note_places, tell_desk, tell_place
from lapak.desk.rules.presence import (
    Hearing,
    hearing_now,
    officer_is_gone,
    participant_is_gone,
    place_is_given_up,
)
from lapak.desk.rules.stages import Stage, stage_when_left
from lapak.kernel.actors import Actor
from lapak.kernel.errors import DomainError

SWEEPER = Actor.system(job="desk.sweep")
log = structlog.get_logger()


def sweep(*, now: datetime) -> None:
    """Look after the branches that have a desk, each in its own transaction.

    People of a silent officer go back first in line; a silent participant counts as dropped, keeps the place
    for three minutes, and has it back on the next sign of life. What fails at one branch is logged and tried
    again by the next sweep; the others do not wait for it.
    """
    branches = Desk.objects.exclude(state=Desk.State.CLOSED).values_list("branch_id", flat=True)
    for branch_id in branches.order_by("branch_id").distinct():
        try:
            _sweep_branch(branch_id=branch_id, now=now)
        except Exception as failure:  # the kind alone: a message of the database may quote a row
            log.error("desk.sweep_failed", branch=str(branch_id), why=_kind(failure))


def _kind(failure: Exception) -> str:
    """Return what failed without anything of the person it failed for."""
    return (
        f"{type(failure).__name__} {failure.code}"
        if isinstance(failure, DomainError)
        else type(failure).__name__
    )


@transaction.atomic
def _sweep_branch(*, branch_id: UUID, now: datetime) -> None:
    lock_branch(branch_id=branch_id)
    desks = list(
        Desk.objects.select_for_update()
        .filter(branch_id=branch_id)
        .exclude(state=Desk.State.CLOSED)
        .order_by("opened_at", "pk")
    )
    people = {desk.pk: locked_places(desk=desk) for desk in desks}
    calls = calls_by_id(call_ids=[place.call_id for places in people.values() for place in places])
    hearing = _listen(branch_id, desks, calls, now)
    for desk in desks:
        if desk.state == Desk.State.OPEN and officer_is_gone(seen_at=desk.seen_at, hearing=hearing, now=now):
            _pause(desk, now)
            continue
        for place in people[desk.pk]:
            _look_at(place, calls[place.call_id], hearing, now)
    fill(branch_id=branch_id, actor=SWEEPER, now=now)


def _listen(branch_id: UUID, desks: list[Desk], calls: dict[UUID, CallView], now: datetime) -> Hearing:
    heard = [desk.seen_at for desk in desks]
    heard += [call.participant_seen_at for call in calls.values() if call.participant_seen_at]
    row = Watch.objects.select_for_update().filter(pk=branch_id).first()
    hearing = hearing_now(
        before=Hearing(row.since, row.looked_at) if row else None,
        last_heard_at=max(heard, default=None),
        now=now,
    )
    Watch.objects.update_or_create(
        branch_id=branch_id, defaults={"since": hearing.since, "looked_at": hearing.looked_at}
    )
    return hearing


def _pause(desk: Desk, now: datetime) -> None:
    return_people(desk=desk, actor=SWEEPER, now=now)
    desk.state = Desk.State.PAUSED
    desk.save(update_fields=["state"])
    note_places(branch_id=desk.branch_id, now=now)
    tell_desk(desk=desk, what="desk.silent", actor=SWEEPER, now=now)


def _look_at(place: Place, call: CallView, hearing: Hearing, now: datetime) -> None:
    seen_at = max(call.participant_seen_at or place.started_at, place.started_at)
    is_gone = participant_is_gone(seen_at=seen_at, hearing=hearing, now=now)
    if place.dropped_at is None and is_gone:
        _drop(place, now)
    elif place.dropped_at is not None and not is_gone:
        _take_back(place, now)
    elif place.dropped_at is not None and place_is_given_up(
        dropped_at=place.dropped_at, hearing=hearing, now=now
    ):
        _let_go(place, now)
    elif place.stage == Stage.CONNECTING and call.participant_seen_at is not None:
        _connected(place, now)


def _drop(place: Place, now: datetime) -> None:
    place.dropped_at = now
    place.save(update_fields=["dropped_at"])
    mark_dropped(call_id=place.call_id, actor=SWEEPER, now=now)
    tell_place(place=place, what="place.dropped", actor=SWEEPER, now=now)


def _take_back(place: Place, now: datetime) -> None:
    place.dropped_at = None
    place.save(update_fields=["dropped_at"])
    tell_place(place=place, what="place.resumed", actor=SWEEPER, now=now)


def _connected(place: Place, now: datetime) -> None:
    place.stage = stage_when_left(stage=Stage.CONNECTING)
    place.save(update_fields=["stage"])
    tell_place(place=place, what="place.stage", actor=SWEEPER, now=now)


def _let_go(place: Place, now: datetime) -> None:
    # Who sits in a booth whose screen went dark is still in the building; who was on the phone is not.
    if place.booth_id is not None:
        return_one(place=place, actor=SWEEPER, now=now)
    else:
        give_up(place=place, actor=SWEEPER, now=now)

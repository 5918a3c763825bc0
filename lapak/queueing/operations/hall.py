"""The count at the door. Locks the hall count, before any ticket."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lapak.journal.operations import record
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict
from lapak.kernel.subjects import Subject
from lapak.offices import queries as offices
from lapak.queueing.models import HallCount, HallMovement
from lapak.queueing.queries import HallView, hall
from lapak.queueing.rules.hall import inside_now


class HallRefused(Conflict):
    """The counter cannot go there. Codes: `hall_empty`, `hall_full`, `nothing_to_undo`."""


@transaction.atomic
def count_person(*, branch_id: UUID, delta: int, tap_id: UUID, actor: Actor, now: datetime) -> HallView:
    """Count one person in (+1) or out (-1) and return the hall; the same `tap_id` counts once.

    Locks the hall count. Raises HallRefused(`hall_empty`, `hall_full`), NotFound(`branch_unknown`).
    """
    branch = offices.branch(branch_id=branch_id)
    row = _locked_hall(branch_id=branch_id, now=now)
    if not HallMovement.objects.filter(tap_id=tap_id).exists():
        if row.inside + delta < 0:
            raise HallRefused("hall_empty")
        if row.inside + delta > branch.hall_limit:
            raise HallRefused("hall_full")
        HallMovement.objects.create(branch_id=branch_id, tap_id=tap_id, delta=delta, at=now)
        _set_inside(row=row, inside=row.inside + delta, actor=actor, now=now)
    return hall(branch_id=branch_id, now=now)


@transaction.atomic
def undo_count(*, branch_id: UUID, actor: Actor, now: datetime) -> HallView:
    """Take the last press of the counter back and return the hall. Locks the hall count.

    Raises HallRefused(`nothing_to_undo`), NotFound(`branch_unknown`).
    """
    row = _locked_hall(branch_id=branch_id, now=now)
    last = HallMovement.objects.filter(branch_id=branch_id, undone_at=None).order_by("-pk").first()
    if last is None or row.inside < last.delta:
        raise HallRefused("nothing_to_undo")
    last.undone_at = now
    last.save(update_fields=["undone_at"])
    _set_inside(row=row, inside=row.inside - last.delta, actor=actor, now=now)
    return hall(branch_id=branch_id, now=now)


def _locked_hall(*, branch_id: UUID, now: datetime) -> HallCount:
    row, _ = HallCount.objects.select_for_update().get_or_create(branch_id=branch_id)
    row.inside = inside_now(counted=row.inside, moved_at=row.moved_at, now=now)
    return row


def _set_inside(*, row: HallCount, inside: int, actor: Actor, now: datetime) -> None:
    row.inside, row.moved_at = inside, now
    row.save()
    record(
        subject=Subject("hall", str(row.branch_id)),
        what="hall.counted",
        actor=actor,
        now=now,
        data={"inside": inside},
        topics=[f"branch:{row.branch_id}"],
    )

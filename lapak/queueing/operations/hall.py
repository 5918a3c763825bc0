"""The counters at the doors of a branch's zones. Locks the count of the zone, after any ticket."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from lapak.journal.operations import record
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict, NotFound
from lapak.kernel.subjects import Subject
from lapak.offices import queries as offices
from lapak.offices.rules.zones import ZoneKind
from lapak.queueing.models import Movement, ZoneCount
from lapak.queueing.operations.alarms import locked_count, watch
from lapak.queueing.queries import HallView, hall
from lapak.queueing.rules.crowd import LOOKED_BACK, count, pressed_at
from lapak.queueing.rules.hall import FORGOTTEN_AFTER

NOW = timedelta(0)


class HallRefused(Conflict):
    """The counter cannot go there. Code: `nothing_to_undo`."""


@transaction.atomic
def count_person(
    *,
    branch_id: UUID,
    delta: int,
    tap_id: UUID,
    actor: Actor,
    now: datetime,
    zone: ZoneKind = ZoneKind.HALL,
    age: timedelta = NOW,
) -> HallView:
    """Count one person without a ticket in (+1) or out (-1) and return the zone.

    The same `tap_id` counts once; `age` is how long ago it was pressed. A press is a fact and never refused:
    who is inside is inside, also beyond the limit. Locks the count of the zone.
    Raises NotFound(`branch_unknown`, `zone_unknown`).
    """
    branch = offices.branch(branch_id=branch_id)
    _must_keep(branch, zone, now)
    row = locked_count(branch_id=branch_id, zone=zone)
    _, is_new = Movement.objects.get_or_create(
        tap_id=tap_id,
        defaults={
            "branch_id": branch_id,
            "zone": zone,
            "delta": delta,
            "at": pressed_at(age=age, now=now),
            "received_at": now,
        },
    )
    if is_new:
        _recount(row=row, actor=actor, now=now)
    return hall(branch_id=branch_id, zone=zone, now=now)


@transaction.atomic
def undo_count(
    *,
    branch_id: UUID,
    actor: Actor,
    now: datetime,
    zone: ZoneKind = ZoneKind.HALL,
    tap_id: UUID | None = None,
) -> HallView:
    """Take a press back, the last one of the zone unless another is named, and return the zone.

    A named press is taken back once, however often it is asked. Locks the count of the zone.
    Raises HallRefused(`nothing_to_undo`), NotFound(`branch_unknown`).
    """
    row = locked_count(branch_id=branch_id, zone=zone)
    presses = Movement.objects.filter(branch_id=branch_id, zone=zone, at__gt=now - FORGOTTEN_AFTER)
    if tap_id is not None:
        last = presses.filter(tap_id=tap_id).first()
    else:
        last = presses.filter(undone_at=None).order_by("-at", "-pk").first()
    if last is None:
        raise HallRefused("nothing_to_undo")
    if last.undone_at is None:
        last.undone_at = now
        last.save(update_fields=["undone_at"])
        _recount(row=row, actor=actor, now=now)
    return hall(branch_id=branch_id, zone=zone, now=now)


def _recount(*, row: ZoneCount, actor: Actor, now: datetime) -> None:
    """Replay the presses of the last day, so that one that arrives late falls into its place."""
    presses = Movement.objects.filter(
        branch_id=row.branch_id, zone=row.zone, undone_at=None, at__gt=now - LOOKED_BACK
    )
    made = list(presses.order_by("pk").values_list("at", "delta"))
    row.inside, row.moved_at = count(presses=made), max((at for at, _ in made), default=now)
    row.save(update_fields=["inside", "moved_at"])
    record(
        subject=Subject("zone", f"{row.branch_id}:{row.zone}"),
        what="hall.counted",
        actor=actor,
        now=now,
        data={"branch": str(row.branch_id), "zone": row.zone, "inside": row.inside},
        topics=[f"branch:{row.branch_id}"],
    )
    watch(branch_id=row.branch_id, now=now, only=ZoneKind(row.zone))


def _must_keep(branch: offices.BranchView, zone: ZoneKind, now: datetime) -> None:
    if zone not in {each.kind for each in offices.zones_now(branch=branch, now=now)}:
        raise NotFound("zone_unknown")

"""How many people are in a zone, with the last press of its counter."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lapak.offices import queries as offices
from lapak.offices.rules.zones import ZoneKind
from lapak.queueing.models import Movement
from lapak.queueing.queries.crowd import zones_of
from lapak.queueing.rules.hall import FORGOTTEN_AFTER, Hall


@dataclass(frozen=True)
class HallView:
    """How full a zone is, how many of those inside the counter counted, and its last press to be undone."""

    hall: Hall
    counted: int
    last_delta: int
    last_at: datetime | None
    last_tap: UUID | None


def hall(*, branch_id: UUID, now: datetime, zone: ZoneKind = ZoneKind.HALL) -> HallView:
    """Return how full the hall, or another zone, of a branch is. Raises NotFound(`branch_unknown`)."""
    branch = offices.branch(branch_id=branch_id)
    presses = Movement.objects.filter(branch_id=branch_id, zone=zone, undone_at=None)
    last = presses.filter(at__gt=now - FORGOTTEN_AFTER).order_by("-at", "-pk").first()
    seen = next((each for each in zones_of(branch=branch, now=now) if each.zone.kind is zone), None)
    return HallView(
        hall=seen.hall if seen else Hall(0, 0, 0),
        counted=seen.counted if seen else 0,
        last_delta=last.delta if last else 0,
        last_at=last.at if last else None,
        last_tap=last.tap_id if last else None,
    )


def hall_of(*, branch: offices.BranchView, now: datetime) -> Hall:
    """Return how full the hall of a branch is that was read already."""
    return zones_of(branch=branch, now=now)[0].hall

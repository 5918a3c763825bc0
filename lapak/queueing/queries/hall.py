"""How many people are inside."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lapak.offices import queries as offices
from lapak.queueing.models import HallCount, HallMovement
from lapak.queueing.rules.hall import Hall, inside_now


@dataclass(frozen=True)
class HallView:
    """How full the hall is, and the last press of the counter that can be undone."""

    hall: Hall
    last_delta: int
    last_at: datetime | None


def hall(*, branch_id: UUID, now: datetime) -> HallView:
    """Return how full the hall of a branch is. Raises NotFound(`branch_unknown`)."""
    branch = offices.branch(branch_id=branch_id)
    last = HallMovement.objects.filter(branch_id=branch_id, undone_at=None).order_by("-pk").first()
    return HallView(
        hall=hall_of(branch=branch, now=now),
        last_delta=last.delta if last else 0,
        last_at=last.at if last else None,
    )


def hall_of(*, branch: offices.BranchView, now: datetime) -> Hall:
    """Return how full the hall of a branch is that was read already."""
    row = HallCount.objects.filter(branch_id=branch.id).first()
    inside = inside_now(counted=row.inside, moved_at=row.moved_at, now=now) if row else 0
    return Hall(inside=inside, limit=branch.hall_limit, priority_seats=branch.priority_seats)

"""Branches that are open, and their slots."""

from datetime import datetime, time
from uuid import UUID

from lapak.booking.models import Slot
from lapak.booking.operations import ensure_slots
from lapak.booking.rules.states import Channel
from lapak.kernel.zones import local_date
from lapak.offices.operations import save_branch
from lapak.offices.queries import BranchView
from lapak.offices.rules import Hours

WEEKDAYS = [
    Hours(day, opens, closes)
    for day in range(5)
    for opens, closes in ((time(8), time(12)), (time(13), time(15)))
]


def open_branch(code: str, *, zone: str = "Asia/Jakarta") -> BranchView:
    return save_branch(code=code, hours=WEEKDAYS, booths=2, name=code, timezone=zone, hall_limit=40)


def slots_of(branch: BranchView, now: datetime, *, days: int = 2) -> list[UUID]:
    ensure_slots(
        branch_id=branch.id, first_day=local_date(moment=now, zone=branch.timezone), days=days, now=now
    )
    rows = Slot.objects.filter(branch_id=branch.id, channel=Channel.ONLINE).order_by("starts_at")
    return list(rows.values_list("pk", flat=True))

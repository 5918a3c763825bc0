"""Branches that are open, and their slots."""

from dataclasses import asdict
from datetime import date, datetime, time
from uuid import UUID

from lapak.booking.models import Slot
from lapak.booking.operations import ensure_slots, set_plan
from lapak.booking.rules.states import Channel
from lapak.kernel.zones import local_date
from lapak.offices.models import BookingTerms
from lapak.offices.operations import save_branch
from lapak.offices.queries import BranchView
from lapak.offices.rules import Hours
from lapak.offices.rules.workday import Terms

AT_ONCE = Terms(lead_minutes=0, lot_minutes=0, priority_percent=0)

WEEKDAYS = [
    Hours(day, opens, closes)
    for day in range(5)
    for opens, closes in ((time(8), time(12)), (time(13), time(15)))
]


def open_branch(
    code: str, *, zone: str = "Asia/Jakarta", places: int = 6, terms: Terms = AT_ONCE
) -> BranchView:
    """Return a branch open on weekdays, with so many places in each half hour of a channel, set by hand."""
    branch = save_branch(code=code, hours=WEEKDAYS, booths=4, name=code, timezone=zone, hall_limit=40)
    for channel in Channel:
        set_plan(branch_id=branch.id, channel=channel, minutes=30, capacity=places)
    BookingTerms.objects.create(branch_id=branch.id, first_day=date(2020, 1, 1), **asdict(terms))
    return branch


def slots_of(branch: BranchView, now: datetime, *, days: int = 2) -> list[UUID]:
    ensure_slots(
        branch_id=branch.id, first_day=local_date(moment=now, zone=branch.timezone), days=days, now=now
    )
    rows = Slot.objects.filter(branch_id=branch.id, channel=Channel.ONLINE).order_by("starts_at")
    return list(rows.values_list("pk", flat=True))

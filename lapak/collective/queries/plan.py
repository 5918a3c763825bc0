"""The days a list of workers would get, shown before anything is asked for."""

from datetime import datetime, timedelta
from uuid import UUID

from lapak.collective.queries.batches import days_ahead, days_taken
from lapak.collective.queries.workers import progress
from lapak.collective.rules.batches import DayPlan, FreeDay, spread
from lapak.kernel.zones import local_date
from lapak.offices.queries import branch

DAYS_AHEAD = 30


def plan_for(*, roster_id: UUID, branch_id: UUID, now: datetime) -> tuple[DayPlan, ...]:
    """Return the days on which the workers who may be filed for would be served, as places are free now."""
    zone = branch(branch_id=branch_id).timezone
    first = local_date(moment=now, zone=zone) + timedelta(days=1)
    free = days_ahead(branch_id=branch_id, first=first, days=DAYS_AHEAD, now=now)
    taken = days_taken(roster_id=roster_id)
    days = [FreeDay(day, sum(one.free for one in slots)) for day, slots in free.items() if day not in taken]
    return spread(workers=progress(roster_id=roster_id).fit, days=days)

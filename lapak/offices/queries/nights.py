"""When a branch opens next, and when its screens may go dark."""

from datetime import datetime, time, timedelta
from uuid import UUID

from lapak.kernel.zones import local_date, utc_moment
from lapak.offices.queries.places import branch
from lapak.offices.queries.workdays import opening_stretches
from lapak.offices.rules import night


def dark_until(*, branch_id: UUID, now: datetime) -> datetime | None:
    """Return until when (UTC) the screens of a branch may be dark, None while they shall shine.

    Raises NotFound(`branch_unknown`).
    """
    return night.dark_until(spans=_spans(branch_id=branch_id, now=now), now=now)


def opens_next(*, branch_id: UUID, now: datetime) -> datetime | None:
    """Return when a branch opens next (UTC), None when it does not within two weeks.

    Raises NotFound(`branch_unknown`).
    """
    coming = (opens for opens, _ in _spans(branch_id=branch_id, now=now) if opens > now)
    return min(coming, default=None)


def _spans(*, branch_id: UUID, now: datetime) -> list[tuple[datetime, datetime]]:
    zone = branch(branch_id=branch_id).timezone
    today = local_date(moment=now, zone=zone)
    days = [today + timedelta(days=number) for number in range(-1, night.LOOKED_AHEAD_DAYS + 1)]
    found = opening_stretches(branch_id=branch_id, days=days)
    return [
        (
            utc_moment(day=day, at=opens, zone=zone),
            utc_moment(day=day if closes > time(0) else day + timedelta(days=1), at=closes, zone=zone),
        )
        for day in days
        for opens, closes in found[day]
    ]

"""The parts of a branch and how many people each holds."""

from datetime import date, datetime
from uuid import UUID

from lapak.kernel.zones import local_date
from lapak.offices import models
from lapak.offices.queries.places import BranchView
from lapak.offices.rules.zones import Zone, ZoneKind

_FIELDS = ("area_m2", "distance_cm", "people_limit", "alarm_percent")


def zones(*, branch: BranchView, day: date) -> tuple[Zone, ...]:
    """Return the zones a branch keeps on a day, the hall first; it always has a hall."""
    rows = models.Zone.objects.filter(branch_id=branch.id, first_day__lte=day)
    known = {row.kind: _zone(row) for row in rows.order_by("first_day")}  # the latest stays
    hall = Zone(ZoneKind.HALL, people_limit=branch.hall_limit)
    found = (known.get(kind, hall if kind is ZoneKind.HALL else None) for kind in ZoneKind)
    return tuple(each for each in found if each is not None and each.limit)


def zones_now(*, branch: BranchView, now: datetime) -> tuple[Zone, ...]:
    """Return the zones that a branch keeps on the day it is there at that UTC moment."""
    return zones(branch=branch, day=local_date(moment=now, zone=branch.timezone))


def zone_changes(*, branch_id: UUID, after: date) -> tuple[tuple[date, Zone], ...]:
    """Return what is arranged for days after this one, soonest first."""
    rows = models.Zone.objects.filter(branch_id=branch_id, first_day__gt=after)
    return tuple((row.first_day, _zone(row)) for row in rows.order_by("first_day", "kind"))


def _zone(row: models.Zone) -> Zone:
    return Zone(ZoneKind(row.kind), **{name: getattr(row, name) for name in _FIELDS})

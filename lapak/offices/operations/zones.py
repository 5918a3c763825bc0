"""How many people a part of a branch holds. Locks the branch."""

from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from lapak.kernel.actors import Actor
from lapak.kernel.errors import FieldError, InvalidInput
from lapak.offices import models
from lapak.offices.operations.rows import locked, tell
from lapak.offices.rules.zones import ALARM_PERCENTS, DISTANCES_CM, Zone, ZoneKind


class ZoneInvalid(InvalidInput):
    """The zone cannot be. Codes: `zone_without_limit`, `zone_hall_needed`, `zone_limit_zero`,
    `zone_distance`, `zone_alarm`, the last two with the bounds `least` and `most`.
    """


@transaction.atomic
def set_zone(*, branch_id: UUID, zone: Zone, first_day: date, actor: Actor, now: datetime) -> None:
    """Let a zone hold so many people from a day on.

    Raises ZoneInvalid when it has neither area nor limit, would be a hall for nobody, or a figure is out of
    range; WorkdayInvalid for a day that is past, NotFound(`branch_unknown`).
    """
    locked(branch_id, first_day=first_day, now=now)
    _within("distance_cm", zone.distance_cm, DISTANCES_CM, "zone_distance")
    _within("alarm_percent", zone.alarm_percent, ALARM_PERCENTS, "zone_alarm")
    if zone.area_m2 is None and zone.people_limit is None:
        raise _wrong("people_limit", "zone_without_limit")
    if zone.limit == 0 and zone.kind is ZoneKind.HALL:
        raise _wrong("people_limit", "zone_hall_needed")
    if zone.limit == 0 and zone.people_limit != 0:
        raise _wrong("area_m2", "zone_limit_zero")
    facts = {name: value for name, value in asdict(zone).items() if name != "kind"}
    models.Zone.objects.update_or_create(
        branch_id=branch_id, kind=zone.kind, first_day=first_day, defaults=facts
    )
    data = {"zone": zone.kind, **facts, "limit": zone.limit, "from": first_day.isoformat()}
    tell(branch_id, "branch.zone_set", data, actor, now)


def _within(field: str, value: int, bounds: tuple[int, int], code: str) -> None:
    if not bounds[0] <= value <= bounds[1]:
        params = {"least": bounds[0], "most": bounds[1]}
        raise ZoneInvalid(code, params=params, fields=[FieldError(field, code, params)])


def _wrong(field: str, code: str) -> ZoneInvalid:
    return ZoneInvalid(code, fields=[FieldError(field, code)])

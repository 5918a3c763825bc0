"""How full a branch was, read from the samples of every five minutes. Days and hours are the branch's."""

from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Avg, Count, F, FloatField, Max, QuerySet
from django.db.models.functions import Cast, ExtractHour, ExtractIsoWeekDay, TruncDate

from lapak.kernel.zones import local
from lapak.offices import queries as offices
from lapak.offices.rules.workday import span_of
from lapak.offices.rules.zones import ZoneKind
from lapak.queueing.models import CrowdSample
from lapak.queueing.rules.heat import Cell, Heat, Window, best_times, coming_days

LEARNED_FROM = timedelta(weeks=8)
LOOKED_AHEAD_DAYS = 8


def heat(*, branch_id: UUID, zone: ZoneKind = ZoneKind.HALL, now: datetime) -> Heat:
    """Return how full a zone was in the last eight weeks, by weekday and hour of the branch.

    Raises NotFound(`branch_unknown`).
    """
    place = ZoneInfo(offices.branch(branch_id=branch_id).timezone)
    rows = _samples(branch_id, zone, since=now - LEARNED_FROM, now=now).annotate(
        weekday=ExtractIsoWeekDay("at", tzinfo=place), hour=ExtractHour("at", tzinfo=place)
    )
    found = rows.values_list("weekday", "hour").annotate(
        mean=Avg("share"), most=Max("share"), days=Count(TruncDate("at", tzinfo=place), distinct=True)
    )
    return {
        (weekday - 1, hour): Cell(mean, most, days) for weekday, hour, mean, most, days in found.order_by()
    }


def hours_of_days(
    *, branch_id: UUID, zone: ZoneKind = ZoneKind.HALL, days: int, now: datetime
) -> dict[tuple[date, int], Cell]:
    """Return how full a zone was in each hour of the last days, today included.

    Raises NotFound(`branch_unknown`).
    """
    branch = offices.branch(branch_id=branch_id)
    place = ZoneInfo(branch.timezone)
    midnight = local(moment=now, zone=branch.timezone).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = _samples(branch_id, zone, since=midnight - timedelta(days=days - 1), now=now).annotate(
        day=TruncDate("at", tzinfo=place), hour=ExtractHour("at", tzinfo=place)
    )
    found = rows.values_list("day", "hour").annotate(mean=Avg("share"), most=Max("share")).order_by()
    return {(day, hour): Cell(mean, most, 1) for day, hour, mean, most in found}


def when_to_come(*, branch_id: UUID, heat: Heat, now: datetime) -> tuple[Window, ...]:
    """Return the calmest open hours of this day and the seven after it. Raises NotFound(`branch_unknown`)."""
    moment = local(moment=now, zone=offices.branch(branch_id=branch_id).timezone)
    days = coming_days(first=moment.date(), count=LOOKED_AHEAD_DAYS)
    stretches = offices.opening_stretches(branch_id=branch_id, days=days)
    opened = {day: [span_of(*one) for one in stretches[day]] for day in days}
    return best_times(heat=heat, open=opened, after=moment.hour * 60 + moment.minute)


def _samples(branch_id: UUID, zone: ZoneKind, *, since: datetime, now: datetime) -> QuerySet[CrowdSample]:
    rows = CrowdSample.objects.filter(branch_id=branch_id, zone=zone, at__gte=since, at__lte=now)
    share = Cast(F("inside"), FloatField()) / F("limit")
    return rows.annotate(share=share)

"""The core system is asked how many worked at the company, and the 30 % sum is worked out."""

from datetime import datetime
from uuid import UUID

from django.db.models import Count

from lapak.claims.core import core_system
from lapak.claims.ports import CoreAnswerInvalid, CoreRefused, CoreUnavailable
from lapak.collective.models import Roster, RosterRow
from lapak.collective.operations.measuring import keep_sum
from lapak.collective.rules.threshold import (
    Layoff,
    counting_day,
    fullest_window,
    threshold_rule_on,
    work_out,
)
from lapak.collective.rules.verdicts import RowVerdict


def measure_roster(*, roster_id: UUID, now: datetime) -> bool:
    """Work out the sum of a roster as it stands; return whether there is one.

    There is none while nobody on it was laid off, or while the core system gives no head count; asking again
    is safe.
    """
    roster = Roster.objects.select_related("company").get(pk=roster_id)
    rows = RosterRow.objects.filter(roster=roster)
    accepted = rows.filter(verdict=RowVerdict.ACCEPTED).values_list("ended_on", "reason")
    layoffs = [Layoff(day, reason, n) for day, reason, n in accepted.annotate(n=Count("pk")) if day]
    if not layoffs:
        return False
    rule = threshold_rule_on(min(one.ended_on for one in layoffs))
    window = fullest_window(layoffs=layoffs, rule=rule)
    if window is None:
        return False
    counted_on = counting_day(first_layoff=window.first, rule=rule)
    try:
        workers = core_system().headcount(npp=roster.company.npp, on=counted_on)
    except (CoreUnavailable, CoreAnswerInvalid, CoreRefused):
        return False
    if workers < 1:
        return False
    in_doubt = rows.filter(verdict=RowVerdict.TO_REPAIR).count() + window.outside
    work = work_out(laid_off=window.laid_off, workers=workers, rule=rule, in_doubt=in_doubt)
    sites = (roster.company.npp,)
    keep_sum(roster_id=roster_id, work=work, window=window, counted_on=counted_on, sites=sites, now=now)
    return True

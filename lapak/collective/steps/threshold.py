"""The core system is asked how many worked at the company, and the 30 % sum is worked out."""

from datetime import datetime
from uuid import UUID

from lapak.claims.core import core_system
from lapak.claims.ports import CoreAnswerInvalid, CoreRefused, CoreUnavailable
from lapak.collective.models import Roster
from lapak.collective.operations.measuring import keep_no_sum, keep_sum
from lapak.collective.queries.threshold import counted_in
from lapak.collective.rules.threshold import counting_day, work_out


def measure_roster(*, roster_id: UUID, now: datetime) -> bool:
    """Work out the sum of a roster as it stands; return whether there is one.

    There is none while nobody on it was laid off, or while the core system gives no head count: the sweep
    asks it again when it did not answer. Rows that change meanwhile are measured again. Asking again is safe.
    """
    roster = Roster.objects.select_related("company").get(pk=roster_id)
    version, counted = roster.rows_version, counted_in(roster)
    workers, counted_on = 0, None
    if counted is not None:
        counted_on = counting_day(first_layoff=counted.window.first, rule=counted.rule)
        try:
            workers = core_system().headcount(npp=roster.company.npp, on=counted_on)
        except CoreRefused:
            pass  # it knows no such company on that day: asking again changes nothing
        except (CoreUnavailable, CoreAnswerInvalid):
            return False
    if counted is None or counted_on is None or workers < 1:
        keep_no_sum(roster_id=roster_id, rows_version=version)
        return False
    window, sites = counted.window, (roster.company.npp,)
    work = work_out(laid_off=window.laid_off, workers=workers, rule=counted.rule, in_doubt=counted.in_doubt)
    return keep_sum(
        roster_id=roster_id,
        rows_version=version,
        work=work,
        window=window,
        counted_on=counted_on,
        sites=sites,
        now=now,
    )

"""The 30 % test, read."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from lapak.collective.models import Roster, RosterRow, ThresholdSum
from lapak.collective.rules.threshold import (
    Counted,
    Layoff,
    ThresholdRule,
    Verdict,
    count_layoffs,
    threshold_rules,
)
from lapak.collective.rules.verdicts import RowVerdict
from lapak.collective.rules.workers import NOT_THEIRS


def newest_sum(*, roster_id: UUID) -> ThresholdSum | None:
    """Return the sum worked out last for the rows of a roster as they stand, None before there is one."""
    return _current().filter(roster_id=roster_id).order_by("-worked_out_at").first()


def counted_in(roster: Roster) -> Counted | None:
    """Return what of a roster goes into its sum, None while nobody on it counts.

    Whom the register does not know as the company's is in doubt, until it knows them or the row is repaired.
    """
    rows = RosterRow.objects.filter(roster=roster)
    accepted = rows.filter(verdict=RowVerdict.ACCEPTED)
    unknown = Q()
    for code in NOT_THEIRS:
        unknown |= Q(worker__found__contains=[{"code": code}])
    doubtful = _layoffs(accepted.filter(unknown))
    to_repair = rows.filter(verdict=RowVerdict.TO_REPAIR).count()
    known = accepted.exclude(pk__in=accepted.filter(unknown).values("pk"))
    return count_layoffs(layoffs=_layoffs(known), doubtful=doubtful, to_repair=to_repair)


def rosters_to_measure() -> tuple[UUID, ...]:
    """Return the open rosters with rows that were not measured as they stand."""
    rows = Roster.objects.filter(closed_at=None, rows_given__gt=0)
    stale = Q(measured_version=None) | ~Q(measured_version=F("rows_version"))
    return tuple(rows.filter(stale).values_list("pk", flat=True))


def _current() -> QuerySet[ThresholdSum]:
    return ThresholdSum.objects.filter(rows_version=F("roster__rows_version"))


def _layoffs(rows: QuerySet[RosterRow]) -> list[Layoff]:
    counted = rows.values_list("ended_on", "reason").annotate(n=Count("pk"))
    return [Layoff(day, reason, n) for day, reason, n in counted if day]


@dataclass(frozen=True)
class SumView:
    """A sum as it is shown to whoever decides; `left` and `right` as in `rules.threshold.Sum`."""

    id: UUID
    company: str
    npp: str
    roster_number: str
    rule: ThresholdRule
    counted_on: date
    workers: int
    laid_off: int
    in_doubt: int
    window_from: date
    window_until: date
    left: int
    right: int
    decision: bool | None
    reason: str


def sums_to_decide(*, branch_id: UUID) -> tuple[SumView, ...]:
    """Return the borderline sums of the branch's companies that count and wait for a person, oldest first."""
    newest = _current().order_by("roster_id", "-worked_out_at").distinct("roster_id")
    rows = newest.filter(roster__company__branch_id=branch_id, roster__closed_at=None)
    waiting = [row for row in rows.select_related("roster__company") if _waits(row)]
    return tuple(_shown(row) for row in sorted(waiting, key=lambda row: row.worked_out_at))


def _waits(row: ThresholdSum) -> bool:
    return row.verdict == Verdict.BORDERLINE and row.decision is None


def _shown(row: ThresholdSum) -> SumView:
    rule = next(rule for rule in threshold_rules() if rule.version == row.rule)
    return SumView(
        id=row.pk,
        company=row.roster.company.name,
        npp=row.roster.company.npp,
        roster_number=row.roster.number,
        rule=rule,
        counted_on=row.counted_on,
        workers=row.workers,
        laid_off=row.laid_off,
        in_doubt=row.in_doubt,
        window_from=row.window_from,
        window_until=row.window_until,
        left=rule.of_whole * row.laid_off,
        right=rule.least * row.workers,
        decision=row.decision,
        reason=row.reason,
    )


def may_file(*, roster_id: UUID) -> bool | None:
    """Return whether the company may file collectively; None while that is not worked out or not decided."""
    found = newest_sum(roster_id=roster_id)
    if found is None:
        return None
    return found.decision if found.verdict == Verdict.BORDERLINE else found.verdict == Verdict.MET

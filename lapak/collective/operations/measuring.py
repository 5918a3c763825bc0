"""The 30 % sum of a roster is kept each time it is worked out, and a person decides a borderline one."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from lapak.collective.models import Roster, ThresholdSum
from lapak.collective.operations.rosters import tell
from lapak.collective.rules.threshold import Sum, Verdict, Window
from lapak.kernel.actors import Actor, ActorKind
from lapak.kernel.errors import Conflict, InvalidInput, NotAllowed, NotFound
from lapak.kernel.ids import new_id
from lapak.people.queries import staff_member
from lapak.people.rules import Role

MEASURER = Actor.system(job="collective.measure")
LONGEST_REASON = 600


@transaction.atomic
def keep_sum(
    *,
    roster_id: UUID,
    rows_version: int,
    work: Sum,
    window: Window,
    counted_on: date,
    sites: tuple[str, ...],
    now: datetime,
) -> bool:
    """Keep a sum of the rows as they stood in that version; return whether it counts: not when the rows are
    others by now. One that says the same as the newest is not kept again. Locks the roster.
    """
    roster = _measured(roster_id, rows_version)
    if roster is None:
        return False
    row = ThresholdSum(
        id=new_id(now=now),
        roster=roster,
        rows_version=rows_version,
        rule=work.rule.version,
        counted_on=counted_on,
        sites=list(sites),
        workers=work.workers,
        laid_off=work.laid_off,
        in_doubt=work.in_doubt,
        window_from=window.first,
        window_until=window.last,
        verdict=work.verdict,
        worked_out_at=now,
    )
    newest = roster.sums.order_by("-worked_out_at").first()
    if newest is not None and _same(newest, row):
        newest.rows_version = rows_version
        newest.save(update_fields=["rows_version"])
        return True
    row.save(force_insert=True)
    counts = {"workers": work.workers, "laid_off": work.laid_off, "in_doubt": work.in_doubt}
    tell(roster, "roster.measured", MEASURER, now, rule=row.rule, verdict=str(work.verdict), **counts)
    return True


@transaction.atomic
def keep_no_sum(*, roster_id: UUID, rows_version: int) -> None:
    """Keep that there is no sum of the rows as they stood in that version: none counts. Locks the roster."""
    _measured(roster_id, rows_version)


@transaction.atomic
def decide_sum(*, sum_id: UUID, may_file: bool, reason: str, actor: Actor, now: datetime) -> None:
    """Keep what a branch head of the company's branch decides of a borderline sum, with the reason.

    Locks the roster. Raises NotFound(`sum_unknown`), NotAllowed(`branch_head_only`),
    InvalidInput(`sum_reason_empty`, `sum_reason_too_long`),
    Conflict(`sum_not_borderline`, `sum_decided`, `sum_replaced`).
    """
    found = ThresholdSum.objects.filter(pk=sum_id).values_list("roster_id", flat=True).first()
    if found is None:
        raise NotFound("sum_unknown")
    roster = Roster.objects.select_for_update(of=("self",)).select_related("company").get(pk=found)
    row = roster.sums.get(pk=sum_id)
    head = staff_member(id=int(actor.id)) if actor.kind is ActorKind.STAFF else None
    if head is None or actor.role != Role.BRANCH_HEAD or head.branch_id != roster.company.branch_id:
        raise NotAllowed("branch_head_only")
    reason = " ".join(reason.split())
    if not reason:
        raise InvalidInput("sum_reason_empty")
    if len(reason) > LONGEST_REASON:
        raise InvalidInput("sum_reason_too_long", params={"most": LONGEST_REASON})
    if row.verdict != Verdict.BORDERLINE:
        raise Conflict("sum_not_borderline")
    if row.decided_at is not None:
        raise Conflict("sum_decided")
    if roster.sums.filter(worked_out_at__gt=row.worked_out_at).exists() or (
        row.rows_version != roster.rows_version
    ):
        raise Conflict("sum_replaced")
    row.decision, row.reason, row.decided_by_id, row.decided_at = may_file, reason, int(actor.id), now
    row.save(update_fields=["decision", "reason", "decided_by", "decided_at"])
    tell(roster, "roster.sum_decided", actor, now, sum=str(row.pk), may_file=may_file)


def _measured(roster_id: UUID, rows_version: int) -> Roster | None:
    """Return the locked roster, marked as measured, if its rows are still those."""
    roster = Roster.objects.select_for_update().get(pk=roster_id)
    if roster.rows_version != rows_version:
        return None
    roster.measured_version = rows_version
    roster.save(update_fields=["measured_version"])
    return roster


def _same(one: ThresholdSum, other: ThresholdSum) -> bool:
    told = ("rule", "counted_on", "sites", "workers", "laid_off", "in_doubt", "window_from", "window_until")
    return all(getattr(one, name) == getattr(other, name) for name in told)

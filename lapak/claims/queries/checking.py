"""What checkers have before them: the queue with time left and reasons to look, and what was decided."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lapak.claims.models import Check, Claim
from lapak.claims.queries.assess import required_checks, warnings_about
from lapak.claims.queries.lists import ClaimRow, check_queue, rows_of
from lapak.claims.queries.tracking import clock_of, moves_of
from lapak.claims.rules.claim_moves import ClaimState
from lapak.claims.rules.second_look import Difference, Why, differences, reasons_to_look
from lapak.claims.rules.tracking import PaymentClock
from lapak.journal.queries import trails
from lapak.kernel.zones import local_date

MOST_DECIDED = 100


@dataclass(frozen=True)
class ToCheck:
    """A claim that waits for a checker. `clock` is None when the rules set no time to pay."""

    row: ClaimRow
    clock: PaymentClock | None
    differing: int
    signals: int
    reasons: tuple[Why, ...]


@dataclass(frozen=True)
class CheckersQueue:
    """What waits, fewest working days left first; `own` counts what is hidden as the checker's own work.

    `for_others` are claims this checker approved and that wait for somebody else to approve them too.
    """

    waiting: tuple[ToCheck, ...]
    for_others: tuple[ClaimRow, ...]
    own: int
    kin: int


@dataclass(frozen=True)
class Decided:
    """A claim that was decided, by whom and when (UTC)."""

    row: ClaimRow
    checker_name: str
    checked_at: datetime | None


def checkers_queue(*, branch_id: UUID, checker_id: int, now: datetime) -> CheckersQueue:
    """Return the queue of one checker of a branch."""
    queue = check_queue(branch_id=branch_id, checker_id=checker_id)
    again = {row.id for row in queue.to_order_again}
    listed = {row.id: row for row in (*queue.to_decide, *queue.to_order_again)}
    claims = (
        Claim.objects.filter(pk__in=listed).select_related("branch").prefetch_related("checks", "signals")
    )
    links = trails(kind="claim", ids=[str(id) for id in listed])
    waiting = [
        _to_check(
            claim,
            listed[claim.pk],
            clock_of(claim, moves_of(links.get(str(claim.pk), ())), now=now),
            again,
            now,
        )
        for claim in claims
    ]
    return CheckersQueue(
        waiting=tuple(sorted(waiting, key=_urgency)),
        for_others=queue.for_others,
        own=queue.own,
        kin=queue.kin,
    )


def decided(*, branch_id: UUID) -> tuple[Decided, ...]:
    """Return what the checkers of a branch decided, the newest first."""
    rows = Claim.objects.filter(branch_id=branch_id, checked_at__isnull=False).order_by("-checked_at")
    claims = rows.select_related("checker")[:MOST_DECIDED]
    by = {
        claim.pk: (claim.checker.display_name if claim.checker else "", claim.checked_at) for claim in claims
    }
    return tuple(Decided(row, *by[row.id]) for row in rows_of(rows.filter(pk__in=by)))


def differences_of(row: Claim, *, on: date) -> tuple[Difference, ...]:
    """Return what does not agree about a claim on the day of its branch; an approval must explain it.

    Points of an earlier list, which another reason or rule set no longer asks for, say nothing any more.
    """
    asked = {item.code for item in required_checks(row, on=on)}
    noted = {
        check.code: check.note
        for check in row.checks.all()
        if check.code in asked and (check.note or check.state == Check.State.PROBLEM)
    }
    return differences(warnings=warnings_about(row, on=on), noted=noted)


def _to_check(
    claim: Claim, row: ClaimRow, clock: PaymentClock | None, again: set[UUID], now: datetime
) -> ToCheck:
    differing = len(differences_of(claim, on=local_date(moment=now, zone=claim.zone)))
    reasons = reasons_to_look(
        net=claim.net,
        differing=differing,
        is_rejection=claim.state == ClaimState.REJECTION_PROPOSED,
        to_order_again=claim.pk in again,
    )
    return ToCheck(row, clock, differing, len(claim.signals.all()), reasons)


def _urgency(one: ToCheck) -> tuple[float, float]:
    left = one.clock.left if one.clock else float("inf")
    since = one.row.verified_at or one.row.submitted_at
    return left, since.timestamp() if since else 0

"""Both books side by side, what was found, and what waits for a person."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from lapak.claims.models import Claim, PaymentOrder, Reconciliation, ReconciliationFinding
from lapak.claims.rules.claim_moves import ClaimState
from lapak.claims.rules.reconciliation import Difference, OurOrder, Ours

MOST_FINDINGS = 200
HALF_A_DAY = timedelta(hours=12)
WAITING = (ClaimState.APPROVED, ClaimState.ORDERED)


@dataclass(frozen=True)
class Booked:
    """An order of ours, with what the rules want to know of it."""

    order_id: UUID
    claim_id: UUID
    idempotency_key: str
    net: int
    order: OurOrder


@dataclass(frozen=True)
class RunView:
    """A comparison: its period and where it is (UTC), how much was compared, mended, and left to people."""

    id: int
    since: datetime
    until: datetime
    stage: str
    cursor: str
    begun_at: datetime
    ended_at: datetime | None
    compared: int
    mended: int
    for_people: int


@dataclass(frozen=True)
class FindingView:
    """A difference. `branch_id` is None where no claim of ours is known; amounts are net, in rupiah."""

    id: int
    run_id: int | None
    kind: Difference
    branch_id: UUID | None
    claim_id: UUID | None
    claim_number: str
    core_reference: str
    our_net: int | None
    their_net: int | None
    found_at: datetime
    mended: bool
    resolved_at: datetime | None
    resolved_by: str
    note: str


def booked(*, keys: Collection[str]) -> dict[str, Booked]:
    """Return our orders with these idempotency keys, by key."""
    rows = PaymentOrder.objects.filter(idempotency_key__in=keys).select_related("claim")
    return {row.idempotency_key: booked_of(row, row.claim) for row in rows}


def not_met(*, run: RunView, after: UUID | None, most: int) -> tuple[Booked, ...]:
    """Return our orders that should stand in the period and were not met in their listing, by id.

    Those paid in it, and those under way since before its end. `after` is the last one of the page before.
    """
    rows = PaymentOrder.objects.filter(
        Q(state=PaymentOrder.State.PAID, settled_at__gte=run.since, settled_at__lt=run.until)
        | Q(state=PaymentOrder.State.ORDERED, ordered_at__lt=run.until)
    ).exclude(compared_in=run.id)
    if after is not None:
        rows = rows.filter(pk__gt=after)
    return tuple(booked_of(row, row.claim) for row in rows.select_related("claim").order_by("pk")[:most])


def booked_of(row: PaymentOrder, claim: Claim) -> Booked:
    """Return an order as the comparison sees it; a claim waits for its newest attempt only."""
    newer = claim.orders.filter(attempt__gt=row.attempt) if row.state == PaymentOrder.State.REFUSED else None
    return Booked(
        order_id=row.pk,
        claim_id=row.claim_id,
        idempotency_key=row.idempotency_key,
        net=row.net,
        order=OurOrder(
            state=Ours(row.state),
            sent=bool(row.core_reference),
            waits=newer is not None and claim.state in WAITING and not newer.exists(),
            sums=(row.gross, row.tax, row.net),
            account=(row.bank_code, row.account_number),
        ),
    )


def claims_named(*, references: Collection[str]) -> dict[str, UUID]:
    """Return our claims with these references of the core system, by reference."""
    rows = Claim.objects.filter(core_reference__in=[one for one in references if one])
    return dict(rows.values_list("core_reference", "pk"))


def runs(*, most: int = 14) -> tuple[RunView, ...]:
    """Return the last comparisons, the newest first."""
    return tuple(_run(row) for row in _counted().order_by("-begun_at")[:most])


def run(*, run_id: int) -> RunView:
    """Return one comparison. Raises DoesNotExist for an id nobody gave."""
    return _run(_counted().get(pk=run_id))


def unfinished() -> RunView | None:
    """Return a comparison that was broken off, the oldest first."""
    row = _counted().filter(ended_at=None).order_by("begun_at").first()
    return _run(row) if row else None


def compared_until() -> datetime | None:
    """Return up to where everything was compared (UTC), None before the first comparison ended.

    A comparison by hand that began later than that leaves what lies between to the next one.
    """
    ended = Reconciliation.objects.exclude(ended_at=None).order_by("pk")
    reached: datetime | None = None
    for since, until in ended.values_list("since", "until"):
        if reached is None or since <= reached < until:
            reached = until
    return reached


def findings(*, run_id: int) -> tuple[FindingView, ...]:
    """Return what one comparison found, in the order it was found."""
    rows = ReconciliationFinding.objects.filter(run_id=run_id).order_by("pk")
    return _findings(rows.select_related("claim", "resolved_by")[:MOST_FINDINGS])


def findings_of(*, branch_id: UUID | None) -> tuple[FindingView, ...]:
    """Return what was found about the claims of a branch, open ones first, then the newest.

    With None: what is about no claim of ours.
    """
    rows = (
        _about(branch_id)
        .select_related("claim", "resolved_by")
        .order_by("mended", "-resolved_at", "-found_at")
    )
    found = _findings(rows[:MOST_FINDINGS])
    return tuple(sorted(found, key=lambda one: one.mended or one.resolved_at is not None))


def open_findings(*, branch_id: UUID | None) -> int:
    """Return how many findings about the branch's claims wait for a person; None: about no claim of ours."""
    return _about(branch_id).filter(mended=False, resolved_at=None).count()


def is_due(*, now: datetime) -> bool:
    """Return whether a comparison was broken off, or the last one ended half a day ago or earlier."""
    last = compared_until()
    return unfinished() is not None or last is None or last < now - HALF_A_DAY


def _about(branch_id: UUID | None) -> QuerySet[ReconciliationFinding]:
    rows = ReconciliationFinding.objects.all()
    return rows.filter(claim=None) if branch_id is None else rows.filter(claim__branch_id=branch_id)


def _counted() -> QuerySet[Reconciliation]:
    mended = Count("findings", filter=Q(findings__mended=True))
    return Reconciliation.objects.annotate(
        mended=mended, for_people=Count("findings", filter=Q(findings__mended=False))
    )


def _run(row: Reconciliation) -> RunView:
    fields: dict[str, Any] = {name: getattr(row, name) for name in RunView.__dataclass_fields__}
    return RunView(**fields)


def _findings(rows: Iterable[ReconciliationFinding]) -> tuple[FindingView, ...]:
    return tuple(
        FindingView(
            id=row.pk,
            run_id=row.run_id,
            kind=Difference(row.kind),
            branch_id=row.claim.branch_id if row.claim else None,
            claim_id=row.claim_id,
            claim_number=(row.claim.number or "") if row.claim else "",
            core_reference=row.core_reference,
            our_net=row.our_net,
            their_net=row.their_net,
            found_at=row.found_at,
            mended=row.mended,
            resolved_at=row.resolved_at,
            resolved_by=row.resolved_by.display_name if row.resolved_by else "",
            note=row.note,
        )
        for row in rows
    )

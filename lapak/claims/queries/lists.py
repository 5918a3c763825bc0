"""Lists for staff, with personal data masked; whoever opens a claim sees it whole."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery

from lapak.claims.models import Approval, Claim, PaperState, PaymentOrder
from lapak.claims.queries.kin import kin_claims
from lapak.claims.rules.approvals import ApprovalProgress
from lapak.claims.rules.claim_moves import ClaimState
from lapak.kernel.masking import mask_kpj, mask_name, mask_nik

AT_WORK = (
    ClaimState.SUBMITTED,
    ClaimState.IN_SERVICE,
    ClaimState.NEEDS_CORRECTION,
    ClaimState.RETURNED_TO_OFFICER,
)
TO_DECIDE = (ClaimState.VERIFIED, ClaimState.REJECTION_PROPOSED)
TO_APPROVE = (ClaimState.VERIFIED, ClaimState.PAYMENT_RETURNED)
MOST_ROWS = 200


@dataclass(frozen=True)
class ClaimRow:
    """A claim in a list: name and numbers masked, amounts in rupiah, moments in UTC."""

    id: UUID
    number: str
    state: ClaimState
    version: int
    channel: str
    reason: str
    name: str
    nik: str
    kpj: str
    net: int | None
    submitted_at: datetime | None
    verified_at: datetime | None
    officer_id: int | None
    officer_name: str
    deadline: date | None
    core_refusal: str
    approvals: ApprovalProgress


@dataclass(frozen=True)
class CheckQueue:
    """What waits for one checker, oldest first; `own` counts those hidden because they verified them, `kin`
    those that concern the checker or declared kin.

    `to_order_again` are claims whose payment came back, or was refused, and that can be ordered anew;
    `for_others` those this checker approved already and that others have to approve too.
    """

    to_decide: tuple[ClaimRow, ...]
    to_order_again: tuple[ClaimRow, ...]
    for_others: tuple[ClaimRow, ...]
    own: int
    kin: int


def worklist(
    *, branch_id: UUID, states: tuple[ClaimState, ...] = AT_WORK, most: int = MOST_ROWS
) -> tuple[ClaimRow, ...]:
    """Return the claims of a branch that officers have before them, the oldest first."""
    rows = Claim.objects.filter(branch_id=branch_id, state__in=states)
    return rows_of(rows.order_by("submitted_at", "pk")[:most])


def check_queue(*, branch_id: UUID, checker_id: int, most: int = MOST_ROWS) -> CheckQueue:
    """Return the queue of one checker; what they had as officer is hidden from them and counted."""
    waiting = Claim.objects.filter(branch_id=branch_id, state__in=TO_DECIDE)
    back = Claim.objects.filter(branch_id=branch_id).filter(_can_be_ordered_again())
    mine = Q(officer_id=checker_id)
    approved = Q(Exists(_present_approvals().filter(by_id=checker_id)))
    done = Claim.objects.filter(branch_id=branch_id, state__in=TO_APPROVE).filter(approved)
    open_to_all = [*waiting.values_list("pk", flat=True), *back.values_list("pk", flat=True)]
    kin = kin_claims(claim_ids=open_to_all, staff_id=checker_id)
    own = waiting.filter(mine).count() + back.filter(mine).count()
    waiting, back = waiting.exclude(pk__in=kin), back.exclude(pk__in=kin)
    return CheckQueue(
        to_decide=rows_of(
            waiting.exclude(mine).exclude(approved).order_by("verified_at", "submitted_at", "pk")[:most]
        ),
        to_order_again=rows_of(
            back.exclude(mine)
            .exclude(approved & Q(state=ClaimState.PAYMENT_RETURNED))
            .order_by("submitted_at", "pk")[:most]
        ),
        for_others=rows_of(done.order_by("verified_at", "pk")[:most]),
        own=own,
        kin=len(kin),
    )


def _present_approvals() -> QuerySet[Approval]:
    """Return the approvals that count for the claim of an outer query."""
    return Approval.objects.filter(claim=OuterRef("pk"), round=OuterRef("approval_round"))


def _can_be_ordered_again() -> Q:
    """A payment came back and another account was given, or the core system refused the last order."""
    orders = PaymentOrder.objects.filter(claim=OuterRef("pk"))
    last_settled = orders.order_by("-attempt").values("settled_at")[:1]
    returned = Q(state=ClaimState.PAYMENT_RETURNED, account_given_at__gt=Subquery(last_settled))
    under_way = Q(state__in=[ClaimState.APPROVED, ClaimState.ORDERED])
    return returned | (under_way & Q(~Exists(orders.filter(state=PaymentOrder.State.ORDERED))))


def rows_of(rows: QuerySet[Claim]) -> tuple[ClaimRow, ...]:
    """Return claims as lists show them, in the order of the query set."""
    asked = PaperState.State.ASKED_AGAIN
    found = rows.select_related("officer").annotate(
        deadline=Min("papers__deadline", filter=Q(papers__state=asked)),
        approvals_given=Count("approvals", filter=Q(approvals__round=F("approval_round")), distinct=True),
    )
    return tuple(_row(row, row.deadline, row.approvals_given) for row in found)


def _row(row: Claim, deadline: date | None, approvals_given: int) -> ClaimRow:
    return ClaimRow(
        id=row.pk,
        number=row.number or "",
        state=ClaimState(row.state),
        version=row.version,
        channel=row.channel,
        reason=row.reason,
        name=mask_name(row.name),
        nik=mask_nik(row.nik),
        kpj=mask_kpj(row.kpj),
        net=row.net,
        submitted_at=row.submitted_at,
        verified_at=row.verified_at,
        officer_id=row.officer_id,
        officer_name=row.officer.display_name if row.officer else "",
        deadline=deadline,
        core_refusal=row.core_refusal,
        approvals=ApprovalProgress(given=approvals_given, needed=row.approvals_needed),
    )

"""Claims drawn for a second look: what waits for whom, what was found, and how often."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from lapak.claims.models import Claim, Sample
from lapak.claims.queries.kin import kin_claims
from lapak.claims.queries.lists import ClaimRow, rows_of
from lapak.claims.rules.claim_moves import ClaimState
from lapak.claims.rules.sampling import SampleOutcome

MOST_SHOWN = 100


@dataclass(frozen=True)
class Finding:
    """Something found at a second look: what, by whom and when (UTC); how far the claim is now."""

    claim_id: UUID
    number: str
    state: ClaimState
    reason_code: str
    note: str
    done_by: str
    done_at: datetime | None
    is_seen: bool


@dataclass(frozen=True)
class Rates:
    """How many were drawn, looked at and found wanting."""

    drawn: int
    looked_at: int
    findings: int

    @property
    def percent(self) -> int:
        """Return how many of a hundred looked at were found wanting."""
        return round(100 * self.findings / self.looked_at) if self.looked_at else 0


def open_samples(*, branch_id: UUID, staff_id: int) -> tuple[ClaimRow, ...]:
    """Return what a checker may look at once more: neither verified nor approved by them, nor of kin."""
    rows = Claim.objects.filter(branch_id=branch_id, sample__outcome="").exclude(sample__isnull=True)
    rows = rows.exclude(officer_id=staff_id).exclude(
        pk__in=Claim.objects.filter(approvals__by_id=staff_id).values("pk")
    )
    kin = kin_claims(claim_ids=list(rows.values_list("pk", flat=True)), staff_id=staff_id)
    return rows_of(rows.exclude(pk__in=kin).order_by("sample__drawn_at")[:MOST_SHOWN])


def waits_for_look(*, claim_id: UUID, staff_id: int) -> bool:
    """Return whether this person may look at the claim once more, and nobody has yet."""
    row = Claim.objects.filter(pk=claim_id).values_list("branch_id", flat=True).first()
    return row is not None and any(
        one.id == claim_id for one in open_samples(branch_id=row, staff_id=staff_id)
    )


def findings(*, branch_id: UUID) -> tuple[Finding, ...]:
    """Return what second looks found at a branch, those nobody has seen first, then the newest."""
    rows = Sample.objects.filter(claim__branch_id=branch_id, outcome=SampleOutcome.FINDING)
    found = rows.select_related("claim", "done_by").order_by("-done_at")[:MOST_SHOWN]
    views = [
        Finding(
            claim_id=row.claim_id,
            number=row.claim.number or "",
            state=ClaimState(row.claim.state),
            reason_code=row.reason_code,
            note=row.note,
            done_by=row.done_by.display_name if row.done_by else "",
            done_at=row.done_at,
            is_seen=row.seen_at is not None,
        )
        for row in found
    ]
    return tuple(sorted(views, key=lambda one: one.is_seen))


def rates(*, branch_id: UUID, since: datetime) -> Rates:
    """Return the figures of what was drawn at a branch since that moment (UTC)."""
    counted = Sample.objects.filter(claim__branch_id=branch_id, drawn_at__gte=since).aggregate(
        drawn=Count("pk"),
        looked_at=Count("pk", filter=~Q(outcome="")),
        findings=Count("pk", filter=Q(outcome=SampleOutcome.FINDING)),
    )
    return Rates(**counted)

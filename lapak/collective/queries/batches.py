"""Batches, read: the days ahead, the batches of a roster and of a branch, and each worker on one."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, QuerySet

from lapak.booking.queries import SlotView, free_slots
from lapak.booking.rules.states import Channel
from lapak.claims.queries.collective import ListedClaim, listed_claims, states_of
from lapak.claims.rules.claim_moves import ClaimState
from lapak.collective.models import Batch, BatchPlace, Talk, Worker
from lapak.collective.queries.workers import WorkerView, worker_view
from lapak.collective.rules.batches import BatchState, TalkKind
from lapak.collective.rules.workers import Word
from lapak.kernel.errors import NotFound
from lapak.kernel.zones import local_date

DONE_WITH = frozenset(
    {ClaimState.VERIFIED, ClaimState.APPROVED, ClaimState.ORDERED, ClaimState.PAID, ClaimState.REJECTED}
)


@dataclass(frozen=True)
class BatchView:
    """A day for workers of a roster. Moments are UTC."""

    id: UUID
    roster_id: UUID
    roster_number: str
    company_id: UUID
    company: str
    npp: str
    branch_id: UUID
    day: date
    state: BatchState
    workers: int
    places: int


@dataclass(frozen=True)
class BatchContact:
    """Whom news about the day of a batch concerns: the representative under whose mandate the list stands."""

    email: str
    company: str
    roster_id: UUID
    day: date


@dataclass(frozen=True)
class Listed:
    """A worker on a batch: the row, the claim, and whether a talk by video is asked for and was held."""

    worker: WorkerView
    claim: ListedClaim | None
    asks_talk: bool

    @property
    def net(self) -> int:
        """Return what the claim comes to in rupiah, 0 while it is not known."""
        return (self.claim.net if self.claim else None) or 0


def days_ahead(*, branch_id: UUID, first: date, days: int, now: datetime) -> dict[date, list[SlotView]]:
    """Return the times of video calls with free places, by day of the branch from the first on."""
    until = (first - now.date()).days + days
    found: dict[date, list[SlotView]] = defaultdict(list)
    for one in free_slots(branch_id=branch_id, channel=Channel.ONLINE, now=now, days=until + 1):
        if one.day >= first:
            found[one.day] = [slot for slot in one.slots if slot.free > 0]
    return {day: slots for day, slots in found.items() if slots}


def days_taken(*, roster_id: UUID) -> frozenset[date]:
    """Return the days a roster was given, or was refused: it asks for none of them again."""
    return frozenset(Batch.objects.filter(roster_id=roster_id).values_list("day", flat=True))


def to_schedule(*, roster_id: UUID) -> QuerySet[Worker]:
    """Return the filed workers of a roster who have no day and whose claim is still the company's."""
    rows = Worker.objects.filter(
        roster_id=roster_id, filed=Worker.Filed.COLLECTIVE, batch=None, word__in=[Word.NONE, Word.CONFIRMED]
    ).order_by("row__serial")
    waiting = listed_claims(claim_ids=rows.values_list("claim_id", flat=True))
    ids = [id for id, one in waiting.items() if one.state is ClaimState.SUBMITTED and one.is_listed]
    return rows.filter(claim_id__in=ids)


def rosters_to_schedule() -> tuple[UUID, ...]:
    """Return the lists with filed workers who have no day."""
    rows = Worker.objects.filter(
        filed=Worker.Filed.COLLECTIVE,
        batch=None,
        word__in=[Word.NONE, Word.CONFIRMED],
        roster__closed_at=None,
    )
    found = rows.values_list("roster_id", flat=True).distinct()
    return tuple(id for id in found if to_schedule(roster_id=id).exists())


def batch(*, batch_id: UUID) -> BatchView:
    """Return a batch. Raises NotFound(`batch_unknown`)."""
    found = next(iter(_views(Batch.objects.filter(pk=batch_id))), None)
    if found is None:
        raise NotFound("batch_unknown")
    return found


def contact_about(*, booking_id: UUID) -> BatchContact | None:
    """Return whom a booking of a batch concerns, None for a booking that belongs to no batch."""
    place = (
        BatchPlace.objects.filter(booking_id=booking_id)
        .select_related("batch__roster__company", "batch__roster__mandate__representative")
        .first()
    )
    if place is None:
        return None
    roster = place.batch.roster
    return BatchContact(roster.mandate.representative.email, roster.company.name, roster.pk, place.batch.day)


def batches_of(*, roster_id: UUID) -> tuple[BatchView, ...]:
    """Return the batches of a roster that were not refused, by day."""
    return _views(Batch.objects.filter(roster_id=roster_id).exclude(state=BatchState.REFUSED))


def batches_of_branch(*, branch_id: UUID, now: datetime, zone: str) -> tuple[BatchView, ...]:
    """Return what the branch has to agree on or to serve, by day; served days for a fortnight."""
    since = local_date(moment=now, zone=zone) - timedelta(days=14)
    rows = Batch.objects.filter(branch_id=branch_id).exclude(state=BatchState.REFUSED)
    return _views(rows.exclude(state=BatchState.DONE, day__lt=since))


def listed(*, batch_id: UUID, now: datetime) -> tuple[Listed, ...]:
    """Return the workers of a batch in the order of the list."""
    rows = list(Worker.objects.filter(batch_id=batch_id).select_related("row").order_by("row__serial"))
    claims = listed_claims(claim_ids=[one.claim_id for one in rows], on=now)
    met = talked_with(row_ids=[one.pk for one in rows])
    return tuple(
        Listed(worker_view(one.row), claims.get(one.claim_id), one.sampled and one.pk not in met)
        for one in rows
    )


def talked_with(*, row_ids: list[int]) -> frozenset[int]:
    """Return those of the workers with whom a talk by video was held."""
    held = Talk.objects.filter(kind=TalkKind.WORKER, worker__in=row_ids, outcome="held")
    return frozenset(held.values_list("worker_id", flat=True))


def _views(rows: QuerySet[Batch]) -> tuple[BatchView, ...]:
    counted = rows.select_related("roster__company").annotate(
        count=Count("workers", distinct=True), taken=Count("places", distinct=True)
    )
    return tuple(
        BatchView(
            id=row.pk,
            roster_id=row.roster_id,
            roster_number=row.roster.number,
            company_id=row.roster.company_id,
            company=row.roster.company.name,
            npp=row.roster.company.npp,
            branch_id=row.branch_id,
            day=row.day,
            state=BatchState(row.state),
            workers=row.count,
            places=row.taken,
        )
        for row in counted.order_by("day", "roster__number")
    )


@dataclass(frozen=True)
class ClaimProgress:
    """How the filed claims of a roster stand, as counts; `alone` are those that left the list."""

    filed: int
    with_officer: int
    verified: int
    approved: int
    paid: int
    correction: int
    rejected: int
    ended: int

    @property
    def open(self) -> int:
        """Return how many are neither paid nor ended."""
        return self.filed - self.paid - self.rejected - self.ended


_GROUPS = {
    "with_officer": {ClaimState.SUBMITTED, ClaimState.IN_SERVICE, ClaimState.RETURNED_TO_OFFICER},
    "verified": {ClaimState.VERIFIED, ClaimState.REJECTION_PROPOSED},
    "approved": {ClaimState.APPROVED, ClaimState.ORDERED, ClaimState.PAYMENT_RETURNED},
    "paid": {ClaimState.PAID},
    "correction": {ClaimState.NEEDS_CORRECTION},
    "rejected": {ClaimState.REJECTED},
    "ended": {ClaimState.WITHDRAWN, ClaimState.EXPIRED},
}


def progress_of_claims(*, roster_id: UUID) -> ClaimProgress:
    """Return how the filed claims of a roster stand."""
    ids = Worker.objects.filter(roster_id=roster_id, filed=Worker.Filed.COLLECTIVE)
    states = states_of(claim_ids=ids.values_list("claim_id", flat=True))
    counts = {name: sum(state in group for state in states.values()) for name, group in _GROUPS.items()}
    return ClaimProgress(filed=len(states), **counts)

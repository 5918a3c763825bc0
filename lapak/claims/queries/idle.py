"""Claims that have waited too long at a branch, the longest over its limit first.

Asked anew each time from the rows themselves, so that nothing can be lost with a process.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Max, Q

from lapak.booking.queries import latest_booking
from lapak.claims.models import LIVE_STATES, Claim, Objection, PaperState
from lapak.claims.queries.lists import ClaimRow, rows_of
from lapak.claims.queries.tracking import clock_of, moves_of
from lapak.claims.rules.claim_moves import ClaimState
from lapak.claims.rules.idle import days_over, idle_limit
from lapak.claims.rules.tracking import PaymentClock
from lapak.journal.queries import trails
from lapak.kernel.masking import mask_name
from lapak.kernel.zones import local_date
from lapak.offices.queries import branch, holiday_dates

MOST_LOOKED_AT = 400
LEAST_LEGAL_TIME = timedelta(days=5)  # no rule set gives less, and working days are more
MOST_SHOWN = 100


@dataclass(frozen=True)
class IdleClaim:
    """A claim that waits too long: since which day, by how many working days over, and the legal clock.

    `over` counts the days over the limit of its state, or over the legal time to pay if that is more.
    """

    row: ClaimRow
    since: date
    over: int
    clock: PaymentClock | None

    @property
    def is_past_the_law(self) -> bool:
        """Whether the legal time to pay has run out."""
        return self.clock is not None and self.clock.over > 0


@dataclass(frozen=True)
class OpenObjection:
    """An objection to be answered by `due_on`; the name is masked, the text stays on its own page."""

    claim_id: UUID
    number: str
    name: str
    state: ClaimState
    at: datetime
    due_on: date
    is_overdue: bool


def idle_claims(*, branch_id: UUID, now: datetime) -> tuple[IdleClaim, ...]:
    """Return the claims of a branch over their limit, or past the legal time to pay. Raises NotFound."""
    today = local_date(moment=now, zone=branch(branch_id=branch_id).timezone)
    holidays = holiday_dates(years=[today.year - 1, today.year])
    rows = {row.pk: row for row in _candidates(branch_id, now)}
    links = trails(kind="claim", ids=[str(id) for id in rows])
    found: dict[UUID, tuple[date, int, PaymentClock | None]] = {}
    for id, row in rows.items():
        since = _waits_since(row)
        clock = clock_of(row, moves_of(links.get(str(id), ())), now=now)
        over = days_over(state=ClaimState(row.state), since=since, on=today, holidays=holidays)
        over = max(over, clock.over if clock and not clock.paused else 0)
        if over:
            found[id] = (since, over, clock)
    shown = [IdleClaim(row, *found[row.id]) for row in rows_of(Claim.objects.filter(pk__in=found))]
    return tuple(sorted(shown, key=lambda one: (-one.over, one.since))[:MOST_SHOWN])


def open_objections(*, branch_id: UUID, now: datetime) -> tuple[OpenObjection, ...]:
    """Return the objections the branch has to answer, the one due first foremost."""
    today = local_date(moment=now, zone=branch(branch_id=branch_id).timezone)
    rows = Objection.objects.filter(outcome="", claim__branch_id=branch_id).select_related("claim")
    return tuple(
        OpenObjection(
            claim_id=row.claim_id,
            number=row.claim.number or "",
            name=mask_name(row.claim.name),
            state=ClaimState(row.claim.state),
            at=row.at,
            due_on=row.due_on,
            is_overdue=row.due_on < today,
        )
        for row in rows.order_by("due_on", "at")[:MOST_SHOWN]
    )


def _candidates(branch_id: UUID, now: datetime) -> Collection[Claim]:
    """Return claims that may be over: in their state for longer than its limit, or filed long enough ago for
    the legal time to have run out, both in calendar days.
    """
    states = [state for state in LIVE_STATES if (limit := idle_limit(state)) is not None and limit]
    old = Q(state__in=LIVE_STATES, submitted_at__lt=now - LEAST_LEGAL_TIME)
    for state in states:
        old |= Q(state=state, state_since__lt=now - timedelta(days=idle_limit(state) or 0))
    rows = Claim.objects.filter(old, branch_id=branch_id).select_related("branch")
    asked = Q(papers__state=PaperState.State.ASKED_AGAIN)
    return rows.annotate(last_day=Max("papers__deadline", filter=asked)).order_by("state_since")[
        :MOST_LOOKED_AT
    ]


def _waits_since(row: Claim) -> date:
    """Return the day from which on the claim waits for the branch."""
    since = local_date(moment=row.state_since, zone=row.zone)
    if row.state == ClaimState.NEEDS_CORRECTION:
        last_day: date | None = getattr(row, "last_day", None)
        return max(since, last_day) if last_day else since
    if row.state == ClaimState.SUBMITTED:
        booked = latest_booking(subject_id=row.pk)
        if booked is not None:
            return max(since, local_date(moment=booked.slot.starts_at, zone=row.zone))
    return since

"""What the public page shows of a claim: status only, dated, with reason and what comes next."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from lapak.claims import facts as core_facts
from lapak.claims.models import Claim, Objection, PaperState
from lapak.claims.programmes import programme
from lapak.claims.queries.assess import rules_of
from lapak.claims.queries.parties import payee_name_of
from lapak.claims.rules.claim_moves import ENDED_UNPAID, ClaimMove, ClaimRole, ClaimState, open_moves
from lapak.claims.rules.eligibility import Weight, account_findings
from lapak.claims.rules.reopening import EndedClaim, may_object
from lapak.claims.rules.tracking import Pause, PaymentClock, Tracking, TrackingFacts, payment_clock
from lapak.claims.rules.tracking import tracking as track
from lapak.journal.queries import trail
from lapak.journal.rules import Link
from lapak.kernel.errors import NotFound
from lapak.kernel.subjects import Subject
from lapak.kernel.zones import local_date
from lapak.offices.queries import holiday_dates

CORRECTABLE = (ClaimState.NEEDS_CORRECTION, ClaimState.IN_SERVICE, ClaimState.SUBMITTED)
_MOVES = frozenset(f"claim.{move}" for move in ClaimMove)
_REOPENINGS = ("claim.reopen", "claim.reopen_for_papers")
WAITING_FOR_PERSON = (ClaimState.NEEDS_CORRECTION, ClaimState.PAYMENT_RETURNED)


@dataclass(frozen=True)
class AskedPaper:
    """A paper asked again: why, and until when. Without a reason it came to be needed since filing."""

    kind: str
    reason_code: str
    deadline: date | None


@dataclass(frozen=True)
class ObjectionState:
    """An objection as its owner follows it: answered by `due_on`, or how (`reopened`, `upheld`)."""

    at: datetime
    due_on: date
    outcome: str
    reason_code: str


@dataclass(frozen=True)
class TrackingView:
    """The page: no name, no number of a person or account. `zone` is the branch's; moments are UTC.

    `reopened_for` is the reason a claim was reopened for, while nothing has happened to it since.
    `looked_again` is why the officer looks once more: a code of `facts.differs`, `sum_changed`, or empty.
    """

    claim_id: UUID
    number: str
    programme: str
    version: int
    state: ClaimState
    zone: str
    branch_id: UUID | None
    tracking: Tracking
    clock: PaymentClock | None
    rejection_reason: str
    asked_papers: tuple[AskedPaper, ...]
    account_needed: bool
    return_reason: str
    reopened_for: str
    objection: ObjectionState | None
    may_object: bool
    may_withdraw: bool
    looked_again: str

    @property
    def is_correctable(self) -> bool:
        """Whether the papers asked for can still be sent."""
        return self.state in (*CORRECTABLE, ClaimState.RETURNED_TO_OFFICER)


def tracking(*, claim_id: UUID, now: datetime) -> TrackingView:
    """Return what the tracking page shows. Raises NotFound(`claim_unknown`)."""
    row = Claim.objects.select_related("branch").filter(pk=claim_id).first()
    if row is None:
        raise NotFound("claim_unknown")
    state = ClaimState(row.state)
    links = trail(subject=Subject("claim", str(claim_id)))
    moves = moves_of(links)
    objections = list(row.objections.order_by("-at"))
    reached = dict(moves)
    asked = _asked(row)
    last = row.orders.order_by("-attempt").first()
    returned = state is ClaimState.PAYMENT_RETURNED
    return TrackingView(
        claim_id=row.pk,
        number=row.number or "",
        programme=row.programme,
        version=row.version,
        state=state,
        zone=row.zone,
        branch_id=row.branch_id,
        tracking=track(TrackingFacts(state=state, submitted_at=row.submitted_at, reached=reached)),
        clock=clock_of(row, moves, now=now),
        rejection_reason=row.decision_reason if state is ClaimState.REJECTED else "",
        asked_papers=tuple(AskedPaper(one.kind, one.reason_code, one.deadline) for one in asked),
        account_needed=returned and not _good_account_given(row, since=last.settled_at if last else None),
        return_reason=last.return_reason if last and returned else "",
        reopened_for=_reopened_for(links),
        objection=_objection(objections[0]) if objections else None,
        may_object=may_object(_ended(row, objections)),
        looked_again=_why_again(row) if state is ClaimState.RETURNED_TO_OFFICER else "",
        may_withdraw=ClaimMove.WITHDRAW in open_moves(state=state, role=ClaimRole.PARTICIPANT),
    )


def _asked(row: Claim) -> QuerySet[PaperState]:
    """Return the papers asked again, and those of a claim that is filed which came to be needed since."""
    wanted = [PaperState.State.ASKED_AGAIN]
    by_company = row.channel == Claim.Channel.COLLECTIVE  # what is missing, the company sends
    if row.number and not by_company and row.state in (*CORRECTABLE, ClaimState.RETURNED_TO_OFFICER):
        wanted.append(PaperState.State.MISSING)
    form = programme(row.programme).signed_form
    return row.papers.filter(state__in=wanted).exclude(kind=form).order_by("position")


def _reopened_for(links: Sequence[Link]) -> str:
    """Return the reason code of a reopening after which nothing was moved."""
    last = next((link for link in reversed(links) if link.what in _MOVES), None)
    return str(last.data.get("reason", "")) if last and last.what in _REOPENINGS else ""


def _objection(row: Objection) -> ObjectionState:
    return ObjectionState(row.at, row.due_on, row.outcome, row.reason_code)


def _ended(row: Claim, objections: Sequence[Objection]) -> EndedClaim:
    return EndedClaim(
        state=ClaimState(row.state),
        was_submitted=bool(row.number),
        objected=any(one.against == row.state_since for one in objections),
    )


def _why_again(row: Claim) -> str:
    """Return the code for which the claim went back to its officer; empty where a person wrote a note."""
    last = row.decisions.order_by("-at", "-pk").first()
    return last.reason_code if last else ""


def _good_account_given(row: Claim, *, since: datetime | None) -> bool:
    """Return whether another account was given since the payment came back, and nothing speaks against it."""
    if since is None or row.account_given_at is None or row.account_given_at <= since:
        return False
    known = row.known
    member = core_facts.member_facts(known.member) if known.member else None
    account = core_facts.account_facts(known.account)
    found = account_findings(
        payee=payee_name_of(row, member_name=member.name if member else row.name), account=account
    )
    return all(one.weight is not Weight.BLOCKS for one in found)


def moves_of(links: Sequence[Link]) -> list[tuple[ClaimState, datetime]]:
    """Return each state the claim entered, with the moment, in order."""
    moves: list[tuple[ClaimState, datetime]] = []
    for link in links:
        if "state" not in link.data:
            continue
        state = ClaimState(link.data["state"])
        if not moves or moves[-1][0] is not state:
            moves.append((state, link.at))
    return moves


def clock_of(
    row: Claim, moves: Sequence[tuple[ClaimState, datetime]], *, now: datetime
) -> PaymentClock | None:
    """Return how much of the legal time to pay is left, given the states the claim went through."""
    ended = row.paid_at or row.checked_at if row.state in (ClaimState.PAID, ClaimState.REJECTED) else None
    return _clock_at(row, moves, at=ended or now)


def clock_then(*, claim_id: UUID, at: datetime) -> PaymentClock | None:
    """Return how much of the legal time to pay was left at a moment (UTC), whatever happened since.

    Raises NotFound(`claim_unknown`).
    """
    row = Claim.objects.select_related("branch").filter(pk=claim_id).first()
    if row is None:
        raise NotFound("claim_unknown")
    moves = moves_of(trail(subject=Subject("claim", str(claim_id))))
    return _clock_at(row, [move for move in moves if move[1] <= at], at=at)


def _clock_at(
    row: Claim, moves: Sequence[tuple[ClaimState, datetime]], *, at: datetime
) -> PaymentClock | None:
    if row.submitted_at is None or not row.rule_set:
        return None
    today = local_date(moment=at, zone=row.zone)
    submitted = local_date(moment=row.submitted_at, zone=row.zone)
    return payment_clock(
        rule_set=rules_of(row),
        submitted_on=submitted,
        on=today,
        pauses=_pauses(moves, zone=row.zone),
        holidays=_holidays(submitted, today),
    )


def _pauses(moves: Sequence[tuple[ClaimState, datetime]], *, zone: str) -> tuple[Pause, ...]:
    """Return the days on which the claim waited for the person, or had ended before it was reopened."""
    days = [(state, local_date(moment=at, zone=zone)) for state, at in moves]
    ends = [day for _, day in days[1:]] + [None]
    return tuple(
        Pause(asked_on=day, answered_on=end)
        for (state, day), end in zip(days, ends, strict=True)
        if state in WAITING_FOR_PERSON or (state in ENDED_UNPAID and end is not None)
    )


def _holidays(first: date, last: date) -> Collection[date]:
    return holiday_dates(years=list(range(first.year, last.year + 1)))

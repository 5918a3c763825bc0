"""One claim whole: for its owner, and for staff at work on it. It holds personal data; record who looks."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from lapak.claims import facts as core_facts
from lapak.claims.facts import CoreFacts
from lapak.claims.models import Claim
from lapak.claims.queries.assess import assess, required_checks, required_papers
from lapak.claims.queries.parties import ActingView, Person, acting_of, payee_name_of
from lapak.claims.queries.sums import worked_sum
from lapak.claims.rules.benefit import Sum
from lapak.claims.rules.claim_moves import ClaimState
from lapak.claims.rules.eligibility import Eligibility
from lapak.claims.rules.papers import PaperRequirement
from lapak.kernel.errors import NotFound
from lapak.kernel.zones import local_date


@dataclass(frozen=True)
class PaperView:
    """A paper: what is asked and why, and where it stands (`missing`, `given`, `accepted`, `asked_again`)."""

    asked: PaperRequirement
    state: str
    reason_code: str
    deadline: date | None
    document_id: UUID | None


@dataclass(frozen=True)
class CheckView:
    """One point of the officer's list; `state` is empty until looked at, then `ok` or `problem`."""

    code: str
    label: str
    papers: tuple[str, ...]
    state: str
    note: str
    at: datetime | None


@dataclass(frozen=True)
class NoteView:
    """What a colleague wrote, and when (UTC)."""

    by: str
    at: datetime
    text: str


@dataclass(frozen=True)
class DecisionView:
    """A decision: `verified`, `rejection_proposed`, `approved`, `returned`, `rejected`, `ordered_again`."""

    kind: str
    by: str
    at: datetime
    rule_version: str
    facts: dict[str, Any]
    reason_code: str
    note: str


@dataclass(frozen=True)
class OrderView:
    """An attempt to pay: `ordered`, `paid`, `returned` (with the bank's reason) or `refused`. Rupiah, UTC."""

    id: UUID
    attempt: int
    net: int
    bank_code: str
    account_number: str
    state: str
    ordered_at: datetime
    settled_at: datetime | None
    return_reason: str


@dataclass(frozen=True)
class SignedView:
    """How the form was signed last: `drawn`, `thumb` or `spoken`; who took it down, and who saw it."""

    way: str
    taken_by: str
    witness: str
    at: datetime
    document_id: UUID


@dataclass(frozen=True)
class ClaimView:
    """A claim with everything that belongs to it. `today` is the day at its branch; amounts are rupiah.

    `acting` is None when the member acts; `payee_name` is whose name the account must bear.
    """

    id: UUID
    number: str
    programme: str
    channel: str
    state: ClaimState
    step: str
    version: int
    today: date
    created_at: datetime
    reason: str
    event_on: date | None
    nik: str
    kpj: str
    name: str
    birth_date: date | None
    mother_name: str
    email: str
    phone: str
    bank_code: str
    account_number: str
    account_name: str
    amount_asked: int | None
    npwp: str
    npwp_state: str
    branch_id: UUID | None
    rule_set: str
    facts: CoreFacts
    eligibility: Eligibility | None
    due: Sum | None
    gross: int | None
    tax: int | None
    net: int | None
    submitted_at: datetime | None
    officer_id: int | None
    officer_name: str
    verified_at: datetime | None
    checker_id: int | None
    checker_name: str
    checked_at: datetime | None
    approved_at: datetime | None
    paid_at: datetime | None
    decision_reason: str
    core_reference: str
    core_refusal: str
    papers: tuple[PaperView, ...]
    checks: tuple[CheckView, ...]
    notes: tuple[NoteView, ...]
    decisions: tuple[DecisionView, ...]
    orders: tuple[OrderView, ...]
    acting: ActingView | None
    payee_name: str
    signed: SignedView | None

    @property
    def person(self) -> Person:
        """Return whom the service talks to: who acts in the member's stead, or the member."""
        if self.acting is not None and self.acting.acting is not None:
            return self.acting.acting.person
        return Person(self.name, self.nik, self.birth_date)


_PLAIN = (
    *(
        "id",
        "programme",
        "channel",
        "step",
        "version",
        "created_at",
        "reason",
        "event_on",
        "nik",
        "kpj",
        "name",
        "birth_date",
    ),
    *(
        "mother_name",
        "email",
        "phone",
        "bank_code",
        "account_number",
        "account_name",
        "amount_asked",
        "npwp",
        "npwp_state",
        "branch_id",
        "rule_set",
    ),
    *("gross", "tax", "net", "submitted_at", "officer_id", "verified_at", "checker_id", "checked_at"),
    *("approved_at", "paid_at", "decision_reason", "core_reference", "core_refusal"),
)


def claim(*, claim_id: UUID, now: datetime) -> ClaimView:
    """Return the claim as it stands. Raises NotFound(`claim_unknown`)."""
    row = Claim.objects.select_related("branch", "officer", "checker").filter(pk=claim_id).first()
    if row is None:
        raise NotFound("claim_unknown")
    today = local_date(moment=now, zone=row.zone)
    facts = row.known
    member = facts.member.member if facts.member else None
    return ClaimView(
        **{name: getattr(row, name) for name in _PLAIN},
        number=row.number or "",
        state=ClaimState(row.state),
        today=today,
        facts=facts,
        eligibility=assess(row, on=today),
        due=worked_sum(row, on=today),
        officer_name=row.officer.display_name if row.officer else "",
        checker_name=row.checker.display_name if row.checker else "",
        papers=_papers(row, today),
        checks=_checks(row, today),
        notes=_notes(row),
        decisions=_decisions(row),
        orders=_orders(row),
        acting=acting_of(row, on=today),
        signed=_signed(row),
        payee_name=payee_name_of(row, member_name=member.name if member else row.name),
    )


def facts_of(*, claim_ids: Collection[UUID]) -> dict[UUID, CoreFacts]:
    """Return what the core system had answered about those of the claims that exist, by id."""
    rows = Claim.objects.filter(pk__any_of=claim_ids).values_list("pk", "facts")
    return {id: core_facts.load(stored) for id, stored in rows}


def _papers(row: Claim, on: date) -> tuple[PaperView, ...]:
    asked = {paper.kind: paper for paper in required_papers(row, on=on)}
    return tuple(
        PaperView(asked[paper.kind], paper.state, paper.reason_code, paper.deadline, paper.document_id)
        for paper in row.papers.order_by("position")
        if paper.kind in asked
    )


def _checks(row: Claim, on: date) -> tuple[CheckView, ...]:
    if not row.rule_set:
        return ()
    found = {check.code: check for check in row.checks.all()}
    return tuple(
        CheckView(item.code, item.label, item.papers, check.state, check.note, check.at)
        if (check := found.get(item.code))
        else CheckView(item.code, item.label, item.papers, "", "", None)
        for item in required_checks(row, on=on)
    )


def _signed(row: Claim) -> SignedView | None:
    """Return the signature that counts; one that was taken back counts no longer."""
    last = row.signatures.select_related("taken_by").order_by("-at", "-pk").first()
    if last is None or row.net is None:
        return None
    by = last.taken_by.display_name if last.taken_by else ""
    return SignedView(last.way, by, last.witness, last.at, last.document_id)


def _notes(row: Claim) -> tuple[NoteView, ...]:
    notes = row.notes.select_related("by").order_by("-at", "-pk")
    return tuple(NoteView(note.by.display_name, note.at, note.text) for note in notes)


def _decisions(row: Claim) -> tuple[DecisionView, ...]:
    rows = row.decisions.select_related("by").order_by("at", "pk")
    return tuple(
        DecisionView(
            kind=one.kind,
            by=one.by.display_name if one.by else "",
            at=one.at,
            rule_version=one.rule_version,
            facts=one.facts,
            reason_code=one.reason_code,
            note=one.note,
        )
        for one in rows
    )


def _orders(row: Claim) -> tuple[OrderView, ...]:
    names = OrderView.__dataclass_fields__
    return tuple(
        OrderView(**{name: getattr(order, name) for name in names})
        for order in row.orders.order_by("attempt")
    )

"""One case, and the queue beside it, as the pages show them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from lapak.claims.programmes import programme
from lapak.claims.queries.approvals import ApprovalState, approval_state
from lapak.claims.queries.checking import CheckersQueue, ToCheck, checkers_queue
from lapak.claims.queries.claim import ClaimView, claim
from lapak.claims.queries.tracking import tracking
from lapak.claims.rules.claim_moves import ClaimState
from lapak.claims.rules.eligibility import Weight
from lapak.claims.rules.second_look import Difference, differences
from lapak.journal.queries import trail, verify
from lapak.journal.rules import Link
from lapak.kernel.subjects import Subject
from lapak.letters.queries import shelf
from lapak.people.queries import StaffView, staff_member
from lapak.web import signal_words
from lapak.web.checker.evidence import LARGE, Evidence, chosen_looks, evidence_of
from lapak.web.checker.trail import TrailLine, trail_lines
from lapak.web.checker.words import FINDINGS, WHY, words
from lapak.web.letters.words import LetterLine, letter_lines
from lapak.web.participant import people_words
from lapak.web.requests import LapakRequest
from lapak.web.signal_words import SignalLine, signal_lines

TO_DECIDE = (ClaimState.VERIFIED, ClaimState.REJECTION_PROPOSED)
PAYMENT = (ClaimState.APPROVED, ClaimState.ORDERED, ClaimState.PAYMENT_RETURNED, ClaimState.PAID)
WAITING = (ClaimState.VERIFIED, ClaimState.PAYMENT_RETURNED)
SHOWN = (*TO_DECIDE, *PAYMENT, ClaimState.REJECTED)


@dataclass(frozen=True)
class Badge:
    """A reason to look: words, icon, and the colour of the badge."""

    words: str
    icon: str
    tone: str


@dataclass(frozen=True)
class QueueItem:
    """A claim in the queue."""

    waiting: ToCheck
    badges: tuple[Badge, ...]


@dataclass(frozen=True)
class CheckLine:
    """One thing that was looked at; `tone` is `good`, `warning` or `bad`."""

    label: str
    words: str
    tone: str
    note: str = ""


@dataclass(frozen=True)
class Case:
    """Everything the page of one claim shows. Times are UTC, amounts rupiah."""

    claim: ClaimView
    acts_for: str
    people: tuple[tuple[str, str], ...]
    reason: str
    rules: str
    officer: StaffView | None
    served_from: datetime | None
    differences: tuple[CheckLine, ...]
    checks: tuple[CheckLine, ...]
    stills: tuple[Evidence, ...]
    papers: tuple[Evidence, ...]
    trail: tuple[TrailLine, ...]
    chain_holds: bool
    account_needed: bool
    may_order_again: bool
    may_recall: bool
    approvals: ApprovalState
    is_approved_by_me: bool
    letters: tuple[LetterLine, ...]
    signals: tuple[SignalLine, ...]

    @property
    def must_explain(self) -> bool:
        """Whether an approval needs a note: something differs, or is not explained yet."""
        return bool(self.differences) or any(one.needs_words for one in self.signals)

    @property
    def is_to_decide(self) -> bool:
        """Whether this checker has to decide now."""
        return self.claim.state in TO_DECIDE and not self.is_approved_by_me

    @property
    def waits_for_others(self) -> bool:
        """Whether this checker approved it and somebody else has to approve it too."""
        return self.claim.state in WAITING and self.is_approved_by_me

    @property
    def needs_several(self) -> bool:
        """Whether the page shows who approved and who still can."""
        return self.approvals.progress.needed > 1 and self.claim.state in WAITING

    @property
    def may_approve(self) -> bool:
        """Whether paying is one of the decisions; a proposed rejection can only be followed or given back."""
        return self.claim.state is ClaimState.VERIFIED

    @property
    def in_payment(self) -> bool:
        """Whether the claim was approved."""
        return self.claim.state in PAYMENT


def queue_items(
    *, branch_id: UUID, checker_id: int, now: datetime
) -> tuple[tuple[QueueItem, ...], CheckersQueue]:
    """Return what waits for the checker as the list shows it, and the queue it is made of."""
    queue = checkers_queue(branch_id=branch_id, checker_id=checker_id, now=now)
    return tuple(QueueItem(one, tuple(_badges(one))) for one in queue.waiting), queue


def case_of(*, request: LapakRequest, claim_id: UUID, now: datetime) -> Case:
    """Return the case; the caller has recorded the look. Raises NotFound."""
    assert request.staff is not None  # the gate let only staff in
    view = claim(claim_id=claim_id, now=now)
    subject = Subject("claim", str(claim_id))
    links = trail(subject=subject)
    papers = evidence_of(claim_id=claim_id, actor=request.actor, now=now)
    whose = programme(view.programme)
    rules = whose.rule_set_by_id(view.rule_set)
    found = tuple(_difference(view, one) for one in _differences(view))
    account_needed = tracking(claim_id=claim_id, now=now).account_needed
    approvals = approval_state(claim_id=claim_id)
    is_mine = approvals.is_by(request.staff.id)
    return Case(
        claim=view,
        acts_for=people_words.acts_for(view.acting, member=view.name) if view.acting else "",
        people=tuple(people_words.lines_of(view.acting)) if view.acting else (),
        reason=rules.reason(view.reason).label,
        rules=rules.version,
        officer=staff_member(id=view.officer_id) if view.officer_id else None,
        served_from=_last(links, "claim.begin_service"),
        differences=found,
        checks=tuple(_checks(view, found)),
        stills=tuple(paper for paper in papers if paper.kind in LARGE),
        papers=tuple(paper for paper in papers if paper.kind not in LARGE),
        trail=trail_lines(
            links=links, looks=chosen_looks(papers=papers), reader_id=request.staff.id, programme=whose
        ),
        chain_holds=not verify(subject=subject).broken,
        account_needed=account_needed,
        may_order_again=_may_order_again(view, account_needed=account_needed)
        and not (is_mine and view.state is ClaimState.PAYMENT_RETURNED),
        may_recall=view.state in PAYMENT and _order_ended(view),
        approvals=approvals,
        is_approved_by_me=is_mine,
        letters=letter_lines(shelf(claim_id=claim_id)),
        signals=signal_lines(claim_id=claim_id),
    )


def _badges(one: ToCheck) -> Iterator[Badge]:
    for why in one.reasons:
        said, icon, tone = WHY[why]
        text = str(said)
        yield Badge(text % {"n": one.differing} if "%(n)s" in text else text, icon, tone)
    if one.signals:
        yield Badge(signal_words.counted(one.signals), "scan-eye", "warning")
    progress = one.row.approvals
    if progress.needed > 1 and one.row.state in WAITING:
        counted = _("%(given)s dari %(needed)s persetujuan")
        yield Badge(counted % {"given": progress.given, "needed": progress.needed}, "users", "together")


def _differences(view: ClaimView) -> tuple[Difference, ...]:
    warnings = view.eligibility.of_weight(Weight.WARNING) if view.eligibility else ()
    noted = {check.code: check.note for check in view.checks if check.note or check.state == "problem"}
    return differences(warnings=warnings, noted=noted)


def _difference(view: ClaimView, one: Difference) -> CheckLine:
    check = next((check for check in view.checks if check.code == one.code), None)
    if check is None:
        return CheckLine(words(FINDINGS, one.code), _("Beda kecil"), "warning")
    if check.state == "problem":
        return CheckLine(check.label, _("Tidak cocok"), "bad", one.note)
    return CheckLine(check.label, _("Beda kecil"), "warning", one.note)


def _checks(view: ClaimView, found: Sequence[CheckLine]) -> Iterator[CheckLine]:
    by_label = {line.label: line for line in found}
    for check in view.checks:
        unlooked = CheckLine(check.label, _("Belum diperiksa"), "bad")
        plain = CheckLine(check.label, _("Cocok"), "good") if check.state else unlooked
        yield by_label.pop(check.label, plain)
    yield from by_label.values()
    accepted = sum(paper.state in ("accepted", "given") for paper in view.papers)
    counted = _("%(n)s dari %(of)s") % {"n": accepted, "of": len(view.papers)}
    yield CheckLine(_("Dokumen lengkap"), counted, "good" if accepted == len(view.papers) else "bad")


def _may_order_again(view: ClaimView, *, account_needed: bool) -> bool:
    return view.state in PAYMENT and _order_ended(view) and not account_needed


def _order_ended(view: ClaimView) -> bool:
    """Return whether the last order came to nothing."""
    return bool(view.orders) and view.orders[-1].state in ("returned", "refused")


def _last(links: Sequence[Link], what: str) -> datetime | None:
    return next((link.at for link in reversed(links) if link.what == what), None)

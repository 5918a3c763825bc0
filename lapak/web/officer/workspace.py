"""The workspace of the one person in focus, put together for the page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from lapak.claims.facts import last_employment
from lapak.claims.ports import AccountStatus
from lapak.claims.programmes import programme
from lapak.claims.queries.claim import ClaimView, PaperView, claim
from lapak.claims.queries.collective import paper_ids
from lapak.claims.queries.tracking import tracking
from lapak.claims.rules.npwp import NpwpState
from lapak.claims.rules.papers import HowGiven
from lapak.claims.rules.tracking import PaymentClock
from lapak.desk.queries import FocusedPlace
from lapak.desk.rules.evidence import is_still
from lapak.desk.rules.stages import Stage
from lapak.documents.queries import DocumentView, current, known
from lapak.kernel.masking import BULLET, mask_nik
from lapak.kernel.names import NameVerdict, compare_names
from lapak.letters.queries import shelf
from lapak.web.letters.words import LetterLine, letter_lines
from lapak.web.officer import words
from lapak.web.participant import people_words
from lapak.web.signal_words import SignalLine, signal_lines

ACCEPTED, ASKED_AGAIN = "accepted", "asked_again"
_MARKS = {NameVerdict.SAME: "same", NameVerdict.NEAR: "near", NameVerdict.DIFFERENT: "differs"}


@dataclass(frozen=True)
class Comparison:
    """One fact, as the core system has it and as it was given; `mark` is same, near, differs or none."""

    name: str
    core: Any
    given: Any
    mark: str


@dataclass(frozen=True)
class Remaining:
    """What keeps the claim from being filed: open checks, papers not accepted, a form not signed, a tax
    number not compared.
    """

    checks: int
    papers: int
    unsigned: bool
    npwp: bool = False

    @property
    def is_nothing(self) -> bool:
        """Return whether the claim can be filed."""
        return not (self.checks or self.papers or self.unsigned or self.npwp)


@dataclass(frozen=True)
class Workspace:
    """Everything the officer may see of the one person in focus."""

    place: FocusedPlace
    claim: ClaimView
    reason: str
    papers: tuple[PaperView, ...]
    paper: PaperView | None
    document: DocumentView | None
    stills: tuple[DocumentView, ...]
    comparisons: tuple[Comparison, ...]
    remaining: Remaining
    checks_done: int
    next_check: str
    is_decided: bool
    step_name: str
    signals: tuple[SignalLine, ...]
    clock: PaymentClock | None
    letters: tuple[LetterLine, ...]
    acts_for: str
    people: tuple[tuple[str, str], ...]

    @property
    def topics(self) -> list[str]:
        """Return what tells that the claim has changed, whoever changed it."""
        return [f"claim:{self.claim.id}"]

    @property
    def next_step(self) -> int | None:
        """Return the step after this one, None at the last."""
        return self.place.step + 1 if self.place.step < max(words.STEPS) else None


def workspace(*, place: FocusedPlace, paper_kind: str, now: datetime) -> Workspace:
    """Return the workspace with one paper laid open: the one chosen, else the first not yet looked at."""
    view = claim(claim_id=place.claim_id, now=now)
    given = tuple(paper for paper in view.papers if paper.asked.how is HowGiven.UPLOAD)
    documents = {document.id: document for document in current(subject_id=place.claim_id)}
    # A company's letter proves the end for all on its list, and is no one claim's own.
    lent = [one.document_id for one in given if one.document_id and one.document_id not in documents]
    documents |= {document.id: document for document in known(document_ids=lent)}
    paper = _laid_open(given, paper_kind)
    open_checks = [check.code for check in view.checks if check.state != "ok"]
    return Workspace(
        place=place,
        claim=view,
        reason=_reason(view),
        papers=given,
        paper=paper,
        document=documents.get(paper.document_id) if paper and paper.document_id else None,
        stills=tuple(one for one in documents.values() if is_still(one.kind)),
        comparisons=comparisons_of(view),
        remaining=remaining_of(view),
        checks_done=len(view.checks) - len(open_checks),
        next_check=next(iter(open_checks), ""),
        is_decided=place.stage is Stage.DONE,
        step_name=str(words.STEPS[place.step]),
        signals=signal_lines(claim_id=place.claim_id),
        clock=tracking(claim_id=place.claim_id, now=now).clock,
        letters=letter_lines(shelf(claim_id=place.claim_id)),
        acts_for=people_words.acts_for(view.acting, member=view.name) if view.acting else "",
        people=tuple(people_words.lines_of(view.acting)) if view.acting else (),
    )


def may_see(*, place: FocusedPlace, document_id: UUID) -> bool:
    """Return whether the document belongs to the claim in focus."""
    own = {document.id for document in current(subject_id=place.claim_id)}
    return document_id in own or document_id in paper_ids(claim_id=place.claim_id)


def _laid_open(papers: tuple[PaperView, ...], kind: str) -> PaperView | None:
    chosen = next((paper for paper in papers if paper.asked.kind == kind), None)
    open_one = next((paper for paper in papers if paper.document_id and paper.state != ACCEPTED), None)
    return chosen or open_one or next(iter(papers), None)


def remaining_of(view: ClaimView) -> Remaining:
    """Return what keeps the claim from being passed on."""
    given = [paper for paper in view.papers if paper.asked.how is HowGiven.UPLOAD]
    to_sign = [paper for paper in view.papers if paper.asked.how is HowGiven.SIGN]
    return Remaining(
        checks=sum(check.state != "ok" for check in view.checks),
        papers=sum(paper.state != ACCEPTED for paper in given),
        unsigned=any(paper.document_id is None for paper in to_sign),
        npwp=view.npwp_state == NpwpState.GIVEN,
    )


def comparisons_of(view: ClaimView) -> tuple[Comparison, ...]:
    """Return what was entered beside what the core system has, nothing before it answered."""
    answer = view.facts.member
    member = answer.member if answer else None
    if member is None:
        return ()
    job = last_employment(member)
    holder = view.facts.account.holder if view.facts.account else None
    is_inactive = job is not None and job.contribution_status.value == "inactive"
    return (
        Comparison("name", member.name, view.name, _name_mark(member.name, view.name)),
        Comparison("nik", _short(member.nik), _short(view.nik), _mark(member.nik, view.nik)),
        Comparison("born", member.birth_date, view.birth_date, _mark(member.birth_date, view.birth_date)),
        Comparison("birth_place", member.birth_place, None, "none"),
        Comparison("employer", job.employer_name if job else None, None, "none"),
        Comparison("ended", job.ended_on if job else None, None, "none"),
        Comparison(
            "status", "inactive" if is_inactive else "active", None, "same" if is_inactive else "differs"
        ),
        Comparison(
            "account",
            holder.name if holder else None,
            view.payee_name,
            _account_mark(holder.status, holder.name, view.payee_name) if holder else "none",
        ),
    )


def _reason(view: ClaimView) -> str:
    if view.reason in words.REASONS or not view.rule_set:
        return str(words.REASONS.get(view.reason, ""))
    return programme(view.programme).rule_set_by_id(view.rule_set).reason(view.reason).label


def _short(nik: str) -> str:
    """Return a masked NIK that fits into a narrow column: `3603•••••0003`."""
    return mask_nik(nik).replace(BULLET * 8, BULLET * 5)


def _mark(core: object, given: object) -> str:
    return "same" if core == given else "differs"


def _name_mark(core: str, given: str) -> str:
    return _MARKS[compare_names(left=core, right=given).verdict]


def _account_mark(status: AccountStatus, holder: str, name: str) -> str:
    return _name_mark(holder, name) if status is AccountStatus.ACTIVE else "differs"

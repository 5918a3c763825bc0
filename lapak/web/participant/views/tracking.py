"""Where a claim stands: dated steps, who must act, and the correction inside its step."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lapak.booking.queries import latest_booking
from lapak.booking.rules.states import BookingState
from lapak.claims.operations import papers as paper_operations
from lapak.claims.operations.changing_reason import answer_proposal
from lapak.claims.programmes import programme
from lapak.claims.queries.changing_reason import proposed_reason
from lapak.claims.queries.claim import ClaimView, claim
from lapak.claims.queries.tracking import AskedPaper, TrackingView, tracking
from lapak.claims.rules.claim_moves import ENDED_UNPAID, ClaimState
from lapak.claims.rules.programme import Programme
from lapak.claims.rules.tracking import StepCode, StepStatus, TrackingStep
from lapak.claims.rules.workflow import ReasonKind, reason
from lapak.documents.rules.sharpness import Verdict
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError
from lapak.letters.queries import shelf
from lapak.web.access import participant, public
from lapak.web.company.workers import listing_of
from lapak.web.letters.words import letter_lines
from lapak.web.messages import put_on_form, sentence
from lapak.web.participant import words
from lapak.web.participant.flow import may_change_people, people_page
from lapak.web.participant.forms import AccountForm, payee_shown
from lapak.web.participant.session import tracked
from lapak.web.participant.views.account import against_account, give_account, show_finding
from lapak.web.participant.views.papers import read_file
from lapak.web.requests import LapakRequest
from lapak.web.templatetags.lapak_text import branch_moment
from lapak.web.visit.forms import ReasonAnswerForm

_MARKS = {
    StepStatus.DONE: "done",
    StepStatus.CURRENT: "turn",
    StepStatus.COMING: "ahead",
    StepStatus.STOPPED: "failed",
}


@dataclass(frozen=True)
class Step:
    """One line of the timeline; `opens` names what opens inside it: `papers`, `account` or nothing."""

    state: str
    title: str
    when: datetime | None
    note: str
    opens: str


@dataclass(frozen=True)
class Asked:
    """A paper to send: its name, what is wrong, until when, what came of the last try, and whether it is sent
    for the first time.
    """

    kind: str
    label: str
    wrong: str
    deadline: date | None
    error: str
    is_new: bool


@public
@require_GET
def track(request: LapakRequest) -> HttpResponse:
    """Return the claim's page: status only for a number, the owner's page for link and code."""
    claim_id = tracked(request) or request.subject_id
    if claim_id is None:
        return redirect("participant:find")
    found = tracking(claim_id=claim_id, now=utc_now())
    if found.state is ClaimState.DRAFT:
        return redirect("participant:start" if request.subject_id == claim_id else "participant:find")
    return _page(request, found)


@participant
@require_POST
def correct(request: LapakRequest, kind: str) -> HttpResponse:
    """Take a new picture of a paper asked again; with the last one the claim goes on."""
    subject = _subject(request)
    try:
        given = paper_operations.correct_paper(
            claim_id=subject,
            kind=kind,
            content=read_file(request),
            file_name="",
            actor=request.actor,
            now=utc_now(),
        )
    except DomainError as refusal:
        found = tracking(claim_id=subject, now=utc_now())
        return _page(request, found, wrong_kind=kind, wrong=sentence(refusal))
    if given.document.verdict is Verdict.BLURRED:
        return _page(request, tracking(claim_id=subject, now=utc_now()), blurred=True)
    return redirect("participant:track")


@participant
@require_POST
def new_account(request: LapakRequest) -> HttpResponse:
    """Take another account after the payment came back."""
    subject = _subject(request)
    form = AccountForm(request.POST)
    if form.is_valid():
        try:
            answered = give_account(request, claim(claim_id=subject, now=utc_now()), form)
            against = against_account(answered.eligibility.findings)
            if against is None:
                return redirect("participant:track")
            show_finding(form, against, claim(claim_id=subject, now=utc_now()))
        except DomainError as refusal:
            put_on_form(form, refusal)
    return _page(request, tracking(claim_id=subject, now=utc_now()), form=form)


@participant
@require_POST
def answer_reason(request: LapakRequest) -> HttpResponse:
    """Keep whether the person agrees to another reason; one that is answered already is no mistake."""
    form = ReasonAnswerForm(request.POST)
    if form.is_valid():
        try:
            answer_proposal(
                claim_id=_subject(request),
                agrees=form.agrees(),
                actor=request.actor,
                now=utc_now(),
            )
        except DomainError as refusal:
            messages.warning(request, sentence(refusal))
    return redirect("participant:track")


def _subject(request: LapakRequest) -> UUID:
    if request.subject_id is None:
        raise AssertionError("the gate lets no one in without a claim")
    return request.subject_id


def _page(
    request: LapakRequest,
    found: TrackingView,
    *,
    wrong_kind: str = "",
    wrong: str = "",
    form: AccountForm | None = None,
    blurred: bool = False,
) -> HttpResponse:
    is_owner = request.subject_id == found.claim_id
    own = claim(claim_id=found.claim_id, now=utc_now()) if is_owner else None
    title, lead = _headline(found)
    listing = listing_of(request) if is_owner else None
    if listing is not None and listing.is_with_company and found.state is ClaimState.SUBMITTED:
        lead = _("Petugas memeriksanya bersama daftar perusahaan. Anda tidak perlu datang.")
    whose = programme(found.programme)
    steps = [_step(one, found, own) for one in found.tracking.steps]
    facts = {
        "found": found,
        "own": own,
        "title": title,
        "lead": lead,
        "who": words.WHO_ACTS[found.tracking.who_acts],
        "steps": steps,
        "opens_papers": any(one.opens == "papers" for one in steps),
        "proposal": proposed_reason(claim_id=found.claim_id) if is_owner else None,
        "listing": listing,
        "may_change_people": own is not None and may_change_people(own),
        "people_unfinished": own is not None and may_change_people(own) and bool(people_page(own)),
        "asked": [
            _asked(one, whose, wrong if one.kind == wrong_kind else "", own) for one in found.asked_papers
        ]
        if found.is_correctable
        else [],
        **_ending(found, whose),
        "form": form or AccountForm(payee=payee_shown(own) if own else ""),
        "appointment": _appointment(found) if is_owner else "",
        "letters": letter_lines(shelf(claim_id=found.claim_id)) if is_owner else (),
        "topics": [f"claim:{found.claim_id}"] if is_owner else [],
        "blurred": blurred,
    }
    fragment = request.headers.get("X-Fragment") == "tracking"
    template = "participant/tracking_body.html" if fragment else "participant/tracking.html"
    return render(request, template, facts, status=422 if wrong or (form and form.errors) else 200)


def _ending(found: TrackingView, whose: Programme) -> dict[str, Any]:
    """Return what is said about the end of a claim, what its owner said against it, and its reopening."""
    missing = found.asked_papers if found.state is ClaimState.EXPIRED else ()
    said, against = found.rejection_reason, found.objection
    upheld = against is not None and against.outcome == "upheld"
    return {
        "rejection": whose.rejection_reason(said).sentence if said else "",
        "missing": [_asked(one, whose, "") for one in missing],
        "missing_since": min((one.deadline for one in missing if one.deadline), default=None),
        "objection": against if found.state in ENDED_UNPAID else None,
        "objection_answer": reason(ReasonKind.OBJECTION_ANSWER, against.reason_code).sentence
        if against is not None and upheld
        else "",
        "reopened": reason(ReasonKind.REOPENING, found.reopened_for).sentence if found.reopened_for else "",
        "call_centre": whose.institution.call_centre,
    }


def _headline(found: TrackingView) -> tuple[str, str]:
    if found.state is ClaimState.PAYMENT_RETURNED and not found.account_needed:
        return _("Rekening baru sudah kami terima"), _("Pejabat kedua mengirim dana sekali lagi.")
    title, lead = words.headline(found.tracking.headline, asked=len(found.asked_papers))
    if found.looked_again in words.LOOKED_AGAIN:
        lead = f"{words.LOOKED_AGAIN[found.looked_again]} {_('Uang Anda aman. Petugas memeriksa dulu.')}"
    return title, lead


def _step(step: TrackingStep, found: TrackingView, own: ClaimView | None) -> Step:
    opens = ""
    current = step.status is StepStatus.CURRENT
    if current and step.code is StepCode.CORRECTION and found.asked_papers:
        opens = "papers"
    if current and step.code is StepCode.PAYMENT and found.account_needed:
        opens = "account"
    return Step(
        state="now" if current and not opens else _MARKS[step.status],
        title=_title(step, found),
        when=step.at,
        note=_note(step, own),
        opens=opens,
    )


def _title(step: TrackingStep, found: TrackingView) -> str:
    if step.code is StepCode.CORRECTION and found.asked_papers:
        return _("Perbaiki %(count)s dokumen") % {"count": len(found.asked_papers)}
    return str(words.STEP_TITLES[step.code])


def _note(step: TrackingStep, own: ClaimView | None) -> str:
    if step.code is StepCode.PAYMENT and own is not None and own.account_number:
        return _("Rekening berakhiran %(end)s") % {"end": own.account_number[-2:]}
    return str(words.STEP_NOTES.get(step.code, "")) if step.status is StepStatus.COMING else ""


def _asked(paper: AskedPaper, whose: Programme, error: str, own: ClaimView | None = None) -> Asked:
    """Return a paper to send; to the owner it is named with whose paper it is."""
    labels = {one.asked.kind: one.asked.label for one in own.papers} if own else {}
    return Asked(
        kind=paper.kind,
        label=labels.get(paper.kind) or whose.paper_label(paper.kind),
        wrong=whose.ask_again_reason(paper.reason_code).sentence
        if paper.reason_code
        else _("Dokumen ini belum ada. Foto dan kirim dari sini."),
        deadline=paper.deadline,
        error=error,
        is_new=not paper.reason_code,
    )


def _appointment(found: TrackingView) -> str:
    """Return day and time of the talk, while it is still to come."""
    booking = latest_booking(subject_id=found.claim_id)
    if found.state is not ClaimState.SUBMITTED or booking is None or booking.state != BookingState.CONFIRMED:
        return ""
    return branch_moment(booking.slot.starts_at, booking.slot.zone)

"""The page of one claim's file, and how an act on it is answered."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from lapak.claims.operations.desk_work import WITH_OFFICER
from lapak.claims.operations.looking import open_file
from lapak.claims.programmes import programme
from lapak.claims.queries.changing_reason import other_reasons, proposed_reason
from lapak.claims.queries.claim import ClaimView, PaperView, claim
from lapak.claims.queries.objections import open_objection
from lapak.claims.queries.tracking import tracking
from lapak.claims.rules.claim_moves import ENDED_UNPAID, ClaimMove, ClaimRole, ClaimState, open_moves
from lapak.claims.rules.corrections import latest_extension
from lapak.claims.rules.kin import KinRefused
from lapak.claims.rules.papers import HowGiven
from lapak.journal.queries import trail
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError, NotFound
from lapak.kernel.subjects import Subject
from lapak.offices.queries import branch, holiday_dates
from lapak.people.queries import StaffView
from lapak.people.rules import Role
from lapak.web.checker.trail import trail_lines
from lapak.web.checker.words import STATES, words
from lapak.web.messages import put_on_form, sentence
from lapak.web.office.file_forms import ExtendForm, RecallForm, ReopenForm, TurnDownForm, UpholdForm
from lapak.web.officer.forms import AskAgainForm, OtherReasonForm
from lapak.web.officer.workspace import Comparison, Remaining, comparisons_of, remaining_of
from lapak.web.requests import LapakRequest
from lapak.web.signal_words import SignalLine, signal_lines


@dataclass(frozen=True)
class FileWork:
    """What the officer who has the claim in hand works on."""

    papers: tuple[PaperView, ...]
    comparisons: tuple[Comparison, ...]
    remaining: Remaining
    signals: tuple[SignalLine, ...]


def act_on_file(
    request: LapakRequest, claim_id: UUID, form: forms.Form, act: Callable[[], object], said: str, shown: str
) -> HttpResponse:
    """Do `act` if the form is filled in, and return to the file; else the file with the form as it was.

    `shown` is what the page calls the form.
    """
    if not form.is_valid():
        return file_page(request, claim_id, status=422, **{shown: form})
    try:
        act()
    except (NotFound, KinRefused):
        return file_page(request, claim_id)
    except DomainError as refusal:
        put_on_form(form, refusal)
        if not any(error.field in form.fields for error in refusal.fields):
            messages.warning(request, sentence(refusal))  # the form may not be on the page any more
        return file_page(request, claim_id, status=422, **{shown: form})
    messages.success(request, said)
    return HttpResponseRedirect(reverse("office:file", args=[claim_id]))


def file_page(
    request: LapakRequest, claim_id: UUID, *, status: int = 200, **refused: forms.Form
) -> HttpResponse:
    """Return the file; the look is recorded. 404 outside the branch, 403 for the own person and kin."""
    now = utc_now()
    try:
        open_file(claim_id=claim_id, actor=request.actor, now=now)
    except KinRefused:
        return render(request, "office/file_closed.html", {"why": "kin"}, status=403)
    except NotFound:
        return render(request, "office/file_closed.html", {"why": "unknown"}, status=404)
    view = claim(claim_id=claim_id, now=now)
    assert request.staff is not None  # the gate let only staff in
    assert view.branch_id is not None  # `open_file` found it at the branch
    whose = programme(view.programme)
    context = {
        **_acts(view, request.staff),
        **_forms(view),
        **refused,
        "claim": view,
        "state": words(STATES, view.state),
        "found": tracking(claim_id=claim_id, now=now),
        "ended": view.state in ENDED_UNPAID,
        "asked": [_asked(view, one) for one in view.papers if one.state == "asked_again"],
        "rejection": whose.rejection_reason(view.decision_reason).label if view.decision_reason else "",
        "objection": open_objection(claim_id=claim_id),
        "proposal": proposed_reason(claim_id=claim_id),
        "trail": trail_lines(
            links=trail(subject=Subject("claim", str(claim_id))),
            looks=[],
            reader_id=request.staff.id,
            programme=whose,
        ),
        "branch": branch(branch_id=view.branch_id),
        "topics": [f"claim:{claim_id}"],
        "page_url": reverse("office:file", args=[claim_id]),
    }
    return render(request, "office/file.html", context, status=status)


def is_in_hands(view: ClaimView, staff: StaffView) -> bool:
    """Return whether the officer works on this claim without its person being there."""
    is_officer = Role.OFFICER in staff.roles and view.officer_id == staff.id
    return is_officer and view.state is ClaimState.RETURNED_TO_OFFICER


def _acts(view: ClaimView, staff: StaffView) -> dict[str, Any]:
    """Return what this member of staff may do now."""
    is_head, is_officer = Role.BRANCH_HEAD in staff.roles, Role.OFFICER in staff.roles
    of_officer = open_moves(state=view.state, role=ClaimRole.OFFICER)
    of_head = open_moves(state=view.state, role=ClaimRole.BRANCH_HEAD)
    in_hands = is_in_hands(view, staff)
    talked = view.officer_id is not None
    may_take = is_officer and talked and not in_hands and ClaimMove.TAKE_FILE in of_officer
    return {
        "is_head": is_head,
        "in_service": view.state is ClaimState.IN_SERVICE,
        "waits_for_paper": view.state is ClaimState.NEEDS_CORRECTION,
        "may_take": may_take,
        "with_colleague": may_take and view.state in WITH_OFFICER,
        "may_recall": is_head and ClaimMove.RECALL in of_head and view.officer_id != staff.id,
        "may_open_again": bool(view.core_refusal),
        "work": _work(view) if in_hands else None,
    }


def _work(view: ClaimView) -> FileWork:
    return FileWork(
        papers=tuple(one for one in view.papers if one.asked.how is HowGiven.UPLOAD),
        comparisons=comparisons_of(view),
        remaining=remaining_of(view),
        signals=signal_lines(claim_id=view.id),
    )


def _forms(view: ClaimView) -> dict[str, forms.Form]:
    whose = programme(view.programme)
    return {
        "reopen_form": ReopenForm(),
        "uphold_form": UpholdForm(),
        "extend_form": ExtendForm(initial={"until": _latest(view.today)}),
        "recall_form": RecallForm(),
        "ask_form": AskAgainForm(programme=whose, papers=view.papers, without_place=True),
        "turn_down_form": TurnDownForm(programme=whose),
        "reason_form": OtherReasonForm(
            reasons=other_reasons(claim_id=view.id), without_place=True, prefix="alasan"
        ),
    }


def _latest(today: date) -> date:
    """Return the latest day a paper may be put off to."""
    return latest_extension(today=today, holidays=holiday_dates(years=[today.year, today.year + 1]))


def _asked(view: ClaimView, one: PaperView) -> dict[str, Any]:
    why = programme(view.programme).ask_again_reason(one.reason_code).label
    return {"label": one.asked.label, "why": why, "deadline": one.deadline}

"""The file of one claim without the person present: where it stands, and what staff of the branch may do
now.
"""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from lapak.claims.operations import desk_work, reopening
from lapak.claims.operations.corrections import extend_deadline
from lapak.claims.operations.looking import open_file
from lapak.claims.programmes import programme
from lapak.claims.queries.claim import ClaimView, claim
from lapak.claims.queries.objections import open_objection
from lapak.claims.queries.tracking import tracking
from lapak.claims.rules.claim_moves import ENDED_UNPAID, ClaimState
from lapak.claims.rules.corrections import latest_extension
from lapak.claims.rules.kin import KinRefused
from lapak.claims.rules.workflow import ReasonKind, reasons
from lapak.journal.queries import trail
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError, NotFound
from lapak.kernel.subjects import Subject
from lapak.offices.queries import branch, holiday_dates
from lapak.people.rules import Role
from lapak.web.access import staff
from lapak.web.checker.trail import trail_lines
from lapak.web.checker.words import STATES, words
from lapak.web.messages import put_on_form, sentence
from lapak.web.requests import LapakRequest

STAFF = (Role.OFFICER, Role.BRANCH_HEAD)


class ReasonForm(forms.Form):
    """An act with a reason from a list, on the claim as it was seen."""

    kind: ReasonKind
    use_required_attribute = False

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    reason = forms.ChoiceField(
        label=gettext_lazy("Alasan"), error_messages={"required": gettext_lazy("Pilih alasannya.")}
    )
    note = forms.CharField(
        label=gettext_lazy("Catatan untuk rekan"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *arguments: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        offered = [(one.code, one.label) for one in reasons(self.kind)]
        self.fields["reason"].choices = [("", _("Pilih")), *offered]  # type: ignore[attr-defined] # a ChoiceField


class ReopenForm(ReasonForm):
    """Why the claim is taken up again."""

    kind = ReasonKind.REOPENING


class UpholdForm(ReasonForm):
    """Why the claim stays as it ended."""

    kind = ReasonKind.OBJECTION_ANSWER
    prefix = "tetap"


class ExtendForm(ReasonForm):
    """Until when a paper may come, and why later than before."""

    kind = ReasonKind.EXTENSION
    note = None  # type: ignore[assignment] # this act has none
    until = forms.DateField(
        label=gettext_lazy("Batas baru"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Pilih batas barunya."),
            "invalid": gettext_lazy("Pilih batas barunya."),
        },
    )


@staff(*STAFF)
@require_GET
def file(request: LapakRequest, claim_id: UUID) -> HttpResponse:
    """Return the file; the look is recorded. 404 outside the branch, 403 for the own person and kin."""
    return _page(request, claim_id)


@staff(Role.BRANCH_HEAD)
@require_POST
def reopen(request: LapakRequest, claim_id: UUID) -> HttpResponse:
    """Take an ended claim up again; an objection is answered by it."""
    form = ReopenForm(request.POST)

    def act() -> None:
        reopening.reopen(
            claim_id=claim_id,
            reason_code=form.cleaned_data["reason"],
            note=form.cleaned_data["note"],
            expected_version=form.cleaned_data["version"],
            actor=request.actor,
            now=utc_now(),
        )

    return _do(request, claim_id, form, act, _("Klaim dibuka lagi. Peserta mendapat surel."), "reopen_form")


@staff(Role.BRANCH_HEAD)
@require_POST
def uphold(request: LapakRequest, claim_id: UUID) -> HttpResponse:
    """Answer an objection: the claim stays as it ended."""
    form = UpholdForm(request.POST)

    def act() -> None:
        reopening.uphold(
            claim_id=claim_id,
            reason_code=form.cleaned_data["reason"],
            note=form.cleaned_data["note"],
            expected_version=form.cleaned_data["version"],
            actor=request.actor,
            now=utc_now(),
        )

    return _do(request, claim_id, form, act, _("Keberatan dijawab. Peserta mendapat surel."), "uphold_form")


@staff(*STAFF)
@require_POST
def extend(request: LapakRequest, claim_id: UUID) -> HttpResponse:
    """Give more time for a paper asked again."""
    form = ExtendForm(request.POST)

    def act() -> None:
        extend_deadline(
            claim_id=claim_id,
            until=form.cleaned_data["until"],
            reason_code=form.cleaned_data["reason"],
            expected_version=form.cleaned_data["version"],
            actor=request.actor,
            now=utc_now(),
        )

    return _do(request, claim_id, form, act, _("Batasnya ditambah. Peserta mendapat surel."), "extend_form")


@staff(Role.BRANCH_HEAD)
@require_POST
def interrupt(request: LapakRequest, claim_id: UUID) -> HttpResponse:
    """Put a claim back into the queue whose officer is no longer with the person."""
    try:
        desk_work.interrupt_service(claim_id=claim_id, actor=request.actor, now=utc_now())
    except (NotFound, KinRefused):
        return _page(request, claim_id)
    messages.success(request, _("Klaim kembali ke antrean. Yang sudah diperiksa tetap tersimpan."))
    return HttpResponseRedirect(reverse("office:file", args=[claim_id]))


def _do(
    request: LapakRequest, claim_id: UUID, form: forms.Form, act: Callable[[], None], said: str, shown: str
) -> HttpResponse:
    if not form.is_valid():
        return _page(request, claim_id, status=422, **{shown: form})
    try:
        act()
    except (NotFound, KinRefused):
        return _page(request, claim_id)
    except DomainError as refusal:
        put_on_form(form, refusal)
        if not refusal.fields:  # the form may not be on the page any more
            messages.warning(request, sentence(refusal))
        return _page(request, claim_id, status=422, **{shown: form})
    messages.success(request, said)
    return HttpResponseRedirect(reverse("office:file", args=[claim_id]))


def _page(request: LapakRequest, claim_id: UUID, *, status: int = 200, **refused: forms.Form) -> HttpResponse:
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
    today = view.today
    forms_ = {
        "reopen_form": ReopenForm(),
        "uphold_form": UpholdForm(),
        "extend_form": ExtendForm(initial={"until": latest(today)}),
        **refused,
    }
    context = {
        **forms_,
        "claim": view,
        "state": words(STATES, view.state),
        "found": tracking(claim_id=claim_id, now=now),
        "ended": view.state in ENDED_UNPAID,
        "asked": [_asked(view, one.asked.label, one) for one in view.papers if one.state == "asked_again"],
        "rejection": whose.rejection_reason(view.decision_reason).label if view.decision_reason else "",
        "objection": open_objection(claim_id=claim_id),
        "trail": trail_lines(
            links=trail(subject=Subject("claim", str(claim_id))),
            looks=[],
            reader_id=request.staff.id,
            programme=whose,
        ),
        "is_head": Role.BRANCH_HEAD in request.staff.roles,
        "in_service": view.state is ClaimState.IN_SERVICE,
        "waits_for_paper": view.state is ClaimState.NEEDS_CORRECTION,
        "branch": branch(branch_id=view.branch_id),
        "topics": [f"claim:{claim_id}"],
    }
    return render(request, "office/file.html", context, status=status)


def latest(today: date) -> date:
    """Return the latest day a paper may be put off to."""
    return latest_extension(today=today, holidays=holiday_dates(years=[today.year, today.year + 1]))


def _asked(view: ClaimView, label: str, one: Any) -> dict[str, Any]:
    why = programme(view.programme).ask_again_reason(one.reason_code).label
    return {"label": label, "why": why, "deadline": one.deadline}

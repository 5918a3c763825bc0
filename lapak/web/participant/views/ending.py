"""Ending a claim at the person's wish, and what the person says against the end of one."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from lapak.booking.queries import active_booking
from lapak.claims.operations.endings import withdraw as withdraw_claim
from lapak.claims.operations.reopening import object_to
from lapak.claims.programmes import programme
from lapak.claims.queries.tracking import TrackingView, tracking
from lapak.claims.rules.reopening import answer_due_on
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError
from lapak.kernel.zones import local_date
from lapak.offices.queries import holiday_dates
from lapak.web.access import participant
from lapak.web.messages import put_on_form
from lapak.web.participant.forms import ObjectionForm, VersionForm
from lapak.web.requests import LapakRequest
from lapak.web.templatetags.lapak_text import branch_moment


@participant
@require_http_methods(["GET", "POST"])
def withdraw(request: LapakRequest) -> HttpResponse:
    """Return what happens when the claim is withdrawn; posted, withdraw it."""
    found = _found(request)
    if not found.may_withdraw or not found.number:
        return redirect("participant:track")
    form = VersionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_claim(
                claim_id=found.claim_id,
                expected_version=form.cleaned_data["version"],
                actor=request.actor,
                now=utc_now(),
            )
        except DomainError as refusal:
            put_on_form(form, refusal)
        else:
            return redirect("participant:track")
    booking = active_booking(subject_id=found.claim_id)
    facts = {
        "found": _found(request),
        "form": form,
        "appointment": branch_moment(booking.slot.starts_at, booking.slot.zone) if booking else "",
    }
    return render(request, "participant/withdraw.html", facts, status=422 if form.errors else 200)


@participant
@require_http_methods(["GET", "POST"])
def objection(request: LapakRequest) -> HttpResponse:
    """Return the form on which the person says why the end of the claim is wrong; posted, keep it."""
    found = _found(request)
    if not found.may_object:
        return redirect("participant:track")
    form = ObjectionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            object_to(
                claim_id=found.claim_id,
                text=form.cleaned_data["text"],
                actor=request.actor,
                now=utc_now(),
            )
        except DomainError as refusal:
            put_on_form(form, refusal)
        else:
            return redirect("participant:track")
    whose = programme(found.programme)
    facts = {
        "found": found,
        "form": form,
        "rejection": whose.rejection_reason(found.rejection_reason).sentence
        if found.rejection_reason
        else "",
        "due_on": _due_on(found),
    }
    return render(request, "participant/objection.html", facts, status=422 if form.errors else 200)


def _found(request: LapakRequest) -> TrackingView:
    subject: UUID | None = request.subject_id
    assert subject is not None  # the gate lets no one in without a claim
    return tracking(claim_id=subject, now=utc_now())


def _due_on(found: TrackingView) -> date:
    today = local_date(moment=utc_now(), zone=found.zone)
    return answer_due_on(objected_on=today, holidays=holiday_dates(years=[today.year, today.year + 1]))

"""The waiting room of a day that is given out by lot: a few kilobytes, no script, no place is ever lost."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lapak.booking.queries import LotPlace, ReleaseView, code_of, place, place_by_code, release
from lapak.booking.rules.states import Priority
from lapak.claims.operations import lots
from lapak.claims.operations.access import mail_link
from lapak.claims.queries.lots import is_filed, place_in_line
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError, NotFound
from lapak.limits.rules import TooOften
from lapak.web.access import participant, public
from lapak.web.challenge import is_needed, new_question, try_answer
from lapak.web.limits import LOOKUPS, missed, take, take_in_line, too_often
from lapak.web.messages import sentence
from lapak.web.participant.line import waiting_room
from lapak.web.participant.session import LINE_KEY, ZONE_KEY
from lapak.web.participant.views.schedule import PRIORITIES
from lapak.web.requests import LapakRequest


class EntryForm(forms.Form):
    """Taking part, with or without a right to a kept place."""

    priority = forms.ChoiceField(choices=[("", ""), *((one, one) for one in Priority)], required=False)


@public
@require_GET
def room(request: LapakRequest, release_id: UUID) -> HttpResponse:
    """Return where the day stands and where this person stands in it; the page looks again by itself."""
    return _room(request, _release(release_id))


@participant
@require_POST
def enter(request: LapakRequest, release_id: UUID) -> HttpResponse:
    """Put the person in line; under attack, ask a small question first."""
    form = EntryForm(request.POST)
    priority = form.cleaned_data["priority"] if form.is_valid() else ""
    answered = "jawaban" in request.POST and try_answer(request)
    try:
        take_in_line(request, subject_id=_subject(request))
        if not answered and is_needed(request):
            return _question(request, release_id, priority)
        lots.enter_line(
            claim_id=_subject(request),
            release_id=release_id,
            priority=priority,
            actor=request.actor,
            now=utc_now(),
        )
    except TooOften as refusal:
        return too_often(request, refusal)
    except NotFound as gone:
        raise Http404 from gone
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
    return redirect("participant:line", release_id)


@participant
@require_POST
def leave(request: LapakRequest, release_id: UUID) -> HttpResponse:
    """Give up the place in line."""
    try:
        take_in_line(request, subject_id=_subject(request))
        lots.leave_line(claim_id=_subject(request), actor=request.actor, now=utc_now())
    except TooOften as refusal:
        return too_often(request, refusal)
    except NotFound as gone:
        raise Http404 from gone
    return redirect("participant:line", release_id)


@participant
@require_GET
def choose(request: LapakRequest, release_id: UUID) -> HttpResponse:
    """Lead to the times of the day, of a draft or of a claim that is filed."""
    view = _release(release_id)
    page = "change_time" if is_filed(claim_id=_subject(request)) else "schedule"
    query = f"kantor={view.branch_id}&cara={view.channel}&hari={view.day:%Y-%m-%d}"
    return redirect(f"{reverse(f'participant:{page}')}?{query}")


@public
@require_http_methods(["GET", "POST"])
def by_code(request: LapakRequest) -> HttpResponse:
    """Return the form for the code of a place in line; the right one shows the place on this phone."""
    if request.method == "GET":
        return _code_form(request, "", "", 200)
    typed = request.POST.get("kode", "")[:40]
    try:
        take(request, LOOKUPS)
    except TooOften as refusal:
        return _code_form(request, typed, sentence(refusal), 429)
    found = place_by_code(text=typed)
    if found is None:
        missed(request, LOOKUPS)
        error = _("Kode ini tidak ditemukan. Isinya sepuluh huruf dan angka, seperti di HP pertama.")
        return _code_form(request, typed, error, 422)
    request.session[LINE_KEY] = str(found.id)
    return redirect("participant:line", found.release.id)


@public
@require_POST
def send_link(request: LapakRequest) -> HttpResponse:
    """Mail the link of the claim whose place this phone shows; the page never says to which address."""
    found = _of_session(request)
    if found is None:
        return redirect("participant:line_code")
    try:
        take_in_line(request, subject_id=found.id)
    except TooOften as refusal:
        return too_often(request, refusal)
    mail_link(claim_id=found.subject_id, now=utc_now())
    messages.success(request, _("Tautan dikirim ke surel yang Anda isi. Buka dari HP ini."))
    return redirect("participant:line", found.release.id)


def _room(request: LapakRequest, view: ReleaseView) -> HttpResponse:
    found = _place(request, view)
    shown = waiting_room(release=view, place=found, clock=request.session.get(ZONE_KEY, ""), now=utc_now())
    facts = {
        "shown": shown,
        "release": view,
        "place": found,
        "code": code_of(entry_id=found.id) if found and shown.is_in_line else "",
        "has_claim": request.subject_id is not None,
        "priorities": PRIORITIES,
    }
    response = render(request, "participant/line/room.html", facts)
    if shown.look_again:
        response["Retry-After"] = str(shown.look_again)
    return response


def _code_form(request: LapakRequest, typed: str, error: str, status: int) -> HttpResponse:
    facts = {"typed": typed, "error": error}
    return render(request, "participant/line/code.html", facts, status=status)


def _question(request: LapakRequest, release_id: UUID, priority: str) -> HttpResponse:
    if not request.session.session_key:
        request.session.save()
    facts = {
        "release_id": release_id,
        "priority": priority,
        "question": new_question(request),
        "wrong": "jawaban" in request.POST,
    }
    return render(request, "participant/line/question.html", facts, status=429)


def _place(request: LapakRequest, view: ReleaseView) -> LotPlace | None:
    """Return the place this phone stands for: that of the claim's person, or the one whose code was typed."""
    if request.subject_id is not None:
        return place_in_line(claim_id=request.subject_id, release_id=view.id)
    known = _of_session(request)
    return known if known is not None and known.release.id == view.id else None


def _of_session(request: LapakRequest) -> LotPlace | None:
    id = request.session.get(LINE_KEY)
    return place(entry_id=UUID(id)) if id else None


def _release(release_id: UUID) -> ReleaseView:
    view = release(release_id=release_id)
    if view is None:
        raise Http404
    return view


def _subject(request: LapakRequest) -> UUID:
    assert request.subject_id is not None  # the gate let nobody else in
    return request.subject_id

"""The waiting room and the call on the phone, and what a person does during a visit on any screen."""

from typing import Any
from uuid import UUID

import segno
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from lapak.desk.operations import check_in
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError, NotFound
from lapak.people.operations import issue_handoff
from lapak.people.queries import has_phone_let_in
from lapak.web.access import desk_or_visit, on_visit_too, participant
from lapak.web.messages import put_on_form, sentence
from lapak.web.participant.queue_words import TravelForm, journey
from lapak.web.participant.visit_waiting import WaitingRoom, appointment_to_enter, waiting_room
from lapak.web.requests import LapakRequest
from lapak.web.visit.handlers import HANDLERS
from lapak.web.visit.respond import visit_fragment
from lapak.web.visit.scope import Surface, scope_of, was_handed_over

HANDOFF_PURPOSE = "visit"
CHANNEL_ONLINE = "online"
TRAVEL_KEY = "travel"


@on_visit_too
@participant
@require_GET
def room(request: LapakRequest) -> HttpResponse:
    """Return the page that stays open from the waiting room until the talk is over; no script is needed."""
    current = _room(request)
    if _was_let_out(request, current):
        return HttpResponseRedirect(reverse("participant:find"))
    return render(request, "participant/visit/page.html", shown_in(request, current))


@on_visit_too
@participant
@require_GET
def content(request: LapakRequest) -> HttpResponse:
    """Return where the person stands now: before the appointment, in line, called, at a desk, or done.

    204 when that is what the page shows already, so that looking again costs a bad line next to nothing.
    """
    current = _room(request)
    if current.at_desk and current.state != "called":
        scope = scope_of(request=request, ticket_id=current.at_desk)
        return visit_fragment(request=request, scope=scope, now=utc_now())
    if _was_let_out(request, current):
        return render(request, "participant/handoff/over.html")
    context = shown_in(request, current)
    if request.headers.get("X-Seen") == context["seen"]:
        return HttpResponse(status=204)
    return render(request, "participant/visit/waiting.html", context)


@participant
@require_POST
def enter(request: LapakRequest) -> HttpResponse:
    """Take a place in line for an online appointment; doing it twice keeps the place."""
    now = utc_now()
    found = appointment_to_enter(subject_id=_subject(request), now=now)
    if found is not None:
        try:
            check_in(
                branch_id=found.branch_id,
                channel=CHANNEL_ONLINE,
                subject_id=_subject(request),
                display_name=found.display_name,
                booking_id=found.booking_id,
                due_at=found.due_at,
                priority=found.priority,
                actor=request.actor,
                now=now,
            )
        except DomainError as refusal:
            messages.error(request, sentence(refusal))
    return HttpResponseRedirect(reverse("participant:visit"))


@desk_or_visit
@require_POST
def work(request: LapakRequest, ticket_id: UUID, task: str) -> HttpResponse:
    """Do one thing of a visit and return the visit; a refusal stands at the fields it concerns."""
    scope, now = scope_of(request=request, ticket_id=ticket_id), utc_now()
    handler = HANDLERS.get(task)
    if handler is None:
        raise Http404
    seen = scope.claim(now=now)
    form = handler.form(request, seen)
    if form.is_valid():
        try:
            handler.act(scope, seen, form.cleaned_data, now)
        except NotFound:
            raise Http404 from None
        except DomainError as refusal:
            put_on_form(form, refusal)
    fresh = scope_of(request=request, ticket_id=ticket_id)
    if form.is_valid():
        return visit_fragment(request=request, scope=fresh, now=now)
    if handler.task is None:
        notice = " ".join(str(text) for texts in form.errors.values() for text in texts)
        return visit_fragment(request=request, scope=fresh, now=now, notice=notice, status=422)
    return visit_fragment(request=request, scope=fresh, now=now, form=form, shown=handler.task, status=422)


@desk_or_visit
@require_POST
def to_own_phone(request: LapakRequest, ticket_id: UUID) -> HttpResponse:
    """Return a code, drawn and written, that opens the same tasks on one own phone, or that it was opened.

    Another phone (`lain`) gets a new code, and the one before is let out.
    """
    scope = scope_of(request=request, ticket_id=ticket_id)
    if scope.surface is not Surface.BOOTH:
        raise Http404
    claim_id, now = scope.visit.claim_id, utc_now()
    is_other = "lain" in request.POST
    if not is_other and has_phone_let_in(subject_id=claim_id, purpose=HANDOFF_PURPOSE, now=now):
        return render(request, "booth/own_phone.html")
    code = issue_handoff(subject_id=claim_id, purpose=HANDOFF_PURPOSE, now=now)
    address = settings.PUBLIC_URL + reverse("participant:handoff", kwargs={"code": code})
    drawing = segno.make(address, error="m").svg_inline(
        scale=1, border=2, omitsize=True, dark="#0D1530", light="#fff"
    )
    context = {"code": code, "drawing": drawing, "address": settings.PUBLIC_URL.split("//")[-1] + "/h/"}
    return render(request, "booth/own_phone.html", context)


def _was_let_out(request: LapakRequest, room: WaitingRoom) -> bool:
    """Let a phone out that was let in for one visit once that visit is over, and return whether it was so."""
    is_over = was_handed_over(request=request) and room.state in ("done", "none")
    if is_over:
        request.session.flush()
    return is_over


def shown_in(request: LapakRequest, room: WaitingRoom) -> dict[str, Any]:
    """Return what the waiting room shows: where the person stands, and when to set out."""
    travel = request.session.get(TRAVEL_KEY) or {}
    way = journey(travel=travel, earliest=room.earliest, now=utc_now()) if room.earliest else None
    return {
        "room": room,
        "journey": way,
        "travel": TravelForm(initial=travel, auto_id="jalan_%s"),
        "seen": f"{room.seen}{f'{way.leave}{way.leave_at:%H%M}{way.way}' if way else ''}",
    }


def _room(request: LapakRequest) -> WaitingRoom:
    return waiting_room(subject_id=_subject(request), now=utc_now())


def _subject(request: LapakRequest) -> UUID:
    assert request.subject_id is not None  # the gate let only participants in
    return request.subject_id

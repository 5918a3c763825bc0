"""While somebody waits: how long the way is, why others come first, and what becomes of the own number."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError
from lapak.queueing.operations import hold, let_pass, resume, set_travel
from lapak.queueing.queries import active_ticket, ahead_of, compare_labels
from lapak.queueing.rules.states import TicketState
from lapak.web.access import on_visit_too, participant
from lapak.web.messages import sentence
from lapak.web.participant.queue_words import TravelForm
from lapak.web.participant.visit_views import TRAVEL_KEY, shown_in
from lapak.web.participant.visit_waiting import waiting_room
from lapak.web.queue_words import why_words
from lapak.web.requests import LapakRequest

OWN_NUMBER: Mapping[str, Callable[..., object]] = {"tahan": hold, "lanjut": resume, "beri-jalan": let_pass}
NO_SUCH_NUMBER = _("Nomor ini tidak ada hari ini. Tulis seperti di papan, misalnya A-058.")


@on_visit_too
@participant
@require_POST
def travel(request: LapakRequest) -> HttpResponse:
    """Keep how the person comes and how long it takes, for the page and for the message in time."""
    assert request.subject_id is not None  # the gate let only participants in
    form = TravelForm(request.POST, auto_id="jalan_%s")
    if not form.is_valid():
        room = waiting_room(subject_id=request.subject_id, now=utc_now())
        context = {**shown_in(request, room), "travel": form}
        return render(request, "participant/visit/page.html", context, status=422)
    request.session[TRAVEL_KEY] = form.cleaned_data
    ticket = active_ticket(subject_id=request.subject_id)
    if ticket and ticket.state == TicketState.WAITING:
        set_travel(ticket_id=ticket.id, minutes=form.cleaned_data["minutes"])
    return HttpResponseRedirect(reverse("participant:visit"))


@on_visit_too
@participant
@require_GET
def order(request: LapakRequest) -> HttpResponse:
    """Return why the numbers ahead come first, and why one that the reader names does or does not."""
    assert request.subject_id is not None  # the gate let only participants in
    now = utc_now()
    room = waiting_room(subject_id=request.subject_id, now=now)
    if room.ticket is None or room.place is None or room.branch is None:
        return HttpResponseRedirect(reverse("participant:visit"))
    zone, asked = room.branch.timezone, request.GET.get("nomor", "").strip()[:12]
    mine = room.place.label
    found = compare_labels(branch_id=room.branch.id, one=asked, other=mine, now=now) if asked else None
    ahead = ahead_of(ticket_id=room.ticket.id, now=now)
    context = {
        "room": room,
        "asked": asked,
        "problem": NO_SUCH_NUMBER if asked and not found else "",
        "answer": (found, why_words(comparison=found, zone=zone)) if found else None,
        "ahead": [(one, why_words(comparison=one, zone=zone)) for one in ahead],
    }
    return render(request, "participant/visit/order.html", context)


@on_visit_too
@participant
@require_POST
def own_number(request: LapakRequest, act: str) -> HttpResponse:
    """Set the own number aside, take it back into the line, or let the next one go first.

    By the rule that holds at the door too; a number that was called meanwhile stays called.
    """
    assert request.subject_id is not None  # the gate let only participants in
    operation, ticket = OWN_NUMBER.get(act), active_ticket(subject_id=request.subject_id)
    if operation is None:
        raise Http404
    if ticket is not None:
        try:
            operation(ticket_id=ticket.id, branch_id=ticket.branch_id, actor=request.actor, now=utc_now())
        except DomainError as refusal:
            messages.error(request, sentence(refusal))
    return HttpResponseRedirect(reverse("participant:visit"))

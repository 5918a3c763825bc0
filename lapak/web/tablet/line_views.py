"""Everybody in the queue, as the one who receives them sees it, and what may happen to a number."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lapak.claims.queries.needs import needs_of
from lapak.claims.rules.needs import AT_THE_DOOR, Need
from lapak.desk.operations.sending import let_go, send_online, send_to_branch
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError, NotFound
from lapak.kernel.zones import zone_name
from lapak.offices.queries import branch, branches
from lapak.queueing import operations, queries
from lapak.web.access import device
from lapak.web.devices import device_of
from lapak.web.messages import sentence
from lapak.web.requests import LapakRequest
from lapak.web.tablet import views
from lapak.web.tablet.forms import BranchForm, CompanionsForm, PairForm

LIST = "daftar"  # the part of the page that a press in the list replaces


@device("tablet")
@require_GET
def line(request: LapakRequest) -> HttpResponse:
    """Return the page of everybody who is here."""
    return render(request, "tablet/line.html", _listed(request))


@device("tablet")
@require_GET
def content(request: LapakRequest) -> HttpResponse:
    """Return the list alone."""
    return render(request, "tablet/line_rows.html", _listed(request))


@device("tablet")
@require_GET
def why(request: LapakRequest) -> HttpResponse:
    """Say which of two numbers goes first, and why."""
    form = PairForm(request.GET)
    found = None
    if form.is_valid():
        found = queries.compare_labels(
            branch_id=device_of(request).branch_id, **form.cleaned_data, now=utc_now()
        )
    part = "tablet/why.html" if request.htmx else "tablet/line.html"
    context = {**_listed(request), "pair": form, "comparison": found, "is_asked": True}
    return render(request, part, context)


@device("tablet")
@require_GET
def ticket(request: LapakRequest, ticket_id: UUID) -> HttpResponse:
    """Return the page with one number in hand."""
    return views.card(request, ticket_id=ticket_id)


@device("tablet")
@require_POST
def hold(request: LapakRequest, ticket_id: UUID) -> HttpResponse:
    """Set a number aside for a moment."""
    return _done(request, ticket_id, operations.hold)


@device("tablet")
@require_POST
def resume(request: LapakRequest, ticket_id: UUID) -> HttpResponse:
    """Return a number that was set aside."""
    return _done(request, ticket_id, operations.resume)


@device("tablet")
@require_POST
def let_pass(request: LapakRequest, ticket_id: UUID) -> HttpResponse:
    """Let the next one go first."""
    return _done(request, ticket_id, operations.let_pass)


@device("tablet")
@require_POST
def come_back(request: LapakRequest, ticket_id: UUID) -> HttpResponse:
    """Take somebody back who was called in vain."""
    return _done(request, ticket_id, operations.come_back)


@device("tablet")
@require_POST
def online(request: LapakRequest, ticket_id: UUID) -> HttpResponse:
    """Let somebody be served on their own phone."""
    return _done(request, ticket_id, send_online)


@device("tablet")
@require_POST
def leave(request: LapakRequest, ticket_id: UUID) -> HttpResponse:
    """Note that somebody will not wait."""
    return _done(request, ticket_id, let_go)


@device("tablet")
@require_POST
def companions(request: LapakRequest, ticket_id: UUID) -> HttpResponse:
    """Note how many came along."""
    form = CompanionsForm(request.POST)
    if not form.is_valid():
        raise Http404
    return _done(request, ticket_id, operations.set_companions, **form.cleaned_data)


@device("tablet")
@require_http_methods(["GET", "POST"])
def send(request: LapakRequest, ticket_id: UUID) -> HttpResponse:
    """Send somebody to another office, which keeps claim and turn."""
    here = device_of(request).branch_id
    found = queries.ticket(ticket_id=ticket_id)
    if found is None or found.branch_id != here:
        raise Http404
    notice = ""
    if request.method == "POST":
        form = BranchForm(request.POST)
        if not form.is_valid():
            raise Http404
        try:
            send_to_branch(
                ticket_id=ticket_id,
                branch_id=here,
                to_branch_id=form.cleaned_data["branch"],
                actor=request.actor,
                now=utc_now(),
            )
            return HttpResponseRedirect(reverse("tablet:ticket", args=[ticket_id]))
        except DomainError as refusal:
            notice = sentence(refusal)
    waiting = queries.waiting_by_branch()
    others = [(one, waiting.get(one.id, 0)) for one in branches() if one.id != here]
    context = {**_listed(request), "ticket": found, "others": others, "notice": notice}
    return render(request, "tablet/send.html", context, status=422 if notice else 200)


def _done(request: LapakRequest, ticket_id: UUID, act: Callable[..., object], **more: Any) -> HttpResponse:
    """Do one thing to a number of this branch, and return the part of the page that shows it."""
    notice = ""
    try:
        act(
            ticket_id=ticket_id,
            branch_id=device_of(request).branch_id,
            actor=request.actor,
            now=utc_now(),
            **more,
        )
    except NotFound:
        raise Http404 from None
    except DomainError as refusal:
        notice = sentence(refusal)
    if request.htmx and request.htmx.target == LIST:
        context = {**_listed(request), "notice": notice}
        return render(request, "tablet/line_rows.html", context, status=422 if notice else 200)
    return views.card(request, ticket_id=ticket_id, notice=notice)


def _listed(request: LapakRequest) -> dict[str, Any]:
    now, here = utc_now(), device_of(request).branch_id
    office = branch(branch_id=here)
    people = queries.arrivals(branch_id=here, now=now)
    needs = needs_of(claim_ids=[one.ticket.subject_id for one in people])
    return {
        "office": office,
        "people": [(one, _help(needs.get(one.ticket.subject_id, ()))) for one in people],
        "pair": PairForm(),
        "comparison": None,
        "is_asked": False,
        "notice": "",
        "now": now,
        "zone": office.timezone,
        "zone_name": zone_name(zone=office.timezone),
        "topics": [f"branch:{here}"],
    }


def _help(needs: tuple[Need, ...]) -> tuple[Need, ...]:
    """Return the help that is prepared at the door; the rest is for the officer's eyes."""
    return tuple(one for one in needs if one in AT_THE_DOOR)

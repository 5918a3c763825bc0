"""The tablet at the door: who comes gets a ticket, or hears what to do; and how many are inside.

Every press answers with the part of the page it changes. Without scripts it answers with the whole page.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import segno
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET, require_POST

from lapak.desk.operations import door as at_door
from lapak.desk.operations.door import AtTheDoor
from lapak.desk.operations.late_scans import admit_late
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError, NotFound
from lapak.kernel.ids import new_id
from lapak.kernel.zones import zone_name
from lapak.offices.operations import touch_device
from lapak.offices.queries import BranchView, branch
from lapak.queueing import operations, queries
from lapak.queueing.rules.companions import companions_inside
from lapak.queueing.rules.hall import Fullness, Hall
from lapak.queueing.rules.states import TicketState, Waits
from lapak.web.access import device
from lapak.web.devices import device_of, keep_known
from lapak.web.messages import sentence
from lapak.web.requests import LapakRequest
from lapak.web.tablet.forms import (
    CountForm,
    EntryForm,
    HealthForm,
    LateForm,
    PriorityForm,
    UndoForm,
    WaitForm,
)

LATE = ("ok", "too_early", "wrong_day", "wrong_branch", "no_appointment", "to_ask", "scan_too_old")


@device("tablet")
@require_GET
def door(request: LapakRequest) -> HttpResponse:
    """Return the whole page, with a token to follow its branch."""
    touch_device(device_id=device_of(request).id, now=utc_now())
    return keep_known(request=request, response=_result(request))


@device("tablet")
@require_GET
def side(request: LapakRequest) -> HttpResponse:
    """Return how full the hall is, and who waits outside."""
    return render(request, "tablet/side.html", _shown(request))


@device("tablet")
@require_POST
def arrive(request: LapakRequest) -> HttpResponse:
    """Give a ticket to who shows a QR, a claim number or a NIK, or say why not now."""
    answers = HealthForm(request.POST).answers()
    return _admit(request, lambda entry: at_door.admit(entry=entry, answers=answers, **_by(request)))


@device("tablet")
@require_POST
def take_number(request: LapakRequest) -> HttpResponse:
    """Give a ticket to who comes without an appointment, by NIK."""
    answers = HealthForm(request.POST).answers()
    brings = request.POST.get("brings") == "yes"
    return _admit(
        request,
        lambda entry: at_door.admit_walk_in(nik=entry, answers=answers, brings_claim=brings, **_by(request)),
        is_walk_in=True,
    )


@device("tablet")
@require_POST
def by_phone(request: LapakRequest) -> HttpResponse:
    """Give somebody who should not come in a number for a talk on their own phone."""
    form = EntryForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form, status=422)
    try:
        outside = at_door.serve_by_phone(entry=form.cleaned_data["entry"], **_by(request))
    except DomainError as refusal:
        form.add_error("entry", sentence(refusal))
        return _page(request, form=form, status=422)
    drawing = _phone_qr(code=outside.phone_code) if outside.phone_code else ""
    return _result(request, ticket_id=outside.ticket.id, phone_qr=drawing)


@device("tablet")
@require_POST
def late(request: LapakRequest) -> HttpResponse:
    """Take one check-in that was made offline, and say in a line what came of it."""
    form = LateForm(request.POST)
    if not form.is_valid():
        raise Http404
    said = form.cleaned_data
    found = admit_late(
        key=said["key"],
        entry=said["entry"],
        is_walk_in=said["walk_in"],
        age=timedelta(milliseconds=said["age_ms"]),
        **_by(request),
    )
    words = sentence(DomainError(found.result)) if found.result not in LATE else ""
    context = {**_shown(request), "late": found, "words": words}
    return render(request, "tablet/late.html", context)


@device("tablet")
@require_POST
def priority(request: LapakRequest, ticket_id: UUID) -> HttpResponse:
    """Put somebody first, or take that back."""
    form = PriorityForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        operations.set_priority(ticket_id=ticket_id, **form.cleaned_data, **_by(request))
    except DomainError as refusal:
        return _refused(request, refusal, ticket_id=ticket_id)
    return _result(request, ticket_id=ticket_id)


@device("tablet")
@require_POST
def wait(request: LapakRequest, ticket_id: UUID) -> HttpResponse:
    """Note where somebody waits; on the own phone the line can be seen by a QR."""
    form = WaitForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        outside = at_door.wait_elsewhere(ticket_id=ticket_id, **form.cleaned_data, **_by(request))
    except DomainError as refusal:
        return _refused(request, refusal, ticket_id=ticket_id)
    drawing = _phone_qr(code=outside.phone_code) if outside.phone_code else ""
    return _result(request, ticket_id=ticket_id, phone_qr=drawing)


@device("tablet")
@require_GET
def slip(request: LapakRequest, ticket_id: UUID) -> HttpResponse:
    """Return the ticket for the printer: a number and what it means, no name."""
    context = _shown(request, ticket_id=ticket_id)
    if context["door"].ticket is None:
        raise Http404
    return render(request, "tablet/slip.html", context)


@device("tablet")
@require_POST
def count(request: LapakRequest) -> HttpResponse:
    """Count one person in or out."""
    form = CountForm(request.POST)
    if not form.is_valid():
        raise Http404
    return _counted(request, lambda: operations.count_person(**form.cleaned_data, **_by(request)))


@device("tablet")
@require_POST
def undo(request: LapakRequest) -> HttpResponse:
    """Take a count back: the one that was shown as the last."""
    form = UndoForm(request.POST)
    if not form.is_valid():
        raise Http404
    return _counted(request, lambda: operations.undo_count(tap_id=form.cleaned_data["press"], **_by(request)))


def _by(request: LapakRequest) -> dict[str, Any]:
    return {"branch_id": device_of(request).branch_id, "actor": request.actor, "now": utc_now()}


def _there(found: AtTheDoor | None, here: UUID) -> BranchView | None:
    """Return the office at which somebody is expected who came to another one."""
    if found is None or found.booking is None or found.booking.slot.branch_id == here:
        return None
    return branch(branch_id=found.booking.slot.branch_id)


def _admit(
    request: LapakRequest, act: Callable[[str], AtTheDoor], *, is_walk_in: bool = False
) -> HttpResponse:
    form = EntryForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form, status=422)
    entry = form.cleaned_data["entry"]
    try:
        found = act(entry)
    except DomainError as refusal:
        form.add_error("entry", sentence(refusal))
        is_elsewhere = refusal.code == "claim_elsewhere"
        return _page(request, form=form, entry=entry, may_bring=is_elsewhere, status=422)
    shown = found.ticket.id if found.ticket else None
    return _page(request, ticket_id=shown, found=found, entry=entry, is_walk_in=is_walk_in)


def card(request: LapakRequest, *, ticket_id: UUID, notice: str = "") -> HttpResponse:
    """Return the page, or its left part, with one number of this branch in hand."""
    view = queries.ticket(ticket_id=ticket_id)
    if view is None or view.branch_id != device_of(request).branch_id:
        raise Http404
    return _page(request, ticket_id=ticket_id, notice=notice, status=422 if notice else 200)


def _result(request: LapakRequest, *, ticket_id: UUID | None = None, **more: Any) -> HttpResponse:
    return _page(request, ticket_id=ticket_id, **more)


def _refused(request: LapakRequest, refusal: DomainError, *, ticket_id: UUID) -> HttpResponse:
    if isinstance(refusal, NotFound):
        raise Http404
    return _page(request, ticket_id=ticket_id, notice=sentence(refusal), status=422)


def _counted(request: LapakRequest, act: Callable[[], object]) -> HttpResponse:
    notice = ""
    try:
        act()
    except DomainError as refusal:
        notice = sentence(refusal)
    template = "tablet/side.html" if _wants_part(request) else "tablet/door.html"
    context = {**_shown(request), "notice_side": notice}
    return render(request, template, context, status=422 if notice else 200)


def _page(
    request: LapakRequest,
    *,
    ticket_id: UUID | None = None,
    form: EntryForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    template = "tablet/left.html" if _wants_part(request) else "tablet/door.html"
    context = {**_shown(request, ticket_id=ticket_id), **more}
    context["there"] = _there(context["found"], device_of(request).branch_id)
    if form is not None:
        context["form"] = form
    return render(request, template, context, status=status)


def _shown(request: LapakRequest, *, ticket_id: UUID | None = None) -> dict[str, Any]:
    now = utc_now()
    here = device_of(request)
    view = queries.door(branch_id=here.branch_id, ticket_id=ticket_id, now=now)
    fullness = view.hall.hall.fullness
    for_them = _without(view).fullness
    return {
        "door": view,
        "form": EntryForm(),
        "found": None,
        "entry": "",
        "notice": "",
        "notice_side": "",
        "phone_qr": "",
        "may_bring": False,
        "is_walk_in": False,
        "companions_inside": _companions_inside(view),
        "here": len(queries.arrivals(branch_id=here.branch_id, now=now)),
        "now": now,
        "zone": view.branch.timezone,
        "zone_name": zone_name(zone=view.branch.timezone),
        "is_full": for_them in (Fullness.FULL, Fullness.FULL_FOR_PUBLIC),
        "fullness": fullness,
        "tap_id": new_id(),
        "topics": [f"branch:{here.branch_id}"],
    }


def _without(view: queries.DoorView) -> Hall:
    """Return the hall as it is for whom the ticket in hand is: without themselves."""
    them, inside = view.ticket, view.hall.hall.inside
    if them is not None and (them.state, them.waits) == (TicketState.WAITING, Waits.HALL):
        inside = max(0, inside - 1 - them.companions)
    return replace(view.hall.hall, inside=inside)


def _companions_inside(view: queries.DoorView) -> int:
    """Return how many companions of the ticket in hand may come in."""
    if view.ticket is None:
        return 0
    return companions_inside(
        companions=view.ticket.companions, priority=view.ticket.priority, hall=_without(view)
    )


def _wants_part(request: LapakRequest) -> bool:
    return bool(request.htmx) or request.headers.get("X-Part") == "1"


def _phone_qr(*, code: str) -> SafeString:
    address = settings.PUBLIC_URL + reverse("participant:handoff", kwargs={"code": code})
    drawing = segno.make(address, error="m").svg_inline(scale=1, border=2, omitsize=True)
    return mark_safe(drawing)  # noqa: S308 drawn by segno from an address of ours

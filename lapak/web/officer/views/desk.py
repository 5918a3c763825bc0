"""The page of the desk, its live parts, opening and closing."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from lapak.claims.queries.file_work import waiting_files
from lapak.desk import operations
from lapak.desk.queries import DeskView, desk_view, focused_place, open_desk_of
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError, NotAllowed
from lapak.offices.queries import BranchView, branch
from lapak.people.rules import Role
from lapak.queueing.queries import line
from lapak.web.access import staff
from lapak.web.messages import put_on_form
from lapak.web.officer import words
from lapak.web.officer.forms import OpenForm
from lapak.web.officer.views.frame import desk_of, officer_of, refusals_as_json, work_on, workspace_page
from lapak.web.requests import LapakRequest


@staff(Role.OFFICER)
@require_GET
def desk(request: LapakRequest) -> HttpResponse:
    """Return the console of the officer's open desk, or the screen that opens one."""
    officer = officer_of(request)
    desk_id = open_desk_of(officer_id=officer.id)
    if desk_id is None:
        return _start(request, OpenForm(most=_office(request).places_per_desk))
    now = utc_now()
    view = desk_view(desk_id=desk_id, now=now)
    place = focused_place(officer_id=officer.id)
    context = {
        **_live(view),
        "tile": view.focus,
        **work_on(place, paper_kind="", now=now),
        "tasks": words.TASKS,
        "topics": [f"desk:{view.id}", f"branch:{view.branch.id}"],
        "refused": "",
        "said": "",
        "oob": False,
    }
    return render(request, "officer/console.html", context)


@staff(Role.OFFICER)
@require_POST
def open_desk(request: LapakRequest) -> HttpResponse:
    """Open the desk with the places chosen, and go to it."""
    form = OpenForm(request.POST, most=_office(request).places_per_desk)
    if not form.is_valid():
        return _start(request, form, status=422)
    try:
        operations.open_desk(
            officer_id=officer_of(request).id,
            places=form.cleaned_data["places"],
            actor=request.actor,
            now=utc_now(),
        )
    except DomainError as refusal:
        put_on_form(form, refusal)
        return _start(request, form, status=422)
    return HttpResponseRedirect(reverse("officer:desk"))


@staff(Role.OFFICER)
@require_POST
def close_desk(request: LapakRequest) -> HttpResponse:
    """Close the desk; its people go back first in line."""
    desk_id = open_desk_of(officer_id=officer_of(request).id)
    if desk_id is not None:
        operations.close_desk(desk_id=desk_id, actor=request.actor, now=utc_now())
    return HttpResponseRedirect(reverse("officer:desk"))


@staff(Role.OFFICER)
@require_POST
@refusals_as_json
def beat(request: LapakRequest) -> HttpResponse:
    """Note that the officer is there; 404 or 409 when the desk is closed, so that the page starts anew."""
    operations.beat(desk_id=desk_of(request), actor=request.actor, now=utc_now())
    return HttpResponse(status=204)


@staff(Role.OFFICER)
@require_GET
@refusals_as_json
def tiles(request: LapakRequest) -> HttpResponse:
    """Return tiles, head and line as they stand, as parts that find their places by themselves."""
    view = desk_view(desk_id=desk_of(request), now=utc_now())
    return render(request, "officer/live.html", {**_live(view), "oob": True})


@staff(Role.OFFICER)
@require_GET
@refusals_as_json
def work(request: LapakRequest) -> HttpResponse:
    """Return the workspace of the one in focus; empty when there is nobody."""
    return workspace_page(request)


@staff(Role.OFFICER)
@require_POST
@refusals_as_json
def take_next(request: LapakRequest) -> HttpResponse:
    """Fill free places now, without waiting for the next arrival."""
    view = desk_view(desk_id=desk_of(request), now=utc_now())
    operations.fill(branch_id=view.branch.id, actor=request.actor, now=utc_now())
    return HttpResponse(status=204)


def _live(view: DeskView) -> dict[str, Any]:
    slots = [{"number": number, "tile": tile} for number, tile in enumerate(view.tiles, start=1)]
    return {
        "desk": view,
        "slots": slots,
        "now": utc_now(),
        "states": words.STATES,
        "flags": words.FLAGS,
        "steps": words.STEPS,
        "priorities": words.PRIORITIES,
    }


def _office(request: LapakRequest) -> BranchView:
    branch_id = officer_of(request).branch_id
    if branch_id is None:
        raise NotAllowed("officer_only")
    return branch(branch_id=branch_id)


def _start(request: LapakRequest, form: OpenForm, *, status: int = 200) -> HttpResponse:
    office = _office(request)
    waiting = line(branch_id=office.id, now=utc_now())
    context = {"form": form, "office": office, "officer": officer_of(request), "waiting": waiting}
    context["files"] = len(
        waiting_files(branch_id=office.id, officer_id=officer_of(request).id, now=utc_now())
    )
    return render(request, "officer/start.html", context, status=status)

"""What the views of the console share: whose desk, who is in focus, how refusals are answered."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from lapak.calls.queries import lines
from lapak.claims.programmes import programme
from lapak.claims.queries.changing_reason import other_reasons, proposed_reason
from lapak.desk.queries import FocusedPlace, desk_view, focused_place, open_desk_of
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import Conflict, DomainError, InvalidInput, NotFound
from lapak.people.queries import StaffView
from lapak.web.messages import sentence
from lapak.web.officer import words
from lapak.web.officer.forms import AskAgainForm, OtherReasonForm, RejectForm
from lapak.web.officer.workspace import workspace
from lapak.web.requests import LapakRequest

_STATUS = ((NotFound, 404), (Conflict, 409), (InvalidInput, 422))


class PersonChanged(Conflict):
    """Another person is in focus than the one the page showed. Code: `person_changed`."""


def officer_of(request: LapakRequest) -> StaffView:
    """Return the officer; the gate let nobody else in."""
    assert request.staff is not None
    return request.staff


def desk_of(request: LapakRequest) -> UUID:
    """Return the officer's open desk. Raises NotFound(`desk_unknown`)."""
    desk_id = open_desk_of(officer_id=officer_of(request).id)
    if desk_id is None:
        raise NotFound("desk_unknown")
    return desk_id


def in_focus(request: LapakRequest, place_id: UUID) -> FocusedPlace:
    """Return the place in focus if it is the one the page meant. Raises PersonChanged."""
    place = focused_place(officer_id=officer_of(request).id)
    if place is None or place.place_id != place_id:
        raise PersonChanged("person_changed")
    return place


def topics_of(place: FocusedPlace) -> list[str]:
    """Return who is told when the claim of this place changes: the desk and the person."""
    return [f"desk:{place.desk_id}", f"visit:{place.ticket_id}"]


def refusals_as_json(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer refusals with their code and words: 404, 409 or 422."""

    @wraps(view)
    def respond(request: HttpRequest, *arguments: object, **keywords: object) -> HttpResponse:
        try:
            return view(request, *arguments, **keywords)
        except DomainError as refusal:
            return JsonResponse({"code": refusal.code, "text": sentence(refusal)}, status=_status(refusal))

    return respond


def refusals_in_workspace(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer refusals with the workspace as it stands and the words above it."""

    @wraps(view)
    def respond(request: LapakRequest, *arguments: object, **keywords: object) -> HttpResponse:
        try:
            return view(request, *arguments, **keywords)
        except DomainError as refusal:
            return workspace_page(request, refusal=refusal)

    return respond


def workspace_page(
    request: LapakRequest, *, refusal: DomainError | None = None, said: str = ""
) -> HttpResponse:
    """Return the workspace of whoever is in focus now, as parts that find their places by themselves."""
    now = utc_now()
    desk_id = desk_of(request)
    place = focused_place(officer_id=officer_of(request).id)
    chosen = request.POST.get("paper") or request.GET.get("paper", "")
    desk = desk_view(desk_id=desk_id, now=now)
    context = {
        "desk": desk,
        "tile": desk.focus,
        **work_on(place, paper_kind=chosen, now=now),
        "refused": sentence(refusal) if refusal else "",
        "said": said,
        "tasks": words.TASKS,
        "oob": True,
    }
    return render(request, "officer/workspace.html", context)


def work_on(place: FocusedPlace | None, *, paper_kind: str, now: datetime) -> dict[str, Any]:
    """Return the work on whoever is in focus, with the forms for asking again and turning down."""
    if place is None:
        return {"work": None, "lines": ()}
    work = workspace(place=place, paper_kind=paper_kind, now=now)
    whose = programme(work.claim.programme)
    return {
        "work": work,
        "lines": lines(visit_id=place.ticket_id),
        "ask_form": AskAgainForm(programme=whose, papers=work.papers),
        "reject_form": RejectForm(programme=whose),
        "reason_form": OtherReasonForm(reasons=other_reasons(claim_id=place.claim_id)),
        "proposal": proposed_reason(claim_id=place.claim_id),
    }


def _status(refusal: DomainError) -> int:
    return next((status for kind, status in _STATUS if isinstance(refusal, kind)), 403)

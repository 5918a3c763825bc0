"""Whom the officer turns to, and how people leave. The page calls these from scripts and keys."""

from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from lapak.claims.rules.kin import KinRefused
from lapak.desk import operations
from lapak.desk.operations import DeskModes
from lapak.desk.queries import focused_place
from lapak.desk.queries.kin import place_at
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import InvalidInput
from lapak.people.rules import Role
from lapak.web.access import staff
from lapak.web.officer.forms import FocusForm, PlaceForm, StageForm
from lapak.web.officer.views.frame import (
    PersonChanged,
    desk_of,
    in_focus,
    officer_of,
    refusals_as_json,
)
from lapak.web.requests import LapakRequest


@staff(Role.OFFICER)
@require_POST
@refusals_as_json
def focus(request: LapakRequest) -> HttpResponse:
    """Turn to the person at a place; return the modes of all calls with their epochs."""
    form = FocusForm(request.POST)
    if not form.is_valid():
        raise InvalidInput("place_number_invalid")
    desk_id, number = desk_of(request), form.cleaned_data["number"]
    try:
        modes = operations.focus(
            desk_id=desk_id,
            place_number=number,
            confirms_person=form.cleaned_data["confirmed"],
            actor=request.actor,
            now=utc_now(),
        )
    except KinRefused:  # found out only now: a colleague takes over at once
        place_id = place_at(desk_id=desk_id, number=number)
        if place_id is not None:
            operations.hand_over(place_id=place_id, actor=request.actor, now=utc_now())
        raise
    return _modes(modes)


@staff(Role.OFFICER)
@require_POST
@refusals_as_json
def hold(request: LapakRequest) -> HttpResponse:
    """Put the one in focus on hold; return the modes of all calls with their epochs."""
    place = focused_place(officer_id=officer_of(request).id)
    if place is None:
        raise PersonChanged("person_changed")
    return _modes(operations.hold(place_id=place.place_id, actor=request.actor, now=utc_now()))


@staff(Role.OFFICER)
@require_POST
@refusals_as_json
def no_show(request: LapakRequest) -> HttpResponse:
    """Note that the person of a place is not there, or is somebody else."""
    operations.no_show(place_id=_place(request), actor=request.actor, now=utc_now())
    return HttpResponse(status=204)


@staff(Role.OFFICER)
@require_POST
@refusals_as_json
def call_again(request: LapakRequest) -> HttpResponse:
    """Have boards and phone call the one at a place once more who has not come yet."""
    operations.call_again(place_id=_place(request), actor=request.actor, now=utc_now())
    return HttpResponse(status=204)


@staff(Role.OFFICER)
@require_POST
@refusals_as_json
def skip(request: LapakRequest) -> HttpResponse:
    """Let the next one come first, because the one called is not there yet."""
    operations.skip(place_id=_place(request), actor=request.actor, now=utc_now())
    return HttpResponse(status=204)


@staff(Role.OFFICER)
@require_POST
@refusals_as_json
def hand_over(request: LapakRequest) -> HttpResponse:
    """Send the one in focus to another officer, first in line."""
    operations.hand_over(place_id=_place(request), actor=request.actor, now=utc_now())
    return HttpResponse(status=204)


@staff(Role.OFFICER)
@require_POST
@refusals_as_json
def finish(request: LapakRequest) -> HttpResponse:
    """Let the one in focus go."""
    place = in_focus(request, _place(request))
    operations.finish(place_id=place.place_id, actor=request.actor, now=utc_now())
    return HttpResponse(status=204)


@staff(Role.OFFICER)
@require_POST
@refusals_as_json
def stage(request: LapakRequest) -> HttpResponse:
    """Give the one in focus a task, or take the visit to another step."""
    place = in_focus(request, _place(request))
    form = StageForm(request.POST)
    if not form.is_valid():
        raise InvalidInput("stage_refused")
    operations.set_stage(
        ticket_id=place.ticket_id,
        stage=form.cleaned_data["stage"] or place.stage,
        step=form.cleaned_data["step"] or None,
        actor=request.actor,
        now=utc_now(),
    )
    return HttpResponse(status=204)


def _place(request: LapakRequest) -> UUID:
    form = PlaceForm(request.POST)
    if not form.is_valid():
        raise InvalidInput("place_unknown")
    place_id: UUID = form.cleaned_data["place"]
    return place_id


def _modes(modes: DeskModes) -> JsonResponse:
    calls = {str(place.call_id): {"mode": place.mode, "epoch": place.epoch} for place in modes.places}
    return JsonResponse({"focus": modes.focus, "modes": calls})

"""The two-button counter on a guard's phone.

With scripts a press answers with figures; without, with the page again. Either way the press carries an id of
its own, so that it counts once however often it is sent.
"""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError
from lapak.kernel.ids import new_id
from lapak.offices.operations import touch_device
from lapak.offices.queries import branch
from lapak.offices.rules.zones import ZoneKind
from lapak.queueing import operations, queries
from lapak.queueing.queries import ZoneNow
from lapak.web.access import device
from lapak.web.crowd.forms import PressForm, UndoForm, ZoneForm
from lapak.web.crowd.words import ZONES, crowd_words
from lapak.web.devices import device_of, keep_known
from lapak.web.requests import LapakRequest

KINDS = ("counter", "tablet")


@device(*KINDS)
@require_GET
def counter(request: LapakRequest) -> HttpResponse:
    """Return the counter of a zone with the way to the branch's other zones."""
    touch_device(device_id=device_of(request).id, now=utc_now())
    zone = _zone(request)
    zones = _zones(request)
    here = zones.get(zone)
    if here is None:
        raise Http404
    view = queries.hall(branch_id=device_of(request).branch_id, zone=zone, now=utc_now())
    context = {
        "branch": branch(branch_id=device_of(request).branch_id),
        "zone": zone,
        "here": here,
        "view": view,
        "zones": [(kind, ZONES[kind]) for kind in zones],
        "zone_name": ZONES[zone],
        "words": crowd_words(hall=here.hall, is_open=True),
        "tap_id": new_id(),
    }
    return keep_known(request=request, response=render(request, "crowd/counter.html", context))


@device(*KINDS)
@require_GET
def now(request: LapakRequest) -> HttpResponse:
    """Return how full a zone is, as figures."""
    return _figures(request, _zone(request))


@device(*KINDS)
@require_POST
def press(request: LapakRequest) -> HttpResponse:
    """Count one person in or out."""
    form = PressForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"code": "press_invalid"}, status=400)
    try:
        operations.count_person(**form.press(), **_by(request))
    except DomainError as refusal:
        return JsonResponse({"code": refusal.code}, status=409)
    return _done(request, form.cleaned_data["zona"])


@device(*KINDS)
@require_POST
def undo(request: LapakRequest) -> HttpResponse:
    """Take one press back."""
    form = UndoForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"code": "press_invalid"}, status=400)
    facts = form.cleaned_data
    try:
        operations.undo_count(zone=facts["zona"], tap_id=facts["tap_id"], **_by(request))
    except DomainError as refusal:
        return JsonResponse({"code": refusal.code}, status=409)
    return _done(request, facts["zona"])


def _done(request: LapakRequest, zone: ZoneKind) -> HttpResponse:
    if request.headers.get("X-Part") == "1":
        return _figures(request, zone)
    return HttpResponseRedirect(f"{reverse('crowd:counter')}?zona={zone}")


def _figures(request: LapakRequest, zone: ZoneKind) -> HttpResponse:
    here = _zones(request).get(zone)
    if here is None:
        raise Http404
    words = crowd_words(hall=here.hall, is_open=True)
    figures = {"inside": here.inside, "counted": here.counted, "limit": here.zone.limit}
    return JsonResponse({**figures, "level": words.level, "word": words.word})


def _zones(request: LapakRequest) -> dict[str, ZoneNow]:
    place = branch(branch_id=device_of(request).branch_id)
    return {each.zone.kind: each for each in queries.zones_of(branch=place, now=utc_now())}


def _zone(request: LapakRequest) -> ZoneKind:
    form = ZoneForm(request.GET)
    if not form.is_valid():
        raise Http404
    zone: ZoneKind = form.cleaned_data["zona"]
    return zone


def _by(request: LapakRequest) -> dict[str, Any]:
    return {"branch_id": device_of(request).branch_id, "actor": request.actor, "now": utc_now()}

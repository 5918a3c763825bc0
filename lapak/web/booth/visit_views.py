"""The screen of a booth: one page that stays open for months and shows one person's visit at a time."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from lapak.desk.queries import stay_ended_at_device, visit_of_device
from lapak.kernel.clock import utc_now
from lapak.kernel.zones import zone_name
from lapak.offices.operations import touch_device
from lapak.offices.queries import DeviceView, booth, branch
from lapak.web.access import device
from lapak.web.requests import LapakRequest
from lapak.web.visit.respond import visit_fragment
from lapak.web.visit.scope import scope_of

FAREWELL_WITHIN = timedelta(minutes=1)  # after that nobody sits there any more


@device("booth")
@require_GET
def home(request: LapakRequest) -> HttpResponse:
    """Return the page of this booth, without anybody's data; what it shows it asks for itself."""
    here = _device(request)
    touch_device(device_id=here.id, now=utc_now())
    office = branch(branch_id=here.branch_id)
    context = {
        "number": _number(here),
        "branch": office,
        "zone": zone_name(zone=office.timezone),
        "topics": [f"device:{here.id}"],
    }
    return render(request, "booth/home.html", context)


@device("booth")
@require_GET
def content(request: LapakRequest) -> HttpResponse:
    """Return the visit at this booth, or the free booth; the address chooses no visit, it is the own one.

    Until somebody has sat down (`duduk` names the visit they pressed "mulai" at) it is the number alone.
    The free booth says how the visit that the screen still shows ended a moment ago (`X-Visit` names it), so
    that its farewell does not hang on an event that came late.
    """
    here = _device(request)
    ticket_id = visit_of_device(device_id=here.id)
    if ticket_id is None:
        return render(request, "booth/free.html", {"number": _number(here), "ended": _ended(request, here)})
    scope = scope_of(request=request, ticket_id=ticket_id)
    has_sat_down = request.GET.get("duduk") == str(ticket_id)
    if scope.visit.is_confirmed or has_sat_down:
        return visit_fragment(request=request, scope=scope, now=utc_now())
    return render(request, "booth/called.html", {"scope": scope, "visit": scope.visit})


@device("booth")
@require_POST
def beat(request: LapakRequest) -> HttpResponse:
    """Note that the booth is there; return the visit it serves, so that it notices what it missed."""
    here = _device(request)
    touch_device(device_id=here.id, now=utc_now())
    ticket_id = visit_of_device(device_id=here.id)
    return JsonResponse({"visit": str(ticket_id) if ticket_id else ""})


def _device(request: LapakRequest) -> DeviceView:
    assert request.device is not None  # the gate let only booths in
    return request.device


def _ended(request: LapakRequest, here: DeviceView) -> str:
    try:
        shown = UUID(request.headers.get("X-Visit", ""))
    except ValueError:
        return ""
    return stay_ended_at_device(device_id=here.id, ticket_id=shown, since=utc_now() - FAREWELL_WITHIN)


def _number(here: DeviceView) -> int | None:
    return booth(booth_id=here.booth_id).number if here.booth_id else None

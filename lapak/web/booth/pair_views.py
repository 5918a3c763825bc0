"""A new screen: it shows a code until the branch head has confirmed it, then it goes to its own page."""

from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from lapak.kernel.clock import utc_now
from lapak.kernel.errors import NotFound
from lapak.offices.operations import begin_pairing, renew_pairing, touch_device
from lapak.web.access import device, public
from lapak.web.devices import device_of, keep_known
from lapak.web.middleware import DEVICE_COOKIE
from lapak.web.requests import LapakRequest

PAGES = {"booth": "booth:home", "board": "board:board", "tablet": "tablet:door", "counter": "crowd:counter"}


@public
@require_GET
def pair(request: LapakRequest) -> HttpResponse:
    """Return the page of a screen that is not paired; a paired one goes on to its own page."""
    if request.device:
        return HttpResponseRedirect(reverse(PAGES[request.device.kind]))
    return render(request, "booth/pair.html", {"started": DEVICE_COOKIE in request.COOKIES})


@public
@require_POST
def begin(request: LapakRequest) -> HttpResponse:
    """Make this browser a device that waits to be paired."""
    response = HttpResponseRedirect(reverse("booth:pair"))
    if request.device is None:
        keep_known(request=request, response=response, secret=begin_pairing(now=utc_now()).secret)
    return response


@public
@require_POST
def code(request: LapakRequest) -> HttpResponse:
    """Return the code to show now; once paired, send the page to where it belongs."""
    if request.device:
        return _go(reverse(PAGES[request.device.kind]))
    try:
        shown = renew_pairing(secret=request.COOKIES.get(DEVICE_COOKIE, ""), now=utc_now())
    except NotFound:  # revoked, or never begun: start afresh
        response = _go(reverse("booth:pair"))
        response.delete_cookie(DEVICE_COOKIE)
        return response
    return render(request, "booth/pair_code.html", {"code": shown, "spelled": " ".join(shown)})


@device("booth", "board", "tablet", "counter")
@require_POST
def alive(request: LapakRequest) -> HttpResponse:
    """Note a sign of life of a device and keep it known."""
    touch_device(device_id=device_of(request).id, now=utc_now())
    return keep_known(request=request, response=JsonResponse({}))


def _go(address: str) -> HttpResponse:
    response = HttpResponse(status=204)
    response["HX-Redirect"] = address
    return response

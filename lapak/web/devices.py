"""The cookie by which a paired screen is known; it rolls on while the screen is in use."""

from django.http import HttpResponse

from lapak.offices.queries import DeviceView
from lapak.web.middleware import DEVICE_COOKIE
from lapak.web.requests import LapakRequest

COOKIE_SECONDS = 400 * 24 * 3600  # the longest a browser keeps one


def keep_known(*, request: LapakRequest, response: HttpResponse, secret: str = "") -> HttpResponse:
    """Return the response with the cookie that keeps this browser known as its device for 400 more days."""
    response.set_cookie(
        DEVICE_COOKIE,
        secret or request.COOKIES[DEVICE_COOKIE],
        max_age=COOKIE_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response


def device_of(request: LapakRequest) -> DeviceView:
    """Return the device behind a page that only devices may open."""
    assert request.device is not None  # the gate let only devices in
    return request.device

"""The lobby board: one page that stays open for months and fetches what it shows."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from lapak.kernel.clock import utc_now
from lapak.kernel.zones import zone_name
from lapak.offices.operations import note_sound, touch_device
from lapak.offices.queries import board_settings
from lapak.queueing import queries
from lapak.web.access import device
from lapak.web.board.words import aloud, fullness_words, quiet_words, seats
from lapak.web.devices import device_of, keep_known
from lapak.web.requests import LapakRequest


@device("board")
@require_GET
def board(request: LapakRequest) -> HttpResponse:
    """Return the whole page, with a token to follow its branch."""
    here = device_of(request)
    touch_device(device_id=here.id, now=utc_now())
    context = {**_shown(request), "topics": [f"branch:{here.branch_id}"]}
    return keep_known(request=request, response=render(request, "board/board.html", context))


@device("board")
@require_GET
def content(request: LapakRequest) -> HttpResponse:
    """Return what the board shows now, and what it is to say."""
    return render(request, "board/content.html", _shown(request))


@device("board")
@require_POST
def alive(request: LapakRequest) -> HttpResponse:
    """Note a sign of life, and whether the board may sound."""
    here = device_of(request)
    touch_device(device_id=here.id, now=utc_now())
    note_sound(device_id=here.id, is_mute=request.POST.get("sound") == "off")
    return keep_known(request=request, response=HttpResponse(status=204))


def _shown(request: LapakRequest) -> dict[str, Any]:
    now = utc_now()
    settings = board_settings(device_id=device_of(request).id)
    view = queries.board(branch_id=settings.branch_id, section=settings.section, now=now)
    zone = view.branch.timezone
    return {
        "board": view,
        "calls": view.calls,
        "aloud": [aloud(call) for call in view.calls.spoken],
        "volume": settings.volume,
        "now": now,
        "zone": zone,
        "zone_name": zone_name(zone=zone),
        "seats": seats(hall=view.hall),
        "fullness": fullness_words(hall=view.hall),
        "quiet": quiet_words(windows=view.quiet, now=now, zone=zone),
    }

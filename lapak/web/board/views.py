"""The lobby board: one page that stays open for months and fetches what it shows."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lapak.kernel.clock import utc_now
from lapak.kernel.zones import zone_name
from lapak.offices.operations import touch_device
from lapak.queueing import queries
from lapak.web.access import device
from lapak.web.board.words import fullness_words, quiet_words, seats
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
    """Return what the board shows now."""
    return render(request, "board/content.html", _shown(request))


def _shown(request: LapakRequest) -> dict[str, Any]:
    now = utc_now()
    view = queries.board(branch_id=device_of(request).branch_id, now=now)
    return {
        "board": view,
        "now": now,
        "zone": view.branch.timezone,
        "zone_name": zone_name(zone=view.branch.timezone),
        "seats": seats(hall=view.hall),
        "fullness": fullness_words(hall=view.hall),
        "quiet": quiet_words(windows=view.quiet, now=now, zone=view.branch.timezone),
    }

"""Days that are given out by lot, for everybody: when each opens, and how it was drawn."""

from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lapak.booking.queries import ReleaseView, published, recent_releases, release
from lapak.kernel.clock import utc_now
from lapak.web.access import public
from lapak.web.requests import LapakRequest


@public
@require_GET
def days(request: LapakRequest) -> HttpResponse:
    """Return the days that open soon and those that were drawn, the newest first."""
    now = utc_now()
    found = [(one, str(one.phase(now=now))) for one in recent_releases()]
    return render(request, "participant/line/days.html", {"days": found})


@public
@require_GET
def draw(request: LapakRequest, release_id: UUID) -> HttpResponse:
    """Return the seal of a day, and after the draw its seed, with how to work the order out again."""
    return render(request, "participant/line/draw.html", {"release": _release(release_id)})


@public
@require_GET
def data(_request: LapakRequest, release_id: UUID) -> HttpResponse:
    """Return a draw as a file for `lapak lot`: seal, seed and the order of the anonymous tickets."""
    view, told = _release(release_id), published(release_id=release_id)
    if told is None:
        raise Http404
    facts = {
        "branch": view.branch_name,
        "channel": view.channel,
        "day": view.day.isoformat(),
        "opens_at": view.opens_at.isoformat(),
        "closes_at": view.closes_at.isoformat(),
        "commitment": told.commitment,
        "seed": told.seed,
        "digest": told.digest,
        "priority_percent": told.priority_percent,
        "order": [[one.ticket, int(one.priority)] for one in told.order],
    }
    return JsonResponse(facts)


def _release(release_id: UUID) -> ReleaseView:
    view = release(release_id=release_id)
    if view is None:
        raise Http404
    return view

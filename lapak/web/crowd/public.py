"""How busy a branch is now, and when it is best to come: for everybody, from counts, without any person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from lapak.kernel.clock import utc_now
from lapak.offices import queries as offices
from lapak.offices.queries import BranchView
from lapak.queueing import queries as queueing
from lapak.queueing.rules.hall import Hall
from lapak.queueing.rules.heat import Heat, Window
from lapak.web.access import public
from lapak.web.crowd.drawing import by_weekday
from lapak.web.crowd.words import ZONES, crowd_words, percent, span_words
from lapak.web.requests import LapakRequest

REMEMBERED_SECONDS = 60  # what is shown is the same for all, and at most this old


@dataclass(frozen=True)
class Busy:
    """What the page of a branch shows; counts only, so that it may be kept for all readers."""

    branch: BranchView
    at: datetime
    is_open: bool
    hall: Hall
    others: tuple[tuple[str, int, int], ...]
    waiting: int
    wait_minutes: int
    heat: Heat
    windows: Sequence[Window]


@public
@require_GET
def branches(request: LapakRequest) -> HttpResponse:
    """Return all branches, each with the way to its page."""
    return render(request, "crowd/branches.html", {"branches": offices.branches()})


@public
@require_GET
def branch(request: LapakRequest, code: str) -> HttpResponse:
    """Return how busy one branch is now, its calmest coming hours, and the weeks behind as a map."""
    place = offices.branch_by_code(code=code.upper())
    if place is None:
        raise Http404
    seen = _look(place)
    context = {
        "seen": seen,
        "branch": seen.branch,
        "zone": seen.branch.timezone,
        "words": crowd_words(hall=seen.hall, is_open=seen.is_open),
        "others": [(ZONES[kind], inside, limit) for kind, inside, limit in seen.others],
        "windows": [(one.day, span_words(one.span), percent(one.share)) for one in seen.windows],
        "map": by_weekday(seen.heat),
    }
    response = render(request, "crowd/branch.html", context)
    response["Cache-Control"] = f"private, max-age={REMEMBERED_SECONDS // 2}"
    return response


def _look(place: BranchView) -> Busy:
    known: Busy | None = cache.get(f"crowd:{place.id}")
    if known is None:
        known = _look_anew(place, utc_now())
        cache.set(f"crowd:{place.id}", known, REMEMBERED_SECONDS)
    return known


def _look_anew(place: BranchView, now: datetime) -> Busy:
    heat = queueing.heat(branch_id=place.id, now=now)
    board = queueing.board(branch_id=place.id, now=now)
    zones = queueing.zones_of(branch=place, now=now)
    return Busy(
        branch=place,
        at=now,
        is_open=offices.is_open(branch_id=place.id, at=now),
        hall=zones[0].hall,
        others=tuple((each.zone.kind, each.inside, each.zone.limit) for each in zones[1:]),
        waiting=board.waiting,
        wait_minutes=board.wait_minutes,
        heat=heat,
        windows=queueing.when_to_come(branch_id=place.id, heat=heat, now=now),
    )

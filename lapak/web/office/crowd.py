"""How full the zones of a branch are, who was told, who may come in, and how the weeks before were."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lapak.kernel.clock import utc_now
from lapak.kernel.errors import NotFound
from lapak.offices.queries import BranchView
from lapak.people.queries import staff_of_branch
from lapak.people.rules import Role
from lapak.queueing import operations, queries
from lapak.queueing.queries import AlarmView, ZoneNow
from lapak.web.access import staff
from lapak.web.crowd.drawing import by_day, by_weekday
from lapak.web.crowd.words import ZONES, crowd_words
from lapak.web.office.alarm_bar import alarms_on
from lapak.web.office.scope import branch_in_charge, branches_to_choose
from lapak.web.requests import LapakRequest

ALARMS_SHOWN = timedelta(days=7)
DAYS_SHOWN = 14
SOMEBODY = "–"


@staff(Role.BRANCH_HEAD, Role.ADMINISTRATOR)
@require_GET
def crowd(request: LapakRequest) -> HttpResponse:
    """Return the zones now, the alarms of a week, the pace at the door, and two maps of the past."""
    place, now = branch_in_charge(request), utc_now()
    found = queries.alarms(branch_id=place.id, since=now - ALARMS_SHOWN)
    heat = queries.heat(branch_id=place.id, now=now)
    context = {
        "branch": place,
        "branches": branches_to_choose(request),
        "zone": place.timezone,
        "zones": [_zone(each) for each in queries.zones_of(branch=place, now=now)],
        "entry": queries.entry(branch_id=place.id, now=now),
        "alarms": _alarms(place, found),
        "usual": by_weekday(heat),
        "days": by_day(queries.hours_of_days(branch_id=place.id, days=DAYS_SHOWN, now=now)),
        "topics": [_topic(request, place)],
    }
    return render(request, "office/crowd.html", context)


@staff(Role.BRANCH_HEAD)
@require_GET
def alarms_now(request: LapakRequest) -> HttpResponse:
    """Return the bar with the alarms of the own branch anew; 204 while the page shows them as they are.

    At a desk (`meja`) its link opens beside the conversations.
    """
    shown = alarms_on(request)
    if shown is None or request.GET.get("ada", "") == shown.key:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return render(request, "office/_alarms.html", {"at_desk": "meja" in request.GET})


@staff(Role.BRANCH_HEAD)
@require_POST
def take(request: LapakRequest, alarm_id: UUID) -> HttpResponse:
    """Note that the branch head sees to an alarm."""
    assert request.staff is not None  # the gate let only staff in
    try:
        operations.take_alarm(
            alarm_id=alarm_id,
            branch_id=branch_in_charge(request).id,
            staff_id=request.staff.id,
            actor=request.actor,
            now=utc_now(),
        )
    except NotFound as gone:
        raise Http404 from gone
    messages.success(request, _("Tercatat, Anda yang menangani."))
    return HttpResponseRedirect(reverse("office:crowd"))


def _zone(each: ZoneNow) -> dict[str, Any]:
    words = crowd_words(hall=each.hall, is_open=True)
    return {"now": each, "name": ZONES[each.zone.kind], "words": words}


def _alarms(place: BranchView, found: tuple[AlarmView, ...]) -> list[dict[str, Any]]:
    names = {one.id: one.display_name for one in staff_of_branch(branch_id=place.id)}
    told = queries.told(alarm_ids=[one.id for one in found])
    return [
        {
            "one": one,
            "zone": ZONES[one.zone],
            "told": [(names.get(each.staff_id, SOMEBODY), each) for each in told.get(one.id, ())],
            "taken_by": names.get(one.taken_by, SOMEBODY) if one.taken_by else "",
        }
        for one in found
    ]


def _topic(request: LapakRequest, place: BranchView) -> str:
    """Return what the page follows: everything at one's own branch, alarms elsewhere."""
    assert request.staff is not None  # the gate let only staff in
    return f"{'branch' if request.staff.branch_id == place.id else 'office'}:{place.id}"

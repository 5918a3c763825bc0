"""The typed conversation with the one in focus."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from lapak.calls.queries import lines
from lapak.desk.operations.conversation import write_line
from lapak.desk.queries import desk_view, focused_place
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import InvalidInput
from lapak.people.rules import Role
from lapak.web.access import staff
from lapak.web.officer.forms import LineForm
from lapak.web.officer.views.frame import desk_of, in_focus, officer_of, refusals_as_json
from lapak.web.requests import LapakRequest


@staff(Role.OFFICER)
@require_GET
@refusals_as_json
def talk(request: LapakRequest) -> HttpResponse:
    """Return what was typed with the one in focus, as a part that finds its place by itself."""
    desk = desk_view(desk_id=desk_of(request), now=utc_now())
    place = focused_place(officer_id=officer_of(request).id)
    typed = lines(visit_id=place.ticket_id) if place else ()
    return render(request, "officer/talk.html", {"desk": desk, "tile": desk.focus, "lines": typed})


@staff(Role.OFFICER)
@require_POST
@refusals_as_json
def write(request: LapakRequest) -> HttpResponse:
    """Write a line to the one in focus, whom the page names; 409 when another is in focus by now."""
    form = LineForm(request.POST)
    if not form.is_valid():
        raise InvalidInput("place_unknown")
    place = in_focus(request, form.cleaned_data["place"])
    write_line(ticket_id=place.ticket_id, text=form.cleaned_data["text"], actor=request.actor, now=utc_now())
    return HttpResponse(status=204)

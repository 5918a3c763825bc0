"""The letters of the person in focus, to read together or to print."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from lapak.desk.queries import focused_place
from lapak.people.rules import Role
from lapak.web.access import staff
from lapak.web.letters.files import letter_file
from lapak.web.officer.views.frame import officer_of
from lapak.web.officer.views.papers import AT_THE_DESK
from lapak.web.requests import LapakRequest


@staff(Role.OFFICER)
@require_GET
def letter(request: LapakRequest, kind: str) -> HttpResponse:
    """Return a letter of the person this officer has in focus; 404 without one."""
    place = focused_place(officer_id=officer_of(request).id)
    if place is None:
        raise Http404
    return letter_file(request, claim_id=place.claim_id, kind=kind, reason=AT_THE_DESK)

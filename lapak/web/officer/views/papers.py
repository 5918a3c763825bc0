"""The pictures of the claim in focus. Every look is recorded; nothing is kept in a cache."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from lapak.desk.queries import focused_place
from lapak.documents.operations import record_look
from lapak.documents.queries import content
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import NotFound
from lapak.people.rules import Role
from lapak.web.access import staff
from lapak.web.officer.views.frame import officer_of
from lapak.web.officer.workspace import may_see
from lapak.web.requests import LapakRequest

AT_THE_DESK = "at_the_desk"


@staff(Role.OFFICER)
@require_GET
def paper(request: LapakRequest, document_id: UUID) -> HttpResponse:
    """Return a picture of the person this officer has in focus; 404 for every other."""
    place = focused_place(officer_id=officer_of(request).id)
    if place is None or not may_see(place=place, document_id=document_id):
        raise Http404
    try:
        record_look(document_id=document_id, actor=request.actor, reason=AT_THE_DESK, now=utc_now())
        body, media_type = content(document_id=document_id)
    except NotFound:
        raise Http404 from None
    response = HttpResponse(body, content_type=media_type)
    response["Cache-Control"] = "no-store"
    response["Content-Disposition"] = "inline"
    return response

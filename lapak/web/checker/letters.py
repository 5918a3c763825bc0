"""The letters of a case, as its participant has them."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from lapak.claims.operations.looking import open_for_check
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import NotAllowed, NotFound
from lapak.people.rules import Role
from lapak.web.access import staff
from lapak.web.letters.files import letter_file
from lapak.web.requests import LapakRequest


@staff(Role.CHECKER)
@require_GET
def letter(request: LapakRequest, claim_id: UUID, kind: str) -> HttpResponse:
    """Return a letter to read or print; 404 for a claim that is not this checker's to see."""
    try:
        open_for_check(claim_id=claim_id, actor=request.actor, now=utc_now())
    except (NotFound, NotAllowed) as refusal:
        raise Http404 from refusal
    return letter_file(request, claim_id=claim_id, kind=kind, reason="approval")

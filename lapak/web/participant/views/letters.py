"""The participant's own letters, to keep."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from lapak.web.access import participant
from lapak.web.letters.files import letter_file
from lapak.web.requests import LapakRequest


@participant
@require_GET
def letter(request: LapakRequest, kind: str) -> HttpResponse:
    """Return a letter about the own claim as a file; 404 while there is none of the kind."""
    assert request.subject_id is not None  # the gate lets no one in without a claim
    return letter_file(request, claim_id=request.subject_id, kind=kind, reason="own", keep=True)

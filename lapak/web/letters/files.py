"""A letter handed to who may have it: made if the worker has not come to it yet, and the look recorded."""

from uuid import UUID

from django.http import Http404, HttpResponse

from lapak.claims.queries.find import numbers
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError
from lapak.letters.operations import record_look
from lapak.letters.queries import content
from lapak.letters.rules.kinds import Kind
from lapak.web.letters.issuing import issue
from lapak.web.requests import LapakRequest

FILE_NAMES = {
    Kind.RECEIPT: "tanda-terima",
    Kind.APPROVED: "keputusan",
    Kind.REJECTED: "keputusan",
    Kind.WITHHOLDING: "slip-pph21",
}


def letter_file(
    request: LapakRequest, *, claim_id: UUID, kind: str, reason: str, keep: bool = False
) -> HttpResponse:
    """Return the claim's letter as PDF, to read, or with `keep` to save; `reason` goes to the journal.

    The caller has made sure that the reader may see the claim. Raises Http404 when there is no such letter.
    """
    now = utc_now()
    try:
        found = issue(claim_id=claim_id, kind=Kind(kind), now=now)
    except (ValueError, DomainError) as refusal:
        raise Http404 from refusal
    if found is None:
        raise Http404
    record_look(letter_id=found.id, actor=request.actor, reason=reason, now=now)
    pdf = content(letter_id=found.id, claim_id=claim_id)
    number = numbers(claim_ids=[claim_id])[claim_id].number
    name = f"{FILE_NAMES[found.kind]}-{number}.pdf"
    headers = {
        "Content-Disposition": f'{"attachment" if keep else "inline"}; filename="{name}"',
        "Cache-Control": "no-store",
    }
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)

"""Claims drawn for a second look: the list, and what the look found."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lapak.claims.operations.samples import keep_look
from lapak.claims.queries.samples import open_samples
from lapak.claims.rules.sampling import SampleOutcome
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError, NotAllowed, NotFound
from lapak.offices.queries import branch
from lapak.people.rules import Role
from lapak.web.access import staff
from lapak.web.checker.views import case_page, checker
from lapak.web.checker.words import STATES, words
from lapak.web.messages import sentence
from lapak.web.requests import LapakRequest, text_given


@staff(Role.CHECKER)
@require_GET
def samples(request: LapakRequest) -> HttpResponse:
    """Return what this checker may look at once more; the own work and that of kin is left out."""
    member = checker(request)
    assert member.branch_id is not None  # `checker` made sure
    rows = [
        {"row": row, "state": words(STATES, row.state)}
        for row in open_samples(branch_id=member.branch_id, staff_id=member.id)
    ]
    return render(
        request, "checker/samples.html", {"rows": rows, "branch": branch(branch_id=member.branch_id)}
    )


@staff(Role.CHECKER)
@require_POST
def look(request: LapakRequest, claim_id: UUID) -> HttpResponse:
    """Keep what the second look found; a finding without reason or note comes back with the words."""
    is_finding = request.POST.get("outcome") == "finding"
    try:
        keep_look(
            claim_id=claim_id,
            outcome=SampleOutcome.FINDING if is_finding else SampleOutcome.OK,
            reason_code=request.POST.get("reason", ""),
            note=text_given(request, "note"),
            actor=request.actor,
            now=utc_now(),
        )
    except (NotFound, NotAllowed):
        return case_page(request, claim_id)
    except DomainError as refusal:
        written = {name: text_given(request, name) for name in ("reason", "note")}
        return case_page(request, claim_id, status=422, look_wrong=sentence(refusal), look_written=written)
    said = _("Temuan dicatat. Kepala cabang diberi tahu.") if is_finding else _("Dicatat: sesuai.")
    messages.success(request, said)
    return HttpResponseRedirect(reverse("checker:samples"))

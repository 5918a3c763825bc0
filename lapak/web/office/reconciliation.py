"""The nightly comparison of payments: what was found, what was mended, what a person must do."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lapak.claims.operations import reconciling
from lapak.claims.queries.reconciliation import FindingView, findings_of, runs
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError, InvalidInput
from lapak.people.rules import Role
from lapak.web.access import staff
from lapak.web.messages import sentence
from lapak.web.office import words
from lapak.web.office.scope import branch_in_charge, branches_to_choose
from lapak.web.requests import LapakRequest, text_given


@staff(Role.BRANCH_HEAD, Role.ADMINISTRATOR)
@require_GET
def comparisons(request: LapakRequest) -> HttpResponse:
    """Return the last comparisons and what they found; administrators also see what is about no claim."""
    return _page(request)


@staff(Role.BRANCH_HEAD, Role.ADMINISTRATOR)
@require_POST
def resolve(request: LapakRequest, finding_id: int) -> HttpResponse:
    """Close a finding with what was done; without a word the page comes back and says so at the field."""
    note = text_given(request, "note")
    try:
        reconciling.resolve(finding_id=finding_id, note=note, actor=request.actor, now=utc_now())
    except InvalidInput as refusal:
        return _page(request, wrong_id=finding_id, wrong=sentence(refusal), status=422)
    except DomainError as refusal:
        messages.warning(request, sentence(refusal))
    else:
        messages.success(request, _("Selisih ditutup dengan catatan Anda."))
    chosen = f"?cabang={branch_in_charge(request).id}" if branches_to_choose(request) else ""
    return HttpResponseRedirect(reverse("office:reconciliation") + chosen)


def _page(
    request: LapakRequest, *, wrong_id: int | None = None, wrong: str = "", status: int = 200
) -> HttpResponse:
    place, choices = branch_in_charge(request), branches_to_choose(request)
    found = [*(findings_of(branch_id=None) if choices else ()), *findings_of(branch_id=place.id)]
    rows = [_row(one, wrong if one.id == wrong_id else "") for one in found]
    context = {
        "open": [row for row in rows if row["is_open"]],
        "closed": [row for row in rows if not row["is_open"]],
        "runs": runs(),
        "branch": place,
        "branches": choices,
    }
    return render(request, "office/reconciliation.html", context, status=status)


def _row(finding: FindingView, wrong: str) -> dict[str, Any]:
    what, then = words.difference_words(finding.kind, mended=finding.mended)
    return {
        "finding": finding,
        "what": what,
        "then": then,
        "is_open": not finding.mended and finding.resolved_at is None,
        "wrong": wrong,
    }

"""What waits too long at the branch, and what people say against the end of their claim."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from lapak.claims.queries.idle import IdleClaim, idle_claims, open_objections
from lapak.claims.rules.claim_moves import ClaimState
from lapak.kernel.clock import utc_now
from lapak.people.rules import Role
from lapak.web.access import staff
from lapak.web.checker.words import STATES, words
from lapak.web.office.scope import branch_in_charge, branches_to_choose
from lapak.web.requests import LapakRequest

_S = ClaimState
ACTS: dict[ClaimState, str | Promise] = {  # what solves it
    _S.SUBMITTED: _("Ambil berkasnya, atau hubungi peserta untuk janji baru"),
    _S.IN_SERVICE: _("Kembalikan ke antrean, petugasnya tidak lagi bersama peserta"),
    _S.NEEDS_CORRECTION: _("Hubungi peserta, atau tambah batasnya"),
    _S.VERIFIED: _("Minta pejabat penyetuju memutuskannya"),
    _S.REJECTION_PROPOSED: _("Minta pejabat penyetuju memutuskannya"),
    _S.RETURNED_TO_OFFICER: _("Minta petugasnya mengambil berkas ini"),
    _S.APPROVED: _("Lihat pesan tertahan: pesanan belum sampai"),
    _S.ORDERED: _("Lihat pencocokan bayar: bank belum menjawab"),
    _S.PAYMENT_RETURNED: _("Hubungi peserta untuk rekening baru"),
}


@staff(Role.BRANCH_HEAD, Role.ADMINISTRATOR)
@require_GET
def waiting(request: LapakRequest) -> HttpResponse:
    """Return objections to answer and claims over their limit, each with the act that solves it."""
    place, now = branch_in_charge(request), utc_now()
    context = {
        "branch": place,
        "branches": branches_to_choose(request),
        "objections": [
            {"one": one, "state": words(STATES, one.state)}
            for one in open_objections(branch_id=place.id, now=now)
        ],
        "rows": [_line(one) for one in idle_claims(branch_id=place.id, now=now)],
        "topics": [f"office:{place.id}"],
    }
    return render(request, "office/waiting.html", context)


def _line(one: IdleClaim) -> dict[str, Any]:
    return {"idle": one, "state": words(STATES, one.row.state), "act": ACTS.get(one.row.state, "")}

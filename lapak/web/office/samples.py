"""What second looks at approved claims found, how often, and what the branch head does about it."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from lapak.claims.operations.samples import see_finding
from lapak.claims.queries.branch_settings import sample_percent
from lapak.claims.queries.samples import findings, rates
from lapak.claims.rules.claim_moves import ClaimState
from lapak.claims.rules.workflow import ReasonKind, reason
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError
from lapak.kernel.zones import local_date
from lapak.people.rules import Role
from lapak.web.access import staff
from lapak.web.checker.words import STATES, words
from lapak.web.messages import sentence
from lapak.web.office.scope import branch_in_charge, branches_to_choose
from lapak.web.requests import LapakRequest, text_given

PERIODS = ((gettext_lazy("30 hari terakhir"), 30), (gettext_lazy("12 bulan terakhir"), 365))
_STOPPABLE = (ClaimState.APPROVED, ClaimState.PAYMENT_RETURNED)
_MAYBE: str | Promise = gettext_lazy("Pesanan sudah berjalan. Hubungi bank, lalu catat hasilnya.")
_STILL: str | Promise = gettext_lazy(
    "Dana belum keluar. Minta pejabat penyetuju menarik kembali persetujuannya."
)
_PAID: str | Promise = gettext_lazy("Dana sudah diterima peserta. Tindak lanjuti, lalu catat hasilnya.")
_BACK: str | Promise = gettext_lazy("Klaim sudah kembali ke petugas. Sampaikan temuan ini.")


@staff(Role.BRANCH_HEAD, Role.ADMINISTRATOR)
@require_GET
def samples(request: LapakRequest) -> HttpResponse:
    """Return rates and findings, each with what can still be done."""
    return _page(request)


@staff(Role.BRANCH_HEAD)
@require_POST
def seen(request: LapakRequest, claim_id: UUID) -> HttpResponse:
    """Keep what was done about a finding."""
    try:
        see_finding(claim_id=claim_id, note=text_given(request, "note"), actor=request.actor, now=utc_now())
    except DomainError as refusal:
        return _page(request, wrong_id=claim_id, wrong=sentence(refusal), status=422)
    messages.success(request, _("Tindak lanjut tercatat."))
    return HttpResponseRedirect(reverse("office:samples"))


def _page(
    request: LapakRequest, *, wrong_id: UUID | None = None, wrong: str = "", status: int = 200
) -> HttpResponse:
    place, now = branch_in_charge(request), utc_now()
    context = {
        "branch": place,
        "branches": branches_to_choose(request),
        "percent": sample_percent(branch_id=place.id, on=local_date(moment=now, zone=place.timezone)),
        "rates": [
            (label, rates(branch_id=place.id, since=now - timedelta(days=days))) for label, days in PERIODS
        ],
        "rows": [
            {
                "one": one,
                "state": words(STATES, one.state),
                "reason": reason(ReasonKind.SAMPLE_FINDING, one.reason_code).label,
                "then": _then(one.state),
                "may_recall": one.state in _STOPPABLE or one.state is ClaimState.ORDERED,
                "wrong": wrong if one.claim_id == wrong_id else "",
            }
            for one in findings(branch_id=place.id)
        ],
    }
    return render(request, "office/samples.html", context, status=status)


def _then(state: ClaimState) -> str | Promise:
    if state is ClaimState.PAID:
        return _PAID
    if state is ClaimState.ORDERED:
        return _MAYBE
    return _STILL if state in _STOPPABLE else _BACK

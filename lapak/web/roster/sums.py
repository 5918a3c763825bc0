"""Borderline sums of the 30 % test, shown with all their numbers to the branch head, who decides."""

from collections.abc import Mapping
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from lapak.collective.operations.measuring import LONGEST_REASON, decide_sum
from lapak.collective.queries.threshold import sums_to_decide
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError
from lapak.people.rules import Role
from lapak.web.access import staff
from lapak.web.messages import sentence
from lapak.web.office.scope import branch_in_charge
from lapak.web.requests import LapakRequest


class DecisionForm(forms.Form):
    """Whether the company may file for all, and why."""

    use_required_attribute = False

    may_file = forms.ChoiceField(
        label=gettext_lazy("Boleh mengajukan kolektif?"),
        choices=[
            ("yes", gettext_lazy("Boleh")),
            ("no", gettext_lazy("Tidak, pekerja memakai jalur lain tanpa mengetik ulang")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih boleh atau tidak.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=LONGEST_REASON,
        error_messages={"required": gettext_lazy("Tulis alasannya dulu.")},
    )


@staff(Role.BRANCH_HEAD)
@require_GET
def sums(request: LapakRequest) -> HttpResponse:
    """Return the borderline sums that wait."""
    return _page(request)


@staff(Role.BRANCH_HEAD)
@require_POST
def decide(request: LapakRequest, sum_id: UUID) -> HttpResponse:
    """Keep the decision on one sum; without a reason the page comes back with what was chosen."""
    form = DecisionForm(request.POST, auto_id=_auto_id(sum_id))
    if not form.is_valid():
        return _page(request, refused={sum_id: form}, status=422)
    try:
        decide_sum(
            sum_id=sum_id,
            may_file=form.cleaned_data["may_file"] == "yes",
            reason=form.cleaned_data["reason"],
            actor=request.actor,
            now=utc_now(),
        )
        messages.success(request, _("Keputusan tersimpan. Perusahaan melihatnya di halamannya."))
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
    return redirect("roster:sums")


def _page(
    request: LapakRequest, *, refused: Mapping[UUID, DecisionForm] | None = None, status: int = 200
) -> HttpResponse:
    branch = branch_in_charge(request)
    forms_of = refused or {}
    waiting = [
        (one, forms_of.get(one.id) or DecisionForm(auto_id=_auto_id(one.id)))
        for one in sums_to_decide(branch_id=branch.id)
    ]
    return render(request, "roster/sums.html", {"branch": branch, "sums": waiting}, status=status)


def _auto_id(sum_id: UUID) -> str:
    """Return how the fields of one sum's form are named on a page that shows several."""
    return f"id_{sum_id}_%s"

"""The door of a branch: what is asked there about health, and how far people's waiting times came true."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError
from lapak.kernel.zones import local_date
from lapak.people.rules import Role
from lapak.queueing.operations import set_screening
from lapak.queueing.queries import estimate_record, screening, screening_figures
from lapak.queueing.rules.screening import LONGEST_QUESTION, MOST_QUESTIONS
from lapak.web.access import staff
from lapak.web.messages import put_on_form
from lapak.web.office.scope import branch_in_charge, branches_to_choose
from lapak.web.requests import LapakRequest

DAYS_SHOWN = 7


class ScreeningForm(forms.Form):
    """Whether to ask, and one question a line."""

    is_on = forms.BooleanField(label=_("Tanyakan kesehatan di pintu"), required=False)
    questions = forms.CharField(
        label=_("Pertanyaan, satu per baris"),
        help_text=_("Dijawab ya atau tidak. Satu jawaban ya berarti dilayani lewat HP, atau di hari lain."),
        required=False,
        max_length=(LONGEST_QUESTION + 2) * MOST_QUESTIONS * 2,
        widget=forms.Textarea(attrs={"rows": MOST_QUESTIONS}),
    )


@staff(Role.BRANCH_HEAD, Role.ADMINISTRATOR)
@require_GET
def door(request: LapakRequest) -> HttpResponse:
    """Return the questions of the branch, the figures of today, and the estimates of a week."""
    asked = screening(branch_id=branch_in_charge(request).id)
    form = ScreeningForm(initial={"is_on": asked.is_on, "questions": "\n".join(asked.texts)})
    return _page(request, form)


@staff(Role.BRANCH_HEAD)
@require_POST
def set_questions(request: LapakRequest) -> HttpResponse:
    """Set what is asked at the door."""
    form = ScreeningForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        set_screening(
            branch_id=branch_in_charge(request).id,
            is_on=form.cleaned_data["is_on"],
            questions=form.cleaned_data["questions"].splitlines(),
            actor=request.actor,
            now=utc_now(),
        )
    except DomainError as refusal:
        put_on_form(form, refusal)
        return _page(request, form, status=422)
    messages.success(request, _t("Tersimpan. Berlaku untuk orang berikutnya di pintu."))
    return HttpResponseRedirect(reverse("office:door"))


def _page(request: LapakRequest, form: ScreeningForm, *, status: int = 200) -> HttpResponse:
    place = branch_in_charge(request)
    today = local_date(moment=utc_now(), zone=place.timezone)
    found = estimate_record(
        first_day=today - timedelta(days=DAYS_SHOWN - 1), last_day=today, branch_id=place.id
    )
    context = {
        "branch": place,
        "branches": branches_to_choose(request),
        "form": form,
        "figures": screening_figures(branch_id=place.id, day=today),
        "estimates": found,
        "share": None if found.share is None else round(found.share * 100),
        "may_change": _is_head(request),
    }
    return render(request, "office/door.html", context, status=status)


def _is_head(request: LapakRequest) -> bool:
    return request.staff is not None and Role.BRANCH_HEAD in request.staff.roles

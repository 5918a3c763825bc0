"""Points on which sources disagree: what is in force, what each reading changes, and choosing another."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lapak.claims.operations import policy
from lapak.claims.programmes import programme, programmes
from lapak.claims.queries.policy import PointView, changes_of, point_of_entry, point_on, points_on
from lapak.claims.rules.preview import preview
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError, NotFound
from lapak.kernel.zones import local_date
from lapak.people.rules import Role
from lapak.web.access import staff
from lapak.web.messages import put_on_form, sentence
from lapak.web.policy.forms import ChoiceForm, WithdrawForm
from lapak.web.policy.words import sample_words
from lapak.web.requests import LapakRequest


@staff(Role.ADMINISTRATOR)
@require_GET
def points(request: LapakRequest) -> HttpResponse:
    """Return every point of every programme with what is in force today and what is coming."""
    today = _today()
    groups = [(one, points_on(programme_code=one.code, on=today)) for one in programmes() if one.points]
    return render(request, "policy/points.html", {"groups": groups, "today": today})


@staff(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def point(request: LapakRequest, programme_code: str, point: str) -> HttpResponse:
    """Return one point with its options, sources, samples and history; posted, choose an option."""
    today = _today()
    try:
        seen = point_on(programme_code=programme_code, point=point, on=today)
    except NotFound as refusal:
        raise Http404(refusal.code) from refusal
    given = request.POST if request.method == "POST" else None
    form = ChoiceForm(
        given, point=seen.point, initial={"from_day": today + timedelta(days=1), "serial": seen.serial}
    )
    if given is None or not form.is_valid():
        return _page(request, programme_code, seen, form, status=200 if given is None else 422)
    values = form.cleaned_data
    try:
        policy.choose(
            programme_code=programme_code,
            point=point,
            option=values["option"],
            from_day=values["from_day"],
            note=values["note"],
            expected_serial=values["serial"],
            actor=request.actor,
            now=utc_now(),
        )
    except DomainError as refusal:
        put_on_form(form, refusal)
        return _page(request, programme_code, seen, form, status=422)
    messages.success(request, _("Pilihan tersimpan. Keputusan yang lewat tidak berubah."))
    return redirect("policy:point", programme_code, point)


@staff(Role.ADMINISTRATOR)
@require_POST
def withdraw(request: LapakRequest, entry_id: int) -> HttpResponse:
    """Take back a choice that has not begun."""
    try:
        programme_code, code = point_of_entry(entry_id=entry_id)
    except NotFound as refusal:
        raise Http404(refusal.code) from refusal
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Tulis alasan pembatalan."))
    else:
        try:
            policy.withdraw(
                entry_id=entry_id,
                note=form.cleaned_data["note"],
                expected_serial=form.cleaned_data["serial"],
                actor=request.actor,
                now=utc_now(),
            )
        except DomainError as refusal:
            messages.warning(request, sentence(refusal))
        else:
            messages.success(request, _("Perubahan dibatalkan."))
    return HttpResponseRedirect(reverse("policy:point", args=[programme_code, code]))


def _page(
    request: LapakRequest, programme_code: str, seen: PointView, form: ChoiceForm, *, status: int
) -> HttpResponse:
    whose, today = programme(programme_code), _today()
    samples = preview(
        seen.point,
        points=whose.points,
        changes=changes_of(programme_code=programme_code),
        tables=whose.tax_tables,
        on=today,
    )
    context = {
        "programme": whose,
        "seen": seen,
        "labels": {option.code: option.label for option in seen.point.options},
        "form": form,
        "today": today,
        "samples": [(sample_words(one.sample), one) for one in samples],
        "moves_money": any(one.changes for one in samples),
    }
    return render(request, "policy/point.html", context, status=status)


def _today() -> date:
    return local_date(moment=utc_now(), zone=policy.ZONE)

"""What a branch sets for its work on claims, from a day on; and what it had set before."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lapak.claims.operations import branch_settings
from lapak.claims.queries.branch_settings import SettingLine, approval_tiers, sample_percent, settings_history
from lapak.claims.rules.approvals import Tier, tiers_from
from lapak.claims.rules.branch_settings import SettingKind
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError
from lapak.kernel.rupiah import format_rupiah
from lapak.kernel.zones import local_date
from lapak.offices.queries import BranchView
from lapak.people.rules import Role
from lapak.web.access import staff
from lapak.web.messages import put_on_form
from lapak.web.office.rules_forms import ApprovalsForm, FromForm, SamplingForm
from lapak.web.office.scope import branch_in_charge, branches_to_choose
from lapak.web.requests import LapakRequest


@staff(Role.BRANCH_HEAD, Role.ADMINISTRATOR)
@require_GET
def rules(request: LapakRequest) -> HttpResponse:
    """Return what holds today, the forms that change it from a day on, and the history."""
    return _page(request, branch_in_charge(request))


@staff(Role.BRANCH_HEAD, Role.ADMINISTRATOR)
@require_POST
def set_approvals(request: LapakRequest) -> HttpResponse:
    """Set how many people approve above which sums."""
    form, place = ApprovalsForm(request.POST), branch_in_charge(request)

    def act() -> None:
        branch_settings.set_approval_tiers(
            branch_id=place.id,
            tiers=form.cleaned_data["tiers"],
            in_force_from=form.cleaned_data["in_force_from"],
            actor=request.actor,
            now=utc_now(),
        )

    return _set(request, place, form, act, approvals=form)


@staff(Role.BRANCH_HEAD, Role.ADMINISTRATOR)
@require_POST
def set_sampling(request: LapakRequest) -> HttpResponse:
    """Set which share of approved claims is looked at once more."""
    form, place = SamplingForm(request.POST), branch_in_charge(request)

    def act() -> None:
        branch_settings.set_sample_percent(
            branch_id=place.id,
            percent=form.cleaned_data["percent"],
            in_force_from=form.cleaned_data["in_force_from"],
            actor=request.actor,
            now=utc_now(),
        )

    return _set(request, place, form, act, sampling=form)


def _set(
    request: LapakRequest, place: BranchView, form: FromForm, act: Callable[[], None], **shown: FromForm
) -> HttpResponse:
    if not form.is_valid():
        return _page(request, place, status=422, **shown)
    try:
        act()
    except DomainError as refusal:
        put_on_form(form, refusal)
        return _page(request, place, status=422, **shown)
    messages.success(request, _("Aturan baru tersimpan. Klaim yang sudah diverifikasi memakai aturan lama."))
    return HttpResponseRedirect(f"{reverse('office:rules')}?cabang={place.id}")


def _page(
    request: LapakRequest,
    place: BranchView,
    *,
    status: int = 200,
    approvals: FromForm | None = None,
    sampling: FromForm | None = None,
) -> HttpResponse:
    today = local_date(moment=utc_now(), zone=place.timezone)
    tiers = approval_tiers(branch_id=place.id, on=today)
    percent = sample_percent(branch_id=place.id, on=today)
    context = {
        "branch": place,
        "branches": branches_to_choose(request),
        "today": today,
        "steps": list(_steps(tiers)),
        "percent": percent,
        "sampling": sampling or SamplingForm(initial={"in_force_from": today, "percent": percent}),
        "approvals": approvals or ApprovalsForm(tiers=tiers, initial={"in_force_from": today}),
        "history": [_line(one) for one in settings_history(branch_id=place.id)],
    }
    return render(request, "office/rules.html", context, status=status)


def _steps(tiers: tuple[Tier, ...]) -> Iterator[dict[str, Any]]:
    """Yield the stretches of sums with how many approve, from the lowest on; `up_to` None has no end."""
    bounds = [0, *(tier.above for tier in tiers)]
    people = [1, *(tier.approvers for tier in tiers)]
    for place, (above, approvers) in enumerate(zip(bounds, people, strict=True)):
        yield {"above": above, "up_to": (*bounds, None)[place + 1], "approvers": approvers}


def _line(one: SettingLine) -> dict[str, Any]:
    return {"line": one, "words": _WORDS[one.kind](one.value)}


def _approvals_words(value: Any) -> str:
    tiers = tiers_from(value)
    if not tiers:
        return _("Satu orang menyetujui, berapa pun jumlahnya")
    said = _("di atas %(sum)s: %(n)s orang")
    lines = "; ".join(said % {"sum": format_rupiah(one.above), "n": one.approvers} for one in tiers)
    return lines[0].upper() + lines[1:]


_WORDS: dict[SettingKind, Callable[[Any], str]] = {
    SettingKind.APPROVALS: _approvals_words,
    SettingKind.SAMPLING: lambda value: _("%(n)s%% klaim dilihat sekali lagi") % {"n": value},
}

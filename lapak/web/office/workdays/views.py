"""The pages of a branch's days, the preview of a change, and making it. Only ever the own branch."""

from datetime import date, datetime
from itertools import chain
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from lapak.booking.operations import ChangedMeanwhile, Preview, carry_out, preview
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError
from lapak.kernel.zones import local_date
from lapak.offices.queries import BranchView
from lapak.people.rules import Role
from lapak.web.access import staff
from lapak.web.messages import put_on_form, sentence
from lapak.web.office.scope import branch_in_charge
from lapak.web.office.workdays.changes import By, ChangeForm
from lapak.web.office.workdays.drawing import draw
from lapak.web.office.workdays.forms import FORMS, OF_A_LINE, ZoneForm
from lapak.web.office.workdays.tabs import TABS, bound_form, tab_context, zone_words
from lapak.web.requests import LapakRequest

TAB_WORDS = {
    "hours": gettext_lazy("Jam dan hari"),
    "staff": gettext_lazy("Petugas"),
    "booths": gettext_lazy("Bilik"),
    "shares": gettext_lazy("Pembagian"),
    "zones": gettext_lazy("Batas orang"),
}
MOST_DRAWN = 7


@staff(Role.BRANCH_HEAD)
@require_GET
def tab(request: LapakRequest, name: str = "hours") -> HttpResponse:
    """Return one page of what the branch has arranged, with the forms that change it."""
    if name not in TABS:
        raise Http404
    return _tab(request, branch_in_charge(request), name, None)


@staff(Role.BRANCH_HEAD)
@require_POST
def change(request: LapakRequest, what: str) -> HttpResponse:
    """Show what a change does; with the mark of what was shown, make it."""
    if what not in FORMS:
        raise Http404
    place, now = branch_in_charge(request), utc_now()
    form = bound_form(what, request.POST, place, _today(place, now))
    if not form.is_valid():
        return _tab(request, place, form.tab, form, status=422)
    by: By = {"branch_id": place.id, "actor": request.actor, "now": now}
    mark = request.POST.get("setuju", "")
    try:
        return _make(request, place, form, by, mark) if mark else _show(request, place, form, by)
    except ChangedMeanwhile as refusal:
        return _show(request, place, form, by, notice=sentence(refusal), status=409)
    except DomainError as refusal:
        put_on_form(form, refusal)
        return _tab(request, place, form.tab, form, status=422)


def _make(request: LapakRequest, place: BranchView, form: ChangeForm, by: By, mark: str) -> HttpResponse:
    done = carry_out(
        branch_id=place.id,
        act=form.act(by),
        first_day=form.begins(_today(place, by["now"])),
        seen=mark,
        actor=by["actor"],
        now=by["now"],
    )
    said = _("Tersimpan.")
    if done.moved or done.cancelled:
        facts = {"moved": done.moved, "cancelled": done.cancelled}
        said = _("Tersimpan. %(moved)s orang dipindah ke jam lain, %(cancelled)s janji dibatalkan.") % facts
        said += " " + _("Semua dikabari lewat surel.")
    messages.success(request, said)
    return HttpResponseRedirect(reverse("office:workdays_tab", args=[form.tab]))


def _show(
    request: LapakRequest,
    place: BranchView,
    form: ChangeForm,
    by: By,
    *,
    notice: str = "",
    status: int = 200,
) -> HttpResponse:
    first_day = form.begins(_today(place, by["now"]))
    found = preview(branch_id=place.id, act=form.act(by), first_day=first_day, now=by["now"])
    context = {
        **_frame(place, form.tab),
        "form": form,
        "what": form.prefix,
        "title": form.title,
        "found": found,
        "notice": notice,
        "zones": zone_words(place, form.zone(), first_day, by["now"]) if isinstance(form, ZoneForm) else None,
        **_days(place, found),
    }
    return render(request, "office/workdays/preview.html", context, status=status)


def _days(place: BranchView, found: Preview) -> dict[str, Any]:
    drawn = [draw(day, zone=place.timezone) for day in found.days]
    return {"days": drawn[:MOST_DRAWN], "later": drawn[MOST_DRAWN:]}


def _tab(
    request: LapakRequest, place: BranchView, name: str, form: ChangeForm | None, *, status: int = 200
) -> HttpResponse:
    now = utc_now()
    wrong = chain.from_iterable(form.errors.values()) if isinstance(form, OF_A_LINE) else ()
    context = {
        **_frame(place, name),
        "refused": " ".join(map(str, wrong)),
        **tab_context(name, place, _today(place, now), now, form),
    }
    return render(request, f"office/workdays/{name}.html", context, status=status)


def _frame(place: BranchView, name: str) -> dict[str, Any]:
    return {"branch": place, "tab": name, "tabs": TAB_WORDS.items()}


def _today(place: BranchView, now: datetime) -> date:
    return local_date(moment=now, zone=place.timezone)

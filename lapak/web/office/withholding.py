"""Tax withheld by month: masked on the screen, whole in a file that is taken along with a reason."""

import csv
import io
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from lapak.claims.operations.withholding import REASONS, take_withheld
from lapak.claims.queries.withholding import Withheld, withheld
from lapak.kernel.clock import utc_now
from lapak.kernel.zones import local_date
from lapak.people.rules import Role
from lapak.web.access import staff
from lapak.web.office.scope import branch_in_charge, branches_to_choose
from lapak.web.requests import LapakRequest

REASON_WORDS = {
    "monthly_return": _("Laporan masa pajak"),
    "slip_asked": _("Bukti potong diminta peserta"),
    "audit": _("Pemeriksaan"),
}
COLUMNS = (
    *("nomor_klaim", "tanggal_bayar", "nik", "npwp", "nama", "kode_objek_pajak", "sifat"),
    *("dasar_hukum", "bruto", "pph21", "neto"),
)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def _month_field(**options: Any) -> forms.DateField:
    """Return the field of a month in which Lapak can have paid; further away no day follows it."""
    within = _("Pilih bulan antara 2000 dan 2999.")
    bounds = [MinValueValidator(date(2000, 1, 1), within), MaxValueValidator(date(2999, 12, 31), within)]
    return forms.DateField(input_formats=["%Y-%m"], validators=bounds, **options)


class MonthForm(forms.Form):
    """Which month."""

    bulan = _month_field(required=False)


class TakeForm(forms.Form):
    """Which month is taken along, and why."""

    use_required_attribute = False

    bulan = _month_field(widget=forms.HiddenInput)
    reason = forms.ChoiceField(
        label=_("Alasan mengunduh"),
        choices=[(code, REASON_WORDS[code]) for code in REASONS],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih satu alasan. Unduhan dicatat.")},
    )


@staff(Role.BRANCH_HEAD, Role.ADMINISTRATOR)
@require_GET
def month(request: LapakRequest) -> HttpResponse:
    """Return the payments of one month of the branch, with names and numbers masked."""
    form = MonthForm(request.GET)
    for said in form.errors.get("bulan", ()):
        messages.warning(request, str(said))
    return _page(request, TakeForm(initial={"bulan": f"{_asked(request):%Y-%m}"}))


@staff(Role.BRANCH_HEAD, Role.ADMINISTRATOR)
@require_POST
def take(request: LapakRequest) -> HttpResponse:
    """Return the month as a CSV file with names and numbers; who took it and why is written down."""
    form = TakeForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    place, day = branch_in_charge(request), form.cleaned_data["bulan"]
    rows = take_withheld(
        branch_id=place.id,
        zone=place.timezone,
        month=day,
        reason=form.cleaned_data["reason"],
        actor=request.actor,
        now=utc_now(),
    )
    answer = HttpResponse(as_csv(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="pph21-{place.code}-{day:%Y-%m}.csv"'
    return answer


def as_csv(rows: Iterable[Withheld]) -> str:
    """Return the rows as CSV in which no cell can be taken for a formula."""
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([_cell(value) for value in _values(row)])
    return written.getvalue()


def _values(row: Withheld) -> tuple[object, ...]:
    return (
        *(row.number, row.paid_on.isoformat(), row.nik, row.npwp, row.name, row.object_code),
        *("final" if row.final else "tidak final", row.tax_table, row.gross, row.tax, row.net),
    )


def _cell(value: object) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _asked(request: LapakRequest) -> date:
    for source in (request.GET, request.POST):
        form = MonthForm(source)
        if form.is_valid() and form.cleaned_data["bulan"]:
            asked: date = form.cleaned_data["bulan"]
            return asked
    return local_date(moment=utc_now(), zone=branch_in_charge(request).timezone).replace(day=1)


def _page(request: LapakRequest, form: TakeForm, *, status: int = 200) -> HttpResponse:
    place, asked = branch_in_charge(request), _asked(request)
    rows = withheld(branch_id=place.id, zone=place.timezone, month=asked)
    context = {
        "rows": rows,
        "form": form,
        "month": asked,
        "gross": sum(row.gross for row in rows),
        "tax": sum(row.tax for row in rows),
        "branch": place,
        "branches": branches_to_choose(request),
    }
    return render(request, "office/withholding.html", context, status=status)

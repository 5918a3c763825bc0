"""Rows that have to be repaired, each with the cells that are wrong as fields, one press for each row."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lapak.collective.operations import repairing
from lapak.collective.queries.rosters import RosterView, RowView, own_roster, row_of, rows_of
from lapak.collective.rules.columns import columns, headings
from lapak.collective.rules.repairs import to_correct
from lapak.collective.rules.verdicts import RowVerdict
from lapak.collective.tasks.reading import rows_changed
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError
from lapak.kernel.masking import mask_account, mask_kpj, mask_nik
from lapak.people.rules import Role
from lapak.web.access import staff
from lapak.web.company import row_words
from lapak.web.company.words import found_words
from lapak.web.messages import sentence
from lapak.web.requests import LapakRequest

A_PAGE = 50
MASKS = {"nik": mask_nik, "kpj": mask_kpj, "account_number": mask_account}
SHOWN = ("nik", "kpj", "account_number")


@dataclass(frozen=True)
class Field:
    """A cell that is wrong, to be typed anew; without words of its own where the row says why."""

    code: str
    heading: str
    value: str
    title: str = ""
    advice: str = ""


@dataclass(frozen=True)
class Line:
    """A row as the table shows it: what is right masked, what is wrong as fields.

    `reasons` are what register or bank refused, each with what to do.
    """

    row: RowView
    fields: tuple[Field, ...]
    shown: tuple[str, ...]
    reasons: tuple[tuple[str, str], ...] = ()
    done: str = ""
    error: str = ""

    @property
    def is_wrong(self) -> bool:
        """Return whether the company has to put it right or to take it off."""
        return bool(self.fields or self.reasons)


@staff(Role.REPRESENTATIVE)
@require_GET
def rows(request: LapakRequest, roster_id: UUID) -> HttpResponse:
    """Return the rows that have to be repaired, fifty at a time."""
    found = own_roster(roster_id=roster_id, actor=request.actor, now=utc_now())
    after = request.GET.get("sesudah", "")
    start = int(after) if after.isdecimal() and len(after) < 8 else 0
    page = rows_of(roster_id=roster_id, verdicts=[RowVerdict.TO_REPAIR], after=start, most=A_PAGE)
    context = {
        "roster": found,
        "lines": [_line(row, found) for row in page],
        **_counts(found),
        "next": page[-1].serial if len(page) == A_PAGE else None,
        "is_first": start == 0,
        "steps": [_("Unggah"), _("Periksa"), _("Jadwal"), _("Ajukan")],
    }
    return render(request, "roster/repair.html", context)


@staff(Role.REPRESENTATIVE)
@require_POST
def row(request: LapakRequest, roster_id: UUID, serial: int) -> HttpResponse:
    """Take the cells that were typed and show the row again: accepted, or with what is still wrong."""
    given = {column.code: request.POST[column.code] for column in columns() if column.code in request.POST}
    error = ""
    try:
        repairing.repair_row(
            roster_id=roster_id,
            serial=serial,
            version=_version(request),
            cells=given,
            actor=request.actor,
            now=utc_now(),
        )
    except DomainError as refusal:
        error = sentence(refusal)
    else:
        rows_changed(roster_id=roster_id)
    return _shown_again(request, roster_id, serial, error, given if error else {})


@staff(Role.REPRESENTATIVE)
@require_POST
def remove(request: LapakRequest, roster_id: UUID, serial: int) -> HttpResponse:
    """Take a worker off the list."""
    error = ""
    try:
        repairing.remove_row(
            roster_id=roster_id,
            serial=serial,
            version=_version(request),
            actor=request.actor,
            now=utc_now(),
        )
    except DomainError as refusal:
        error = sentence(refusal)
    else:
        rows_changed(roster_id=roster_id)
    return _shown_again(request, roster_id, serial, error, {})


def _shown_again(
    request: LapakRequest, roster_id: UUID, serial: int, error: str, given: Mapping[str, str]
) -> HttpResponse:
    """Return the row alone to a script, the page to everybody else."""
    found = own_roster(roster_id=roster_id, actor=request.actor, now=utc_now())
    line = _line(row_of(roster_id=roster_id, serial=serial), found, error=error, given=given)
    if request.htmx:
        counts = {"roster": found, "line": line, "is_alone": True} | _counts(found)
        return render(request, "roster/row.html", counts, status=422 if error else 200)
    if error:
        messages.error(request, error)
    elif line.done:
        messages.success(request, line.done)
    return redirect("roster:repair", roster_id)


def _counts(found: RosterView) -> dict[str, int]:
    return {"to_repair": found.to_repair, "accepted": found.accepted}


def _line(
    row: RowView, found: RosterView, *, error: str = "", given: Mapping[str, str] | None = None
) -> Line:
    refused = to_correct(one.code for one in row.found)
    wrong = {*(problem.column for problem in row.problems), *refused}
    fields = tuple(
        Field(
            code=problem.column,
            heading=headings()[problem.column],
            value=(given or {}).get(problem.column, row.typed.get(problem.column, "")),
            title=row_words.title(problem),
            advice=row_words.advice(problem, roster=found.serial),
        )
        for problem in row.problems
    ) + tuple(
        Field(code, headings()[code], (given or {}).get(code, row.typed.get(code, ""))) for code in refused
    )
    reasons = tuple(found_words(one.code, one.params) for one in row.found)
    shown = tuple("" if code in wrong else MASKS[code](getattr(row, code)) for code in SHOWN)
    done = {
        RowVerdict.ACCEPTED: _("Diterima"),
        RowVerdict.REMOVED: _("Dihapus dari daftar"),
        RowVerdict.DUPLICATE: _("Baris ganda, pekerja ini sudah ada"),
    }.get(row.verdict, "")
    return Line(row, fields, shown, reasons, done, error)


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0

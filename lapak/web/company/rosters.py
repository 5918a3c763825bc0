"""A list of workers at work: the sum, what has to be put right, the days, and the button that files."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lapak.claims.rules.banks import bank_name
from lapak.collective.operations import checking, scheduling
from lapak.collective.operations.letters import give_signed_letter
from lapak.collective.queries.batches import BatchView, batches_of, progress_of_claims
from lapak.collective.queries.grounds import roster_serial
from lapak.collective.queries.letters import company_papers
from lapak.collective.queries.mandates import MandateView, own_mandate
from lapak.collective.queries.plan import plan_for
from lapak.collective.queries.threshold import may_file, newest_sum
from lapak.collective.queries.workers import (
    ListView,
    Progress,
    WorkerView,
    list_of_workers,
    progress,
    workers,
)
from lapak.collective.rules.verdicts import Problem
from lapak.collective.rules.workers import WorkerState
from lapak.collective.tasks.checking import begin_check
from lapak.collective.tasks.filing import begin_filing
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError, NotAllowed, NotFound
from lapak.kernel.masking import mask_account, mask_kpj, mask_nik
from lapak.people.rules import Role
from lapak.web.access import staff
from lapak.web.company import row_words
from lapak.web.company.export import workbook
from lapak.web.company.forms import PaperForm
from lapak.web.company.words import BATCHES, found_words
from lapak.web.messages import sentence
from lapak.web.requests import LapakRequest
from lapak.web.uploads import content_of

TABS = ("", "repair", "fit")
A_PAGE = 50
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Line:
    """A row as the table shows it: masked, with what is wrong and what to do."""

    worker: WorkerView
    nik: str
    kpj: str
    bank: str
    account: str
    problem: str
    advice: str

    @property
    def is_problem(self) -> bool:
        """Return whether something has to be put right."""
        return bool(self.problem)


@dataclass(frozen=True)
class Share:
    """The 30 % sum as the page draws it; widths in whole percent of the bar."""

    met: bool | None
    percent: str
    laid_off: int
    workers: int
    counted_on: date
    left: int
    right: int
    width: int
    mark: int
    rule: str


@staff(Role.REPRESENTATIVE)
@require_GET
def roster(request: LapakRequest, roster_id: UUID) -> HttpResponse:
    """Return the page of a list of workers of the own company."""
    found, mandate = _own(request, roster_id)
    now, only = utc_now(), request.GET.get("tampil", "")
    only = only if only in TABS else ""
    start = max(0, int(request.GET.get("dari", "0"))) if request.GET.get("dari", "0").isdecimal() else 0
    told = progress(roster_id=roster_id)
    rows = workers(roster_id=roster_id, only=only, start=start, most=A_PAGE)
    repair = told.to_repair + told.waits + told.unfit
    batches = batches_of(roster_id=roster_id)
    context = {
        "roster": found,
        "mandate": mandate,
        "share": share_of(roster_id),
        "progress": told,
        "repair": repair,
        "tabs": _tabs(told, repair),
        "only": only,
        "rows": [line(one, serial=roster_serial(found.number)) for one in rows],
        "before": max(0, start - A_PAGE) if start else None,
        "after": start + A_PAGE if len(rows) == A_PAGE else None,
        "start": start,
        "batches": [{"one": one, "word": BATCHES[one.state], "width": _width(one)} for one in batches],
        "plan": plan_for(roster_id=roster_id, branch_id=mandate.branch_id, now=now) if not batches else None,
        "claims": progress_of_claims(roster_id=roster_id),
        "papers": company_papers(roster_id=roster_id),
        "mass_form": PaperForm(),
        "step": _step(told, batches),
        "steps": [_("Unggah"), _("Periksa"), _("Jadwal"), _("Ajukan")],
        "may_file": may_file(roster_id=roster_id),
        "why_not": sentence(DomainError(mandate.lacks[0])) if mandate.lacks else "",
    }
    return render(request, "company/roster.html", context)


@staff(Role.REPRESENTATIVE)
@require_POST
def file(request: LapakRequest, roster_id: UUID) -> HttpResponse:
    """File for all who may be filed for; the page shows how far it is."""
    _found, mandate = _own(request, roster_id)
    if mandate.lacks:
        messages.error(request, sentence(DomainError(mandate.lacks[0])))
    elif may_file(roster_id=roster_id) is None:
        messages.error(request, sentence(DomainError("threshold_not_met")))
    else:
        begin_filing(roster_id=roster_id, account_id=mandate.account_id)
        messages.success(request, _("Sedang diajukan. Halaman ini memperbarui sendiri."))
    return redirect("company:roster", roster_id)


@staff(Role.REPRESENTATIVE)
@require_POST
def check_again(request: LapakRequest, roster_id: UUID) -> HttpResponse:
    """Ask the core system again about those who were found wanting."""
    _own(request, roster_id)

    def act() -> str:
        count = checking.ask_anew(roster_id=roster_id, actor=request.actor, now=utc_now())
        begin_check(roster_id=roster_id)
        return _("%(n)s pekerja diperiksa lagi.") % {"n": count}

    return _done(request, roster_id, act)


@staff(Role.REPRESENTATIVE)
@require_POST
def schedule(request: LapakRequest, roster_id: UUID) -> HttpResponse:
    """Ask the branch for days for those who have none."""
    _own(request, roster_id)

    def act() -> str:
        done = scheduling.propose(roster_id=roster_id, actor=request.actor, now=utc_now())
        return _("%(n)s pekerja mendapat hari, menunggu cabang.") % {"n": done.workers}

    return _done(request, roster_id, act)


@staff(Role.REPRESENTATIVE)
@require_POST
def give_mass_letter(request: LapakRequest, roster_id: UUID) -> HttpResponse:
    """Keep the signed letter of termination, which proves the end for everybody on the list."""
    _own(request, roster_id)
    form = PaperForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["paper"])))
        return redirect("company:roster", roster_id)

    def act() -> str:
        content = content_of(form.cleaned_data["paper"])
        give_signed_letter(roster_id=roster_id, content=content, actor=request.actor, now=utc_now())
        return _("Surat PHK massal tersimpan, berlaku untuk semua baris.")

    return _done(request, roster_id, act)


@staff(Role.REPRESENTATIVE)
@require_GET
def export(request: LapakRequest, roster_id: UUID) -> HttpResponse:
    """Return every row with what became of it, as a workbook in which no cell is a formula."""
    found, _mandate = _own(request, roster_id)
    response = HttpResponse(workbook(roster_id), content_type=SHEET)
    response["Content-Disposition"] = f'attachment; filename="{found.number}.xlsx"'
    return response


def line(one: WorkerView, *, serial: int) -> Line:
    """Return a row as the table shows it; `serial` is that of the roster."""
    problem, advice = _wrong(one, serial)
    return Line(
        worker=one,
        nik=mask_nik(one.nik),
        kpj=mask_kpj(one.kpj),
        bank=bank_name(one.bank_code) if one.bank_code else "",
        account=mask_account(one.account_number),
        problem=problem,
        advice=advice,
    )


def share_of(roster_id: UUID) -> Share | None:
    """Return the sum that counts for a roster, drawn; None before it is worked out."""
    found = newest_sum(roster_id=roster_id)
    if found is None or not found.workers:
        return None
    permille = 1000 * found.laid_off // found.workers
    return Share(
        met=may_file(roster_id=roster_id),
        percent=f"{permille // 10},{permille % 10}%",
        laid_off=found.laid_off,
        workers=found.workers,
        counted_on=found.counted_on,
        left=10 * found.laid_off,
        right=3 * found.workers,
        width=min(100, 100 * found.laid_off // found.workers),
        mark=30,
        rule=found.rule,
    )


def _wrong(one: WorkerView, serial: int) -> tuple[str, str]:
    if one.problems:
        first = one.problems[0]
        problem = Problem(first["column"], first["code"], first["params"])
        return row_words.title(problem), row_words.advice(problem, roster=serial)
    if one.word == "objected":
        return found_words("objected", {})
    if one.state in (WorkerState.UNFIT, WorkerState.WAITS) and one.found:
        first = one.found[0]
        return found_words(first["code"], first["dates"])
    return "", ""


def _tabs(told: Progress, repair: int) -> list[tuple[str, str, int]]:
    return [
        ("", _("Semua"), told.rows + told.to_repair),
        ("repair", _("Perlu perbaikan"), repair),
        ("fit", _("Siap"), told.fit + told.filed),
    ]


def _step(told: Progress, batches: tuple[BatchView, ...]) -> int:
    if batches or told.drafts:
        return 5 if told.filed >= told.rows else 4
    return 3 if told.is_asked and told.fit else 2


def _width(one: BatchView) -> int:
    return min(100, 100 * one.workers // 40)


def _done(request: LapakRequest, roster_id: UUID, act: Any) -> HttpResponse:
    try:
        messages.success(request, act())
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
    return redirect("company:roster", roster_id)


def _own(request: LapakRequest, roster_id: UUID) -> tuple[ListView, MandateView]:
    """Return a list of the own company to a representative whose mandate holds. Raises Http404 for others."""
    try:
        found = list_of_workers(roster_id=roster_id)
        return found, own_mandate(actor=request.actor, now=utc_now(), company_id=found.company_id)
    except (NotFound, NotAllowed):
        raise Http404 from None

"""Every row of a list with what became of it, as a workbook: text and numbers, never a formula.

It is for the company: of money it says nothing, and nothing at all of a claim that is the worker's own.
"""

import io
from collections.abc import Iterator, Mapping
from uuid import UUID

import xlsxwriter
from django.utils.translation import gettext as _

from lapak.claims.queries.collective import ListedClaim, listed_claims
from lapak.collective.queries.workers import WorkerView, workers
from lapak.collective.rules.verdicts import RowVerdict
from lapak.kernel.zones import local_date
from lapak.web.checker.words import STATES, words
from lapak.web.company.words import ANSWERS

A_PORTION, COLLECTIVE = 1000, "collective"
_Row = tuple[str | int, ...]


def workbook(roster_id: UUID) -> bytes:
    """Return the workbook: one row for each worker, as typed, with number, state and the day paid."""
    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(written, options) as book:
        sheet = book.add_worksheet(_("Pekerja"))
        head = book.add_format({"bold": True, "bg_color": "#E3E8F7"})
        for column, title in enumerate(_titles()):
            sheet.write_string(0, column, title, head)
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(_titles()) - 1, 20)
        for number, row in enumerate(_rows(roster_id), start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(number, column, cell)
                else:
                    sheet.write_string(number, column, cell)
    return written.getvalue()


def _titles() -> list[str]:
    return [
        _("Baris"),
        _("Nama"),
        _("NIK"),
        _("No. peserta"),
        _("Nomor klaim"),
        _("Keadaan"),
        _("Jawaban pekerja"),
        _("Dibayar"),
    ]


def _rows(roster_id: UUID) -> Iterator[_Row]:
    start = 0
    while portion := workers(roster_id=roster_id, start=start, most=A_PORTION):
        claims = listed_claims(claim_ids=[one.claim_id for one in portion if one.claim_id])
        for one in portion:
            claim = _claim_of(one, claims)
            yield (
                one.serial,
                one.name,
                one.nik,
                one.kpj,
                claim.number if claim else "",
                str(words(STATES, claim.state)) if claim else _without_claim(one),
                str(ANSWERS[one.word]) if one.filed == COLLECTIVE else "",
                _paid_on(claim),
            )
        start += A_PORTION


def _claim_of(one: WorkerView, claims: Mapping[UUID, ListedClaim]) -> ListedClaim | None:
    """Return the worker's claim while it is the company's, None for a draft and for one taken over."""
    found = claims.get(one.claim_id) if one.claim_id and one.filed == COLLECTIVE else None
    return found if found is not None and found.is_listed else None


def _without_claim(one: WorkerView) -> str:
    if one.filed:
        return _("Diurus pekerja sendiri")
    if one.problems or one.found:
        return _("Perlu perbaikan")
    return _("Belum diajukan") if one.verdict is RowVerdict.ACCEPTED else _("Baris ganda")


def _paid_on(claim: ListedClaim | None) -> str:
    if claim is None or claim.paid_at is None:
        return ""
    return local_date(moment=claim.paid_at, zone="Asia/Jakarta").isoformat()

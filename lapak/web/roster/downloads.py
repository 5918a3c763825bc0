"""Workbooks to take along: the template, and the answer to a list, whole or its bad rows only."""

import tempfile
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.views.decorators.http import require_GET

from lapak.claims.programmes import programme as programme_by_code
from lapak.claims.rules.banks import bank_choices
from lapak.collective.queries.rosters import answer_sheets, own_roster
from lapak.collective.rules.verdicts import RowVerdict
from lapak.collective.workbooks.answers import write_answers
from lapak.collective.workbooks.template import template_workbook
from lapak.kernel.clock import utc_now
from lapak.kernel.zones import local_date
from lapak.people.rules import Role
from lapak.web.access import staff
from lapak.web.requests import LapakRequest
from lapak.web.roster import answer_words

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZONE = "Asia/Jakarta"


@staff(Role.REPRESENTATIVE)
@require_GET
def template(request: LapakRequest, programme: str) -> HttpResponse:  # noqa: ARG001 the gate has looked at it
    """Return the workbook to fill in for a programme."""
    found, today = programme_by_code(programme), local_date(moment=utc_now(), zone=ZONE)
    content = template_workbook(
        programme=found.label,
        reasons=[one.label for one in found.rule_set_on(today).reasons if not one.heirs],
        banks=[name for _, name in bank_choices()],
        on=today,
    )
    answer = HttpResponse(content, content_type=SHEET)
    answer["Content-Disposition"] = f'attachment; filename="daftar-pekerja-{found.code}.xlsx"'
    return answer


@staff(Role.REPRESENTATIVE)
@require_GET
def answers(request: LapakRequest, roster_id: UUID) -> FileResponse:
    """Return the same rows with a verdict each; `?tampil=perbaikan` only those to repair."""
    found = own_roster(roster_id=roster_id, actor=request.actor, now=utc_now())
    only_bad = request.GET.get("tampil") == "perbaikan"
    only = [RowVerdict.TO_REPAIR] if only_bad else list(RowVerdict)
    file = tempfile.TemporaryFile()  # noqa: SIM115 the response closes it
    sheets = answer_sheets(roster_id=roster_id, only=only)
    write_answers(file, sheets, words=answer_words, roster=found.serial)
    file.seek(0)
    name = f"{found.number}-{'perbaikan' if only_bad else 'jawaban'}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=SHEET)

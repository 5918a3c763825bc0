"""Papers of all workers in one ZIP: whose they are is read from the names, and what is missing is listed."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from lapak.claims.programmes import programme
from lapak.collective.operations.papers import papers_lacking
from lapak.collective.operations.uploads import MOST_BYTES_OF_PAPERS, MOST_BYTES_OF_PIECE
from lapak.collective.queries.rosters import FileView, own_roster, row_of
from lapak.collective.rules.verdicts import FilePurpose, FileState
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError
from lapak.people.rules import Role
from lapak.web.access import staff
from lapak.web.messages import sentence
from lapak.web.requests import LapakRequest

MOST_LISTED = 50
WHY = {
    "paper_of_nobody": gettext_lazy("Nama berkas tidak memuat NIK, nomor peserta, atau nama di daftar"),
    "paper_of_several": gettext_lazy("Cocok dengan beberapa pekerja. Tambahkan NIK di nama berkas"),
    "paper_kind_unknown": gettext_lazy("Jenis dokumen tidak disebut. Tambahkan misalnya KTP atau KK"),
}


@dataclass(frozen=True)
class Missing:
    """A worker and the papers that are still missing."""

    line: int
    name: str
    papers: str


@staff(Role.REPRESENTATIVE)
@require_GET
def papers(request: LapakRequest, roster_id: UUID) -> HttpResponse:
    """Return the page on which a ZIP of papers is sent, with the report of the last one."""
    now = utc_now()
    found = own_roster(roster_id=roster_id, actor=request.actor, now=now)
    file = found.at_work or found.newest
    lacking = papers_lacking(roster_id=roster_id, now=now)
    kinds = programme(found.programme).papers
    shown = [(row_of(roster_id=roster_id, serial=serial), short) for serial, short in _first(lacking)]
    context = {
        "roster": found,
        "file": file,
        "is_reading": file is not None and file.state is FileState.READING,
        "is_still": file is not None and file.is_still(now=now),
        "is_report": file is not None and file.purpose is FilePurpose.PAPERS and file.state is FileState.DONE,
        "problem": _problem(file),
        "refused": _refused(file),
        "missing": [
            Missing(row.line, row.name, ", ".join(kinds[kind].short_label for kind in short))
            for row, short in shown
        ],
        "missing_count": len(lacking),
        "complete": found.total - len(lacking),
        "most": MOST_BYTES_OF_PAPERS // 1024**2,
        "piece": MOST_BYTES_OF_PIECE // 4,
        "steps": [_("Unggah"), _("Periksa"), _("Jadwal"), _("Ajukan")],
    }
    return render(request, "roster/papers.html", context)


def _first(lacking: dict[int, tuple[str, ...]]) -> list[tuple[int, tuple[str, ...]]]:
    return sorted(lacking.items())[:MOST_LISTED]


def _problem(file: FileView | None) -> str:
    if file is None or file.problem is None or file.purpose is not FilePurpose.PAPERS:
        return ""
    return sentence(DomainError(file.problem.code, params=file.problem.params))


def _refused(file: FileView | None) -> list[tuple[str, int, list[str]]]:
    """Return why files were not kept, how many, and their names as far as they are named."""
    if file is None or file.purpose is not FilePurpose.PAPERS:
        return []
    report = file.report
    return [
        (
            str(WHY[code]) if code in WHY else sentence(DomainError(code)),
            count,
            report["refused"].get(code, []),
        )
        for code, count in sorted(report.get("counts", {}).items())
    ]

"""Rosters, their files and rows, read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, F, JSONField, Q, Value, When

from lapak.collective.models import Roster, RosterFile, RosterRow, Worker
from lapak.collective.queries.grounds import roster_serial
from lapak.collective.queries.mandates import own_mandate
from lapak.collective.rules.findings import text_of
from lapak.collective.rules.layouts import Layout
from lapak.collective.rules.repairs import padded, shown, widened
from lapak.collective.rules.verdicts import (
    BUSY_STATES,
    FilePurpose,
    FileState,
    Problem,
    RowVerdict,
    stands_still,
)
from lapak.collective.rules.workers import WorkerState
from lapak.collective.workbooks.answers import AnswerRows, AnswerSheet
from lapak.kernel.actors import Actor
from lapak.kernel.errors import NotFound

CHUNK = 2_000
_REFUSED = Q(
    verdict=RowVerdict.ACCEPTED,
    worker__state=WorkerState.UNFIT,
    worker__asked_version=F("version"),
    worker__filed=Worker.Filed.NOT_YET,
)
_FOUND = Case(When(_REFUSED, then=F("worker__found")), default=Value(None), output_field=JSONField())


@dataclass(frozen=True)
class FileView:
    """A file of a roster. `lists` are its lists with their first rows while columns are chosen."""

    id: UUID
    purpose: FilePurpose
    name: str
    state: FileState
    size: int
    received: int
    rows_done: int
    rows_total: int
    problem: Problem | None
    notes: tuple[Problem, ...]
    lists: tuple[Mapping[str, Any], ...]
    report: Mapping[str, Any]
    created_at: datetime
    moved_at: datetime

    @property
    def percent(self) -> int:
        """How much of it is read, at most 99 until it is done."""
        return min(99, 100 * self.rows_done // max(1, self.rows_total))

    def is_still(self, *, now: datetime) -> bool:
        """Return whether its reading stands still, so that it may be given up."""
        return stands_still(state=self.state, moved_at=self.moved_at, now=now)


@dataclass(frozen=True)
class RosterView:
    """A roster: how many rows have which verdict, the file at work, and the newest of all and of lists.

    `refused` are accepted rows that register or bank refused: for the company they are to be repaired.
    `serial` stands in the codes of its rows.
    """

    id: UUID
    number: str
    serial: int
    company_id: UUID
    company: str
    npp: str
    programme: str
    version: int
    created_at: datetime
    is_closed: bool
    counts: Mapping[RowVerdict, int]
    refused: int
    at_work: FileView | None
    newest: FileView | None
    newest_list: FileView | None

    @property
    def to_repair(self) -> int:
        """Rows the company has to put right or to take off."""
        return self.counts.get(RowVerdict.TO_REPAIR, 0) + self.refused

    @property
    def accepted(self) -> int:
        """Rows with nothing to put right, as far as is known."""
        return self.counts.get(RowVerdict.ACCEPTED, 0) - self.refused

    @property
    def total(self) -> int:
        """Rows that are not taken off the list."""
        return sum(n for verdict, n in self.counts.items() if verdict is not RowVerdict.REMOVED)


@dataclass(frozen=True)
class RowView:
    """A row: what was typed by the code of its column, what was read, and what is wrong.

    `found` is what register or bank refused, with the code, and days as ISO text by name; such a row is to be
    repaired, whatever its sheet says.
    """

    serial: int
    line: int
    version: int
    verdict: RowVerdict
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    found: tuple[Problem, ...]
    typed: Mapping[str, str]
    name: str
    nik: str
    kpj: str
    bank_code: str
    account_number: str
    ended_on: date | None


def rosters_of(*, company_id: UUID) -> tuple[RosterView, ...]:
    """Return the rosters of a company, the newest first."""
    rows = Roster.objects.filter(company_id=company_id).select_related("company").order_by("-created_at")
    return tuple(_view(row) for row in rows)


def own_roster(*, roster_id: UUID, actor: Actor, now: datetime) -> RosterView:
    """Return a roster to its company's representative.

    Raises NotFound(`roster_unknown`, `company_unknown`), NotAllowed for a mandate that is not in force.
    """
    row = Roster.objects.select_related("company").filter(pk=roster_id).first()
    if row is None:
        raise NotFound("roster_unknown")
    own_mandate(actor=actor, now=now, company_id=row.company_id)
    return _view(row)


def roster_of_file(*, file_id: UUID) -> UUID:
    """Return the roster a file belongs to. Raises NotFound(`file_unknown`)."""
    found = RosterFile.objects.filter(pk=file_id).values_list("roster_id", flat=True).first()
    if found is None:
        raise NotFound("file_unknown")
    return found


def rows_of(
    *, roster_id: UUID, verdicts: Sequence[RowVerdict], after: int = 0, most: int = 50
) -> tuple[RowView, ...]:
    """Return rows with these verdicts in the order of their serials, from the one `after`.

    A row that register or bank refused counts as one to repair.
    """
    rows = RosterRow.objects.filter(_standing(verdicts), roster_id=roster_id, serial__gt=after)
    rows = rows.select_related("file").annotate(found=_FOUND).order_by("serial")
    return tuple(_row(row) for row in rows[:most])


def row_of(*, roster_id: UUID, serial: int) -> RowView:
    """Return one row. Raises NotFound(`row_unknown`)."""
    rows = RosterRow.objects.select_related("file").annotate(found=_FOUND)
    row = rows.filter(roster_id=roster_id, serial=serial).first()
    if row is None:
        raise NotFound("row_unknown")
    return _row(row)


def answer_sheets(*, roster_id: UUID, only: Sequence[RowVerdict] = tuple(RowVerdict)) -> list[AnswerSheet]:
    """Return the sheets of the answer: one for each list that came, its rows in their order.

    A row that register or bank refused is one to repair, and its problems, of no column, say why.
    """
    files = RosterFile.objects.filter(roster_id=roster_id, state=FileState.DONE).exclude(sheets=[])
    sheets = []
    for file in files.order_by("created_at"):
        for at, data in enumerate(file.sheets):
            layout = widened(Layout.from_data(data))
            rows = RosterRow.objects.filter(_standing(only), file=file, sheet=at).order_by("line")
            if rows.exists():
                sheets.append(AnswerSheet(layout.sheet, layout.headings, _answers(layout, rows)))
    return sheets


def files_left(*, before: datetime) -> tuple[UUID, ...]:
    """Return files that wait to be looked at or read and on which nothing has moved since."""
    unseen = Q(state=FileState.MAPPING, sheets=[])
    found = RosterFile.objects.filter(unseen | Q(state=FileState.READING), moved_at__lt=before)
    return tuple(found.values_list("pk", flat=True))


def _answers(layout: Layout, rows: Any) -> Iterator[AnswerRows]:
    found = rows.values_list("serial", "verdict", "problems", "raw", _FOUND).iterator(chunk_size=CHUNK)
    while some := list(islice(found, CHUNK)):
        serials, verdicts, problems, raws, refused = zip(*some, strict=True)
        cells = [
            _shown(padded(raw, layout), layout, found) for raw, found in zip(raws, problems, strict=True)
        ]
        told = [_problems(one) + _found(why) for one, why in zip(problems, refused, strict=True)]
        stand = [
            RowVerdict.TO_REPAIR if why else RowVerdict(one)
            for one, why in zip(verdicts, refused, strict=True)
        ]
        yield AnswerRows(serials, stand, told, cells)


def _standing(verdicts: Sequence[RowVerdict]) -> Q:
    plain = Q(verdict__in=verdicts)
    return plain | _REFUSED if RowVerdict.TO_REPAIR in verdicts else plain


def _found(data: Sequence[Mapping[str, Any]] | None) -> tuple[Problem, ...]:
    return tuple(Problem("", one["code"], one["dates"]) for one in data or ())


def _shown(cells: list[Any], layout: Layout, problems: Sequence[Mapping[str, Any]]) -> list[Any]:
    """Return the cells of a row, those that lost digits without what is not sure."""
    for code in {one["column"] for one in problems if one["code"].endswith("_digits_lost")}:
        place = layout.columns[code]
        cells[place] = shown(code, cells[place])
    return cells


def _view(row: Roster) -> RosterView:
    counted = row.rows.values_list("verdict").annotate(n=Count("pk"))
    files = row.files.exclude(state=FileState.LEFT).order_by("-created_at")
    at_work = files.filter(state__in=BUSY_STATES).first()
    newest, newest_list = files.first(), files.exclude(purpose=FilePurpose.PAPERS).first()
    return RosterView(
        id=row.pk,
        number=row.number,
        serial=roster_serial(row.number),
        company_id=row.company_id,
        company=row.company.name,
        npp=row.company.npp,
        programme=row.programme,
        version=row.version,
        created_at=row.created_at,
        is_closed=row.closed_at is not None,
        counts={RowVerdict(verdict): n for verdict, n in counted},
        refused=row.rows.filter(_REFUSED).count(),
        at_work=_file(at_work) if at_work else None,
        newest=_file(newest) if newest else None,
        newest_list=_file(newest_list) if newest_list else None,
    )


def _file(row: RosterFile) -> FileView:
    problem = row.problem
    return FileView(
        id=row.pk,
        purpose=FilePurpose(row.purpose),
        name=row.name,
        state=FileState(row.state),
        size=row.size,
        received=row.received,
        rows_done=row.rows_done,
        rows_total=row.rows_total,
        problem=Problem("", problem["code"], problem["params"]) if problem else None,
        notes=_problems(row.notes),
        lists=tuple(row.sheets) if row.state == FileState.MAPPING else (),
        report=row.report,
        created_at=row.created_at,
        moved_at=row.moved_at,
    )


def _row(row: Any) -> RowView:
    """Return the view of a row with the `found` of its worker beside it."""
    layout = widened(Layout.from_data(row.file.sheets[row.sheet]))
    cells, found = padded(row.raw, layout), _found(row.found)
    return RowView(
        serial=row.serial,
        line=row.line,
        version=row.version,
        verdict=RowVerdict.TO_REPAIR if found else RowVerdict(row.verdict),
        problems=_problems(row.problems),
        notes=_problems(row.notes),
        found=found,
        typed={code: text_of(shown(code, cells[place])).strip() for code, place in layout.columns.items()},
        name=row.name,
        nik=row.nik,
        kpj=row.kpj,
        bank_code=row.bank_code,
        account_number=row.account_number,
        ended_on=row.ended_on,
    )


def _problems(data: Sequence[Mapping[str, Any]]) -> tuple[Problem, ...]:
    return tuple(Problem(one["column"], one["code"], one["params"]) for one in data)

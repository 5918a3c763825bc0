"""Rows are repaired one by one on the page, or many by a workbook that comes back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from lapak.collective.models import Roster, RosterFile, RosterRow, Worker
from lapak.collective.operations.reading import finish, waiting
from lapak.collective.operations.rosters import locked, require_idle, rows_changed, tell
from lapak.collective.queries.grounds import ground_of, people_on
from lapak.collective.rules.findings import Cell
from lapak.collective.rules.layouts import Layout
from lapak.collective.rules.repairs import merged, read_again, widened
from lapak.collective.rules.rows import Ground, ReadRow, Seen
from lapak.collective.rules.verdicts import FileState, RowVerdict
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict, NotFound

BATCH = 1_000
_READ = (
    *("raw", "verdict", "problems", "notes", "name", "nik", "kpj", "birth_date", "started_on", "ended_on"),
    *("reason", "phone", "email", "bank_code", "account_number", "account_name", "npwp", "last_wage"),
    *("version", "changed_at"),
)


@dataclass(frozen=True)
class RowChanged:
    """A row after it was repaired: its verdict, and the version it now has."""

    serial: int
    verdict: RowVerdict
    version: int


@transaction.atomic
def repair_row(
    *,
    roster_id: UUID,
    serial: int,
    version: int,
    cells: Mapping[str, str],
    actor: Actor,
    now: datetime,
) -> RowChanged:
    """Take the cells that were typed anew, by the code of their column, and read the row again.

    Locks the roster, then the row. Raises NotFound(`row_unknown`), Conflict(`row_changed_meanwhile`,
    `row_filed_already`, `roster_file_at_work`, `roster_closed`), and what `locked` raises.
    """
    roster, row = _row(roster_id, serial, version, actor, now)
    layouts = _layouts(row.file)
    layout = layouts[row.sheet]
    row.raw = merged(row.raw, layout, cells)
    ground = replace(ground_of(roster, now=now), epoch=row.file.epoch)
    _judge(row, layout, ground=ground, seen=_others(row, layout, ground), now=now)
    row.save(update_fields=_READ)
    rows_changed(roster)
    tell(roster, "roster.row_repaired", actor, now, serial=serial, verdict=row.verdict)
    return RowChanged(serial, RowVerdict(row.verdict), row.version)


@transaction.atomic
def remove_row(*, roster_id: UUID, serial: int, version: int, actor: Actor, now: datetime) -> RowChanged:
    """Take a worker off the list; what was typed stays on record. Locks and raises as `repair_row`."""
    roster, row = _row(roster_id, serial, version, actor, now)
    row.verdict, row.version, row.changed_at = RowVerdict.REMOVED, row.version + 1, now
    row.save(update_fields=["verdict", "version", "changed_at"])
    rows_changed(roster)
    tell(roster, "roster.row_removed", actor, now, serial=serial)
    return RowChanged(serial, RowVerdict.REMOVED, row.version)


@transaction.atomic
def keep_repairs(
    *, file_id: UUID, rows: Iterable[Sequence[Any]], tally: Mapping[str, Any], now: datetime
) -> bool:
    """Take the changed cells of rows that came back, all or none; return whether the file still waited.

    `rows` are as `apart` gives them, with the serial they bore. Rows that are filed, and rows of nobody, are
    passed over and counted. Locks the roster, the file, the rows.
    """
    file = waiting(file_id, FileState.READING)
    if file is None:
        return False
    came = {one[2]: one for one in rows}
    counts: dict[str, int] = {"untouched": 0, "filed": 0, "unknown": 0}
    verdicts: dict[str, int] = {}
    ground, seen = ground_of(file.roster, now=now), people_on(file.roster)
    theirs = [Layout.from_data(data) for data in file.sheets]
    layouts: dict[UUID, list[Layout]] = {}
    for some in _portions(sorted(came)):
        found = RosterRow.objects.select_for_update(of=("self",)).filter(roster=file.roster, serial__in=some)
        present = list(found.select_related("file").order_by("serial"))
        filed = _filed(present)
        counts["unknown"] += len(some) - len(present)
        repaired = []
        for row in present:
            layout = layouts.setdefault(row.file_id, _layouts(row.file))[row.sheet]
            raw = merged(row.raw, layout, _given(came[row.serial], theirs))
            if row.pk in filed or row.verdict == RowVerdict.REMOVED:
                counts["filed"] += 1
            elif raw == merged(row.raw, layout, {}):
                counts["untouched"] += 1
            else:
                row.raw = raw
                _forget(seen, row)
                repaired.append(row)
        for row in repaired:
            its_ground = replace(ground, epoch=row.file.epoch)
            _judge(row, layouts[row.file_id][row.sheet], ground=its_ground, seen=seen, now=now)
            verdicts[row.verdict] = verdicts.get(row.verdict, 0) + 1
        _save(repaired)
    finish(file, {**tally, "verdicts": verdicts, "problems": counts}, now)
    return True


def _row(roster_id: UUID, serial: int, version: int, actor: Actor, now: datetime) -> tuple[Roster, RosterRow]:
    roster, _ = locked(roster_id, actor, now)
    require_idle(roster)
    rows = RosterRow.objects.select_for_update(of=("self",)).select_related("file")
    row = rows.filter(roster=roster, serial=serial).first()
    if row is None:
        raise NotFound("row_unknown")
    if row.version != version:
        raise Conflict("row_changed_meanwhile")
    if _filed([row]):
        raise Conflict("row_filed_already")
    return roster, row


def _others(row: RosterRow, layout: Layout, ground: Ground) -> Seen:
    """Return who else on the roster bears one of the numbers that the row has now."""
    values = read_again(row.raw, layout, ground=ground, seen=Seen(), serial=row.serial).values
    same = Q(nik=values.nik) | Q(kpj=values.kpj)
    rows = RosterRow.objects.filter(same, roster_id=row.roster_id, verdict=RowVerdict.ACCEPTED)
    seen = Seen()
    for nik, kpj, serial in rows.exclude(pk=row.pk).values_list("nik", "kpj", "serial"):
        seen.niks[nik] = seen.kpjs[kpj] = serial
    return seen


def _judge(row: RosterRow, layout: Layout, *, ground: Ground, seen: Seen, now: datetime) -> None:
    """Read a row anew and set what is kept of it."""
    read: ReadRow = read_again(row.raw, layout, ground=ground, seen=seen, serial=row.serial)
    row.verdict = read.verdict
    row.problems = [problem.as_data() for problem in read.problems]
    row.notes = [note.as_data() for note in read.notes]
    for name, value in read.values._asdict().items():
        setattr(row, "bank_code" if name == "bank" else name, value)
    row.version += 1
    row.changed_at = now


def _given(one: Sequence[Any], theirs: Sequence[Layout]) -> dict[str, Cell]:
    layout, raw = theirs[one[0]], one[4]
    return {code: raw[place] for code, place in layout.columns.items()}


def _layouts(file: RosterFile) -> list[Layout]:
    return [widened(Layout.from_data(data)) for data in file.sheets]


def _forget(seen: Seen, row: RosterRow) -> None:
    """Let a row give up the numbers by which it was known, before it is read anew."""
    if seen.niks.get(row.nik) == row.serial:
        del seen.niks[row.nik]
    if seen.kpjs.get(row.kpj) == row.serial:
        del seen.kpjs[row.kpj]


def _save(rows: Sequence[RosterRow]) -> None:
    """Save rows, of which one may take a number that another gives up: first nobody has any."""
    RosterRow.objects.filter(pk__in=[row.pk for row in rows]).update(verdict=RowVerdict.TO_REPAIR)
    RosterRow.objects.bulk_update(rows, _READ)


def _filed(rows: Sequence[RosterRow]) -> set[int]:
    found = Worker.objects.filter(row__in=rows).exclude(filed=Worker.Filed.NOT_YET)
    return set(found.values_list("row_id", flat=True))


def _portions(serials: Sequence[int]) -> Iterable[Sequence[int]]:
    for start in range(0, len(serials), BATCH):
        yield serials[start : start + BATCH]

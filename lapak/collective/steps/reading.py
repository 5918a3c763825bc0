"""An arrived file is looked at, then read, in a process apart; no transaction is open meanwhile.

Rows wait in a temporary file until all are there, so that they are kept at once or not at all: a worker that
dies leaves a file that is read anew.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from lapak.collective.models import RosterFile
from lapak.collective.operations.coming_back import keep_repairs
from lapak.collective.operations.reading import keep_look, keep_rows, note_progress, refuse_file
from lapak.collective.queries.grounds import ground_of, people_on, roster_serial
from lapak.collective.rules.archives import ArchiveRefused
from lapak.collective.rules.formats import FileRefused
from lapak.collective.rules.verdicts import FilePurpose, FileState
from lapak.collective.steps.clock import going_on_from
from lapak.collective.steps.disk import on_disk
from lapak.collective.workbooks.apart import Order, carry_out

PROGRESS_ROWS = 2_500


def look_at(*, file_id: UUID, now: datetime) -> None:
    """Find the lists in an arrived file; one without lists is refused with the reason."""
    row = _at(file_id, FileState.MAPPING)
    if row is None or row.sheets:
        return
    try:
        with on_disk(row) as path:
            found = list(carry_out(Order(task="look", path=str(path))))[-1]
    except (FileRefused, ArchiveRefused) as refusal:
        refuse_file(file_id=file_id, refusal=refusal, now=now)
        return
    keep_look(file_id=file_id, lists=found["lists"], notes=found["notes"], now=now)


def read_file(*, file_id: UUID, now: datetime) -> UUID | None:
    """Read the rows of a file whose columns were chosen; return its roster when they were kept now."""
    row = _at(file_id, FileState.READING)
    if row is None:
        return None
    try:
        with on_disk(row) as path, (path.parent / "rows").open("w+", encoding="utf-8") as kept:
            last = _read_into(kept, _order(row, path, now), file_id, now)
            kept.seek(0)
            return row.roster_id if _keep(file_id, kept, last, now) else None
    except (FileRefused, ArchiveRefused) as refusal:
        refuse_file(file_id=file_id, refusal=refusal, now=now)
        return None


def _at(file_id: UUID, state: FileState) -> RosterFile | None:
    rows = RosterFile.objects.select_related("roster").filter(pk=file_id, state=state)
    return rows.exclude(purpose=FilePurpose.PAPERS).first()


def _order(row: RosterFile, path: Path, now: datetime) -> Order:
    roster = row.roster
    ground, seen = ground_of(roster, now=now), people_on(roster)
    return Order(
        task="judge",
        path=str(path),
        on=ground.on.isoformat(),
        provinces=tuple(ground.provinces),
        reasons=ground.reasons,
        sheets=tuple(row.sheets),
        roster=roster_serial(roster.number),
        first=roster.rows_given + 1,
        niks=seen.niks,
        kpjs=seen.kpjs,
    )


def _read_into(kept: IO[str], order: Order, file_id: UUID, now: datetime) -> dict[str, Any]:
    """Write the rows, one a line, and return the last word."""
    last: dict[str, Any] = {}
    clock = going_on_from(now)
    for number, said in enumerate(carry_out(order), start=1):
        if "row" in said:
            kept.write(json.dumps(said["row"]) + "\n")
        else:
            last = said
        if number % PROGRESS_ROWS == 0:
            note_progress(file_id=file_id, rows_done=number, now=clock())
    return last


def _keep(file_id: UUID, kept: IO[str], last: dict[str, Any], now: datetime) -> bool:
    """Keep the rows: as new ones, or as repairs when the list bears our codes. Raises FileRefused."""
    comes_back = any("row_code" in sheet["columns"] for sheet in last["sheets"])
    rows = map(json.loads, kept)
    if comes_back:
        return keep_repairs(file_id=file_id, rows=rows, tally=last, now=now)
    return keep_rows(file_id=file_id, rows=rows, tally=last, now=now)

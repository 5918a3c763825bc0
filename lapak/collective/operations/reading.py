"""What reading a file found is kept: its lists for a person to look at, then its rows, all or none."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from lapak.collective.models import Roster, RosterFile
from lapak.collective.operations.rosters import changed, rows_changed, tell
from lapak.collective.operations.uploads import drop_pieces, locked_file
from lapak.collective.rules.formats import FileRefused
from lapak.collective.rules.layouts import Layout
from lapak.collective.rules.rows import Values
from lapak.collective.rules.verdicts import FileState
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict, DomainError, InvalidInput, NotFound

READER = Actor.system(job="collective.read")
MOST_FAILURES = 3
_COLUMNS = (
    *("roster_id", "file_id", "serial", "sheet", "line", "raw", "verdict", "problems", "notes"),
    *("name", "nik", "kpj", "birth_date", "started_on", "ended_on", "reason", "phone", "email", "bank_code"),
    *("account_number", "account_name", "npwp", "last_wage", "version", "changed_at"),
)


@transaction.atomic
def keep_look(
    *, file_id: UUID, lists: Sequence[Mapping[str, Any]], notes: Sequence[Mapping[str, Any]], now: datetime
) -> None:
    """Keep the lists found in a file, with their first rows, for the representative to look at.

    Locks the roster, then the file; nothing happens unless the file waits for it.
    """
    row = waiting(file_id, FileState.MAPPING)
    if row is None or row.sheets:
        return
    row.sheets, row.notes = list(lists), list(notes)
    row.rows_total = sum(one["rows"] for one in lists)
    row.moved_at = now
    row.save(update_fields=["sheets", "notes", "rows_total", "moved_at"])
    changed(row.roster)


@transaction.atomic
def note_failure(*, file_id: UUID, now: datetime) -> None:
    """Note that reading a file broke off; one that broke off MOST_FAILURES times is refused.

    Nothing happens unless the file waits to be read. Locks the roster, then the file. Raises
    NotFound(`file_unknown`).
    """
    row = waiting(file_id, FileState.MAPPING, FileState.READING)
    if row is None:
        return
    row.failures, row.moved_at = row.failures + 1, now
    row.save(update_fields=["failures", "moved_at"])
    if row.failures >= MOST_FAILURES:
        refuse_file(file_id=file_id, refusal=FileRefused("file_unreadable"), now=now)


@transaction.atomic
def refuse_file(*, file_id: UUID, refusal: DomainError, now: datetime) -> None:
    """Keep that a file cannot be read, and why; its bytes are forgotten. Locks the roster, then the file."""
    row = waiting(file_id, FileState.MAPPING, FileState.READING)
    if row is None:
        return
    row.state, row.moved_at = FileState.REFUSED, now
    row.problem = {"code": refusal.code, "params": dict(refusal.params)}
    row.save(update_fields=["state", "problem", "moved_at"])
    drop_pieces(row)
    changed(row.roster)
    tell(row.roster, "roster.file_refused", READER, now, file=str(row.pk), code=refusal.code)


@transaction.atomic
def choose_columns(
    *,
    file_id: UUID,
    chosen: Mapping[int, Mapping[str, int | None]],
    actor: Actor,
    now: datetime,
) -> None:
    """Take the lists that a person chose, by their place, with their columns, and let the file be read.

    Locks the roster, then the file. Raises InvalidInput(`columns_missing`) with the `columns` that a list
    lacks, InvalidInput(`no_list_chosen`), Conflict(`file_moved_on`), and what `locked_file` raises.
    """
    row = locked_file(file_id, actor, now)
    if row.state != FileState.MAPPING or not row.sheets:
        raise Conflict("file_moved_on")
    layouts = [
        Layout.from_data(data).mapped(chosen[place])
        for place, data in enumerate(row.sheets)
        if place in chosen
    ]
    if not layouts:
        raise InvalidInput("no_list_chosen")
    lacking = {code: None for layout in layouts if not layout.knows_its_rows for code in layout.missing}
    if lacking:
        raise InvalidInput("columns_missing", params={"columns": ",".join(lacking)})
    row.sheets = [layout.as_data() for layout in layouts]
    row.state, row.moved_at, row.rows_done = FileState.READING, now, 0
    row.save(update_fields=["sheets", "state", "moved_at", "rows_done"])
    changed(row.roster)
    tell(row.roster, "roster.file_mapped", actor, now, file=str(row.pk), lists=len(layouts))


def note_progress(*, file_id: UUID, rows_done: int, now: datetime) -> None:
    """Note how many rows were read so far; pages show it."""
    RosterFile.objects.filter(pk=file_id, state=FileState.READING).update(rows_done=rows_done, moved_at=now)


@transaction.atomic
def keep_rows(
    *, file_id: UUID, rows: Iterable[Sequence[Any]], tally: Mapping[str, Any], now: datetime
) -> bool:
    """Keep the new rows of a file and mark it as done; return whether it still waited for them.

    `rows` are as `apart` gives them, `tally` its last word. All are kept or none. Locks the roster, then the
    file.
    """
    row = waiting(file_id, FileState.READING)
    if row is None:
        return False
    last = row.roster.rows_given
    with (
        connection.cursor() as cursor,
        cursor.copy(f"copy collective_rosterrow ({', '.join(_COLUMNS)}) from stdin") as copy,
    ):
        for one in rows:
            last = max(last, one[2])
            copy.write_row(_line(row, one, now))
    row.roster.rows_given = last
    finish(row, tally, now, "rows_given")
    return True


def finish(row: RosterFile, tally: Mapping[str, Any], now: datetime, *fields: str) -> None:
    """Mark a locked file as done, with what was found in it."""
    row.state, row.moved_at = FileState.DONE, now
    row.report = {name: tally[name] for name in ("verdicts", "problems", "doubts", "passed_over")}
    row.notes, row.rows_done = tally["notes"], sum(tally["verdicts"].values())
    row.epoch = date.fromisoformat(tally["epoch"])
    row.save(update_fields=["state", "moved_at", "report", "notes", "rows_done", "epoch"])
    rows_changed(row.roster, *fields)
    tell(row.roster, "roster.file_read", READER, now, file=str(row.pk), verdicts=tally["verdicts"])


def waiting(file_id: UUID, *states: FileState) -> RosterFile | None:
    """Return the file, locked after its roster, if it is in one of these states.

    Raises NotFound(`file_unknown`).
    """
    roster_id = RosterFile.objects.filter(pk=file_id).values_list("roster_id", flat=True).first()
    if roster_id is None:
        raise NotFound("file_unknown")
    roster = Roster.objects.select_for_update().get(pk=roster_id)
    row = RosterFile.objects.select_for_update().get(pk=file_id)
    row.roster = roster
    return row if row.state in states else None


def _line(row: RosterFile, one: Sequence[Any], now: datetime) -> tuple[Any, ...]:
    """Return a row as the database takes it, in the order of _COLUMNS."""
    at, line, serial, _, raw, verdict, problems, notes, values, _ = one
    return (
        row.roster_id,
        row.pk,
        serial,
        at,
        line,
        json.dumps(raw),
        verdict,
        json.dumps(problems),
        json.dumps(notes),
        *Values._make(values),
        1,
        now,
    )

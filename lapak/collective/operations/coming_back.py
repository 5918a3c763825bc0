"""A workbook of ours comes back: rows that bear their code are repaired, rows without one are new workers."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from lapak.collective.models import RosterFile, RosterRow
from lapak.collective.operations.judging import Freed, judge_freed, judge_row, layouts_of, save_judged
from lapak.collective.operations.reading import finish, waiting
from lapak.collective.operations.repairing import filed
from lapak.collective.queries.grounds import ground_of, people_on
from lapak.collective.rules.findings import Cell
from lapak.collective.rules.formats import FileRefused
from lapak.collective.rules.layouts import Layout
from lapak.collective.rules.repairs import CameBack, came_back, merged
from lapak.collective.rules.rows import Seen
from lapak.collective.rules.verdicts import FileState, Problem, RowVerdict

BATCH = 1_000


@transaction.atomic
def keep_repairs(
    *, file_id: UUID, rows: Iterable[Sequence[Any]], tally: Mapping[str, Any], now: datetime
) -> bool:
    """Take the changed cells of rows that came back, and rows without a code as new ones, all or none.

    `rows` are as `apart` gives them. Rows that are filed are passed over and counted, and so are rows with a
    code that this list never gave. Returns whether the file still waited. Locks the roster, the file, the
    rows. Raises FileRefused(`rows_of_another_list`) when no row is of this list.
    """
    file = waiting(file_id, FileState.READING)
    if file is None:
        return False
    came = came_back(rows, [Layout.from_data(data) for data in file.sheets])
    work = _Repairs(file, now)
    for some in _portions(sorted(came.known)):
        work.repair(some, came)
    if came.foreign + work.counts["unknown"] and not (work.present or came.new):
        raise FileRefused("rows_of_another_list")
    work.counts["unknown"] += came.foreign
    work.judge_freed()
    file.epoch = date.fromisoformat(tally["epoch"])
    work.add(came.new)
    work.done(tally)
    return True


class _Repairs:
    """What is done with the rows of one file, whose roster is locked."""

    def __init__(self, file: RosterFile, now: datetime) -> None:
        self._file, self._now = file, now
        self._ground, self._seen = ground_of(file.roster, now=now), people_on(file.roster)
        self._layouts: dict[UUID, list[Layout]] = {}
        self._theirs = [Layout.from_data(data) for data in file.sheets]
        self._freed = Freed()
        self._verdicts: dict[int, str] = {}
        self._added = 0
        self.present = 0
        self.counts = {"untouched": 0, "filed": 0, "unknown": 0}

    def repair(self, serials: Sequence[int], came: CameBack) -> None:
        """Take the changed cells of some rows."""
        found = RosterRow.objects.select_for_update(of=("self",))
        found = found.filter(roster=self._file.roster, serial__in=serials).select_related("file")
        rows = list(found.order_by("serial"))
        fixed = filed(rows)
        self.present += len(rows)
        self.counts["unknown"] += len(serials) - len(rows)
        repaired = []
        for row in rows:
            layout = self._layout(row)
            raw = merged(row.raw, layout, self._given(came.known[row.serial]))
            if row.pk in fixed or row.verdict == RowVerdict.REMOVED:
                self.counts["filed"] += 1
            elif raw == merged(row.raw, layout, {}):
                self.counts["untouched"] += 1
            else:
                self._freed.add(row)
                _forget(self._seen, row)
                row.raw = raw
                repaired.append(row)
        for row in repaired:
            self._judge(row)
        save_judged(repaired)

    def judge_freed(self) -> None:
        """Judge the rows anew that wait for a number one of the repaired gave up."""
        rows = judge_freed(
            self._file.roster, self._freed, ground=self._ground, now=self._now, seen=self._seen
        )
        self._verdicts |= {row.serial: row.verdict for row in rows if row.serial in self._verdicts}

    def add(self, new: Sequence[Sequence[Any]]) -> None:
        """Keep rows that bore no code as new ones of this file."""
        roster = self._file.roster
        rows = [
            RosterRow(roster=roster, file=self._file, serial=serial, sheet=at, line=line, raw=raw, version=0)
            for serial, (at, line, _, _, raw, *_) in enumerate(new, start=roster.rows_given + 1)
        ]
        for row in rows:
            self._judge(row)
        RosterRow.objects.bulk_create(rows, batch_size=BATCH)
        roster.rows_given += len(rows)
        self._added = len(rows)

    def done(self, tally: Mapping[str, Any]) -> None:
        """Mark the file as done, with what was found; rows passed over and added are noted."""
        told = {"rows_unknown": self.counts["unknown"], "rows_added": self._added}
        notes = [Problem("", code, {"count": count}).as_data() for code, count in told.items() if count]
        verdicts = dict(Counter(self._verdicts.values()))
        found = {"verdicts": verdicts, "problems": self.counts, "notes": [*tally["notes"], *notes]}
        finish(self._file, {**tally, **found}, self._now, "rows_given")

    def _judge(self, row: RosterRow) -> None:
        judge_row(row, self._layout(row), ground=self._ground, seen=self._seen, now=self._now)
        self._verdicts[row.serial] = row.verdict

    def _layout(self, row: RosterRow) -> Layout:
        if row.file_id not in self._layouts:
            self._layouts[row.file_id] = layouts_of(row.file)
        return self._layouts[row.file_id][row.sheet]

    def _given(self, one: Sequence[Any]) -> dict[str, Cell]:
        layout, raw = self._theirs[one[0]], one[4]
        return {code: raw[place] for code, place in layout.columns.items()}


def _forget(seen: Seen, row: RosterRow) -> None:
    """Let a row give up the numbers by which it was known, before it is read anew."""
    if seen.niks.get(row.nik) == row.serial:
        del seen.niks[row.nik]
    if seen.kpjs.get(row.kpj) == row.serial:
        del seen.kpjs[row.kpj]


def _portions(serials: Sequence[int]) -> Iterable[Sequence[int]]:
    for start in range(0, len(serials), BATCH):
        yield serials[start : start + BATCH]

"""All rows of a file, judged one after another."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count, islice
from typing import NamedTuple

from lapak.collective.rules.columns import ROW_CODE
from lapak.collective.rules.findings import Cell, text_of
from lapak.collective.rules.formats import MOST_ROWS, FileRefused
from lapak.collective.rules.layouts import Layout
from lapak.collective.rules.row_codes import parse_row_code
from lapak.collective.rules.rows import Ground, ReadRow, RowReader, Seen
from lapak.collective.rules.verdicts import RowVerdict
from lapak.collective.workbooks.sources import Sheet, Source

AT_ONCE = 100  # rows that are read together


class Judged(NamedTuple):
    """Rows of one of the lists of a file (`at`, from 0), one after another, each column of the same length.

    Of each: its line (from 1), serial, cells and verdict. `known` says that the serial stood in the row, as
    we gave it.
    """

    at: int
    lines: Sequence[int]
    serials: Sequence[int]
    known: Sequence[bool]
    cells: Sequence[Sequence[Cell]]
    rows: Sequence[ReadRow]


@dataclass(frozen=True)
class Numbering:
    """How rows are numbered: the roster's own serial, and the serial of the first row that has none yet."""

    roster: int = 0
    first: int = 1


@dataclass
class Tally:
    """What was found: rows by verdict, problems and notes by code, and lines that are about nobody.

    `layoffs` counts accepted rows by last day and reason, `others` all other rows by verdict.
    """

    others: Counter[RowVerdict] = field(default_factory=Counter)
    problems: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)
    layoffs: Counter[tuple[date, str]] = field(default_factory=Counter)
    passed_over: int = 0

    @property
    def verdicts(self) -> dict[RowVerdict, int]:
        """How many rows have which verdict."""
        accepted = sum(self.layoffs.values())
        return ({RowVerdict.ACCEPTED: accepted} if accepted else {}) | dict(self.others)

    def add(self, rows: Sequence[ReadRow]) -> None:
        """Count rows."""
        accepted = [row.values for row in rows if row.verdict is RowVerdict.ACCEPTED]
        self.layoffs.update([(one.ended_on, one.reason) for one in accepted if one.ended_on is not None])
        self.others.update([row.verdict for row in rows if row.verdict is not RowVerdict.ACCEPTED])
        self.problems.update([one.code for row in rows for one in row.problems])
        self.notes.update([one.code for row in rows for one in row.notes])


def lists_of(source: Source, chosen: Mapping[str, Layout] | None = None) -> tuple[tuple[Layout, Sheet], ...]:
    """Return the lists to be read: those of the sheets `chosen`, with their mapping, or all that were found.

    Raises FileRefused `rows_too_many`, `list_not_found`.
    """
    lists = tuple(
        (chosen[layout.sheet] if chosen is not None else layout, sheet)
        for layout, sheet in source.lists
        if chosen is None or layout.sheet in chosen
    )
    if not lists:
        raise FileRefused("list_not_found", params={"sheets": ""})
    if sum(max(0, sheet.height - layout.line) for layout, sheet in lists) > MOST_ROWS:
        raise FileRefused("rows_too_many", params={"most": MOST_ROWS})
    return lists


def judged(
    lists: Iterable[tuple[Layout, Sheet]],
    *,
    ground: Ground,
    seen: Seen,
    numbering: Numbering,
    tally: Tally,
) -> Iterator[Judged]:
    """Yield the rows of the lists in their order; what was found is counted in `tally`."""
    unused = count(numbering.first)
    for at, (layout, sheet) in enumerate(lists):
        reader = RowReader(layout=layout, ground=ground, seen=seen)
        code = layout.columns.get(ROW_CODE)
        numbered = enumerate(islice(sheet.lines(), layout.line, None), start=layout.line + 1)
        while some := list(islice(numbered, AT_ONCE)):
            people = [one for one in some if reader.is_person(one[1])]
            if len(people) < len(some):
                tally.passed_over += _written(some) - len(people)
            if not people:
                continue
            lines, cells = zip(*people, strict=True)
            given = [_given(row, code, numbering.roster) for row in cells]
            serials = [known or next(unused) for known in given]
            rows = reader.read_all(cells, serials=serials)
            tally.add(rows)
            yield Judged(at, lines, serials, [known is not None for known in given], cells, rows)


def _written(lines: Iterable[tuple[int, Sequence[Cell]]]) -> int:
    """Return how many of the lines are not empty."""
    return sum(1 for _, cells in lines if any(cell != "" for cell in cells))


def _given(cells: Sequence[Cell], code: int | None, roster: int) -> int | None:
    """Return the serial that stands in a row, None for none of this roster."""
    return parse_row_code(text_of(cells[code]), roster=roster) if code is not None else None

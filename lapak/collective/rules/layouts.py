"""Where on a sheet the list begins, and which of its columns is which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from lapak.collective.rules.columns import ROW_CODE, headings, plain_heading, recognise, required
from lapak.collective.rules.findings import Cell, text_of

LINES_LOOKED_AT = 40
FEWEST_COLUMNS = 3
MOST_UNNAMED = 10  # columns without a heading beside a list; a stray cell lies far out
PEOPLE = ("nik", "kpj", "name")  # a list of workers names at least one of them
PASSED_OVER = frozenset({"contoh", "petunjuk", "example", "examples", "instructions", "pilihan"})


@dataclass(frozen=True, slots=True)
class Layout:
    """A list on a sheet: `line` of its headings, counted from 1, the headings, and the place of each column.

    Places are counted from 0.
    """

    sheet: str
    line: int
    headings: tuple[str, ...]
    columns: Mapping[str, int]

    @property
    def missing(self) -> tuple[str, ...]:
        """Codes of columns without which no row can be accepted; a repaired workbook needs row codes only."""
        return tuple(code for code in required() if code not in self.columns)

    @property
    def knows_its_rows(self) -> bool:
        """Whether the rows bear the codes that we gave them."""
        return ROW_CODE in self.columns

    def as_data(self) -> dict[str, Any]:
        """Return it as it is kept with the file."""
        return {
            "sheet": self.sheet,
            "line": self.line,
            "headings": list(self.headings),
            "columns": dict(self.columns),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Layout":
        """Return what `as_data` kept."""
        columns = MappingProxyType(dict(data["columns"]))
        return cls(data["sheet"], data["line"], tuple(data["headings"]), columns)

    def mapped(self, chosen: Mapping[str, int | None]) -> "Layout":
        """Return the layout with the columns that a person chose; None says that there is no such column.

        A place serves one column: who takes it takes it from another. Codes and places that do not exist
        are passed over.
        """
        columns = dict(self.columns)
        for code, place in chosen.items():
            if code not in headings() or (place is not None and not 0 <= place < len(self.headings)):
                continue
            columns.pop(code, None)
            if place is not None:
                columns = {other: at for other, at in columns.items() if at != place} | {code: place}
        return Layout(self.sheet, self.line, self.headings, MappingProxyType(columns))


def trimmed(layout: Layout, lines: Sequence[Sequence[Cell]]) -> Layout:
    """Return the layout without the columns on its right in which none of these first lines has anything.

    Without a heading a column counts only near the last that has one: a stray space far out makes a sheet
    thousands of columns wide.
    """
    last = max((at for at, heading in enumerate(layout.headings) if heading), default=-1)
    near = range(last + 1, min(len(layout.headings), last + 1 + MOST_UNNAMED))
    used = [at for at in near if any(at < len(line) and _heading(line[at]) for line in lines)]
    return replace(layout, headings=layout.headings[: max(used, default=last) + 1])


def is_passed_over(sheet: str) -> bool:
    """Return whether a sheet of this name holds examples or instructions and no list."""
    return plain_heading(sheet) in PASSED_OVER


def find_layouts(*, sheet: str, lines: Sequence[Sequence[Cell]], first_line: int = 1) -> list[Layout]:
    """Return a list for each line of headings among the first lines of a sheet; see `find_layout`."""
    found = []
    for at in range(min(len(lines), LINES_LOOKED_AT)):
        one = [_heading(cell) for cell in lines[at]]
        layout = _layout(sheet, first_line + at, one)
        if layout is not None and at + 1 < len(lines):
            layout = _with_second_line(layout, one, [_heading(cell) for cell in lines[at + 1]])
        if layout is not None:
            found.append(layout)
    return found


def widest(layouts: Sequence[Layout]) -> Layout | None:
    """Return the layout with the most columns that we know, of several the first, None of none."""
    return max(layouts, key=lambda one: len(one.columns), default=None)


def left_above(layouts: Sequence[Layout], chosen: Layout) -> tuple[int, ...]:
    """Return the lines of headings above the chosen list with rows under them, which are not read."""
    return tuple(one.line for one in layouts if one.line < chosen.line - 1)


def find_layout(*, sheet: str, lines: Sequence[Sequence[Cell]], first_line: int = 1) -> Layout | None:
    """Return the list among the first lines of a sheet, None when there is no line of headings.

    `first_line` is the number of the first of `lines`. The line with the most columns that we know counts;
    where headings stand in two lines (a merged one above), both are read together.
    """
    return widest(find_layouts(sheet=sheet, lines=lines, first_line=first_line))


def _layout(sheet: str, line: int, written: Sequence[str]) -> Layout | None:
    columns = recognise(written)
    if len(columns) < FEWEST_COLUMNS or not any(code in columns for code in PEOPLE):
        return None
    return Layout(sheet, line, tuple(written), MappingProxyType(columns))


def _with_second_line(upper: Layout, above: Sequence[str], below: Sequence[str]) -> Layout:
    """Return the layout of both lines together if that finds more columns than the upper alone."""
    joined, parent = [], ""
    for top, bottom in zip(above, below, strict=False):
        parent = top or (parent if bottom else "")
        joined.append(f"{parent} {bottom}".strip() if bottom else top)
    both = _layout(upper.sheet, upper.line + 1, joined)
    return both if both is not None and len(both.columns) > len(upper.columns) else upper


def _heading(cell: Cell) -> str:
    return " ".join(text_of(cell).split())

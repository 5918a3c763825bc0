"""Opening a file that a company sent, whatever it is: its sheets, and the lines of each.

Call it in a process of its own (`apart`): a few bytes can make the reader of workbooks ask for more memory
than there is, which ends the process.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from pathlib import Path

import python_calamine as calamine

from lapak.collective.rules.archives import DAMAGE, WORKBOOK, ArchiveRefused, Member, require_modest
from lapak.collective.rules.dates import EPOCH_1900, EPOCH_1904
from lapak.collective.rules.findings import Cell
from lapak.collective.rules.formats import (
    MOST_ROWS,
    SAMPLE,
    FileRefused,
    Format,
    delimiter_of,
    encoding_of,
    format_of,
    require_size,
)
from lapak.collective.rules.layouts import (
    LINES_LOOKED_AT,
    Layout,
    find_layouts,
    is_passed_over,
    left_above,
    trimmed,
    widest,
)
from lapak.collective.rules.verdicts import Problem

_MACROS = "vbaProject.bin"
_1904 = re.compile(rb"""date1904=["'](?:1|true)["']""")


@dataclass(frozen=True)
class Sheet:
    """A visible sheet: its name, and its lines from the first, all of the same width.

    `width` is where they are cut off, None where they are taken whole.
    """

    name: str
    height: int
    width: int | None = field(default=None, kw_only=True)
    _rows: "calamine.CalamineSheet | list[list[str]]" = field(repr=False)

    def lines(self) -> Iterator[list[Cell]]:
        """Return the lines anew, from the first."""
        lines = iter(self._rows) if isinstance(self._rows, list) else self._rows.iter_rows()
        return lines if self.width is None else (line[: self.width] for line in lines)


@dataclass(frozen=True)
class Source:
    """An opened file: lists found on its sheets, what was passed over, and the day 0 of its numbers."""

    lists: tuple[tuple[Layout, Sheet], ...]
    notes: tuple[Problem, ...]
    epoch: date


def open_source(path: Path) -> Source:
    """Return the lists in a file. Raises FileRefused, ArchiveRefused."""
    require_size(path.stat().st_size)
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    kind = format_of(head)
    if kind is Format.TEXT:
        return _found([_text_sheet(path)], [], EPOCH_1900)
    notes: list[Problem] = []
    epoch = _look_into(path, notes) if kind is Format.ZIP else EPOCH_1900
    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
        sheets = list(_visible(book, notes))
    except calamine.PasswordError:
        raise FileRefused("file_has_password") from None
    except (calamine.CalamineError, OSError, ValueError) as damage:
        encrypted = kind is Format.WORKBOOK and b"E\0n\0c\0r\0y\0p\0t" in path.read_bytes()
        raise FileRefused("file_has_password" if encrypted else "file_damaged") from damage
    return _found(sheets, notes, epoch)


def _look_into(path: Path, notes: list[Problem]) -> date:
    """Hold the ZIP of a workbook against its limits and return the day 0 of its numbers."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [
                Member(one.filename, one.file_size, one.compress_size, bool(one.flag_bits & 1))
                for one in archive.infolist()
            ]
            require_modest(members, limits=WORKBOOK)
            names = {member.name for member in members}
            if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
                raise FileRefused("file_not_a_list")
            if any(name.endswith(_MACROS) or name.startswith("Basic/") for name in names):
                notes.append(Problem("", "macros_ignored"))
            if "xl/workbook.xml" not in names:
                return EPOCH_1900
            with archive.open("xl/workbook.xml") as part:
                return EPOCH_1904 if _1904.search(part.read(SAMPLE)) else EPOCH_1900
    except DAMAGE as damage:
        raise ArchiveRefused("zip_damaged") from damage


def _visible(book: calamine.CalamineWorkbook, notes: list[Problem]) -> Iterator[Sheet]:
    for about in book.sheets_metadata:
        if about.visible != calamine.SheetVisibleEnum.Visible:
            notes.append(Problem("", "sheet_hidden", {"sheet": about.name}))
        elif about.typ == calamine.SheetTypeEnum.WorkSheet and not is_passed_over(about.name):
            sheet = book.get_sheet_by_name(about.name)
            yield Sheet(about.name, sheet.end[0] + 1 if sheet.end else 0, sheet)


def _text_sheet(path: Path) -> Sheet:
    content = path.read_bytes()
    text = content.decode(encoding_of(content), errors="replace").replace("\0", "")
    delimiter = delimiter_of(text)
    try:
        rows = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 2 * MOST_ROWS))
    except csv.Error as damage:
        raise FileRefused("file_damaged") from damage
    width = max(map(len, rows), default=0)
    for row in rows:
        row.extend([""] * (width - len(row)))
    return Sheet("", len(rows), rows)


def _found(sheets: list[Sheet], notes: list[Problem], epoch: date) -> Source:
    """Return the source with the lists on these sheets. Raises FileRefused when there is none."""
    lists = []
    for sheet in sheets:
        first = list(islice(sheet.lines(), LINES_LOOKED_AT))
        found = find_layouts(sheet=sheet.name, lines=first)
        layout = widest(found)
        if layout is not None:
            lists.append(_cut_off(layout, sheet, first))
            for line in left_above(found, layout):
                notes.append(Problem("", "list_above", {"sheet": sheet.name or "1", "line": line}))
        elif sheet.height:
            notes.append(Problem("", "sheet_without_list", {"sheet": sheet.name}))
    if not lists:
        looked_at = ", ".join(sheet.name for sheet in sheets if sheet.name)[:200]
        raise FileRefused("list_not_found", params={"sheets": looked_at})
    return Source(tuple(lists), tuple(notes), epoch)


def _cut_off(layout: Layout, sheet: Sheet, lines: list[list[Cell]]) -> tuple[Layout, Sheet]:
    """Return a list and its sheet without what lies far out on the right."""
    near = trimmed(layout, lines)
    if near.headings == layout.headings:
        return layout, sheet
    return near, replace(sheet, width=len(near.headings))

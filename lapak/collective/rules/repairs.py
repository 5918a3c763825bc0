"""Rows that come back repaired: only what was changed is taken, and the row is read anew as a whole."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from lapak.collective.rules.cells import EXACT_DIGITS, clean, has_lost_digits
from lapak.collective.rules.columns import OWN_CODES, ROW_CODE, headings
from lapak.collective.rules.findings import Cell, kept, text_of
from lapak.collective.rules.layouts import Layout
from lapak.collective.rules.rows import Ground, ReadRow, RowReader, Seen

LONGEST_TYPED = 200
LONG_NUMBERS = ("nik", "kpj", "account_number")
_ACCOUNT = ("bank", "account_number")
_TO_CORRECT: Mapping[str, tuple[str, ...]] = {
    "member_not_found": ("nik", "kpj"),
    "not_of_company": ("kpj",),
    "name_differs": ("name",),
    "birth_date_differs": ("birth_date",),
    "end_date_differs": ("ended_on",),
    "reason_differs": ("reason",),
    "account_holder_differs": (*_ACCOUNT, "account_name"),
    "account_dormant": _ACCOUNT,
    "account_unusable": _ACCOUNT,
    "account_missing": _ACCOUNT,
}


def to_correct(codes: Iterable[str]) -> tuple[str, ...]:
    """Return the columns to look at for what register or bank found, each once; none if no cell is wrong."""
    return tuple(dict.fromkeys(column for code in codes for column in _TO_CORRECT.get(code, ())))


def widened(layout: Layout) -> Layout:
    """Return the layout with a place, after all that came, for each column that the file did not have."""
    columns, names = dict(layout.columns), list(layout.headings)
    for code, heading in headings().items():
        if code not in columns and code not in OWN_CODES:
            columns[code] = len(names)
            names.append(heading)
    return replace(layout, headings=tuple(names), columns=MappingProxyType(columns))


def padded(raw: Sequence[Cell], layout: Layout) -> list[Cell]:
    """Return the cells of a row, with an empty one for each place that it does not have."""
    return [*raw, *[""] * (len(layout.headings) - len(raw))]


def shown(code: str, cell: Cell) -> Cell:
    """Return a cell of a column as people get it back: of a number that lost digits the sure ones."""
    if code not in LONG_NUMBERS or not has_lost_digits(cell):
        return cell
    digits = clean(cell)
    return digits[:EXACT_DIGITS] if digits.isdecimal() else ""


def merged(raw: Sequence[Cell], layout: Layout, given: Mapping[str, Cell]) -> list[Cell]:
    """Return the cells of a row with those that were given otherwise, by the code of their column.

    What was given as it is shown stays what it is. A number that had lost digits is shown without them, so
    that one typed whole is taken, also where its last digit is the 0 that the spreadsheet put there.
    """
    cells = padded(raw, layout)
    for code, cell in given.items():
        place = layout.columns.get(code)
        if place is None or code in OWN_CODES:
            continue
        if _plain(cell) != _plain(shown(code, cells[place])):
            cells[place] = kept(cell) if not isinstance(cell, str) else cell.strip()[:LONGEST_TYPED]
    return cells


@dataclass(frozen=True, slots=True)
class CameBack:
    """The rows of a workbook that came back, as `apart` gives them.

    `known` by the serial in their code, `new` ones bear no code; `foreign` counts codes we never gave.
    """

    known: dict[int, Sequence[Any]]
    new: list[Sequence[Any]]
    foreign: int


def came_back(rows: Iterable[Sequence[Any]], layouts: Sequence[Layout]) -> CameBack:
    """Tell the rows of a workbook that came back apart by their codes. `layouts` are those of its lists.

    A row that was copied with its code, to write another worker over it, is a new one.
    """
    known: dict[int, Sequence[Any]] = {}
    new, foreign = [], 0
    for one in rows:
        at, _, serial, is_known, raw, *_ = one
        code = layouts[at].columns.get(ROW_CODE)
        if is_known and serial not in known:
            known[serial] = one
        elif is_known or code is None or not _plain(raw[code]):
            new.append(one)
        else:
            foreign += 1
    return CameBack(known, new, foreign)


def read_again(raw: Sequence[Cell], layout: Layout, *, ground: Ground, seen: Seen, serial: int) -> ReadRow:
    """Return the verdict on a row whose cells were changed."""
    reader = RowReader(layout=layout, ground=ground, seen=seen)
    return reader.read(padded(raw, layout), serial=serial)


def _plain(cell: Cell) -> str:
    return " ".join(text_of(cell).strip().removeprefix("'").split())

"""A heat map as figures for an SVG and for the table beside it. Colours come from classes, never alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lapak.queueing.rules.heat import Cell, level
from lapak.web.crowd.words import LEVELS, WEEKDAYS, percent

LABEL, WIDE, HIGH, GAP, HEAD = 52, 44, 26, 3, 24
Axis = Sequence[tuple[Any, str]]


@dataclass(frozen=True)
class Box:
    """One field: where it stands, its step from 0 to 4 (None: not known), its figure and what it says."""

    x: int
    y: int
    step: int | None
    figure: str
    says: str

    @property
    def centre(self) -> tuple[int, int]:
        """Where the figure stands."""
        return self.x + (WIDE - GAP) // 2, self.y + (HIGH - GAP) // 2 + 4


@dataclass(frozen=True)
class HeatMap:
    """Columns and rows with their places, the boxes, and the same as lines of a table."""

    width: int
    height: int
    columns: tuple[tuple[int, str], ...]
    rows: tuple[tuple[int, str], ...]
    boxes: tuple[Box, ...]
    table: tuple[tuple[str, tuple[Box, ...]], ...]
    box_width: int = WIDE - GAP
    box_height: int = HIGH - GAP


def by_weekday(heat: Mapping[tuple[int, int], Cell]) -> HeatMap | None:
    """Return the map of hours by weekday, or None when nothing is known yet; once seen is not known."""
    known = {key: cell for key, cell in heat.items() if cell.is_known}
    columns = [(day, str(WEEKDAYS[day])[:3]) for day in sorted({day for day, _hour in known})]
    names = {day: str(WEEKDAYS[day]) for day in range(7)}
    return _draw(columns, known, names)


def by_day(cells: Mapping[tuple[date, int], Cell]) -> HeatMap | None:
    """Return the map of hours by day, or None without any."""
    days = sorted({day for day, _hour in cells})
    columns = [(day, date_format(day, "j M")) for day in days]
    return _draw(columns, cells, {day: date_format(day, "l, j F") for day in days})


def _draw(columns: Axis, cells: Mapping[Any, Cell], names: Mapping[Any, str]) -> HeatMap | None:
    if not cells:
        return None
    hours = range(min(hour for _key, hour in cells), max(hour for _key, hour in cells) + 1)
    table = tuple(
        (
            f"{hour:02d}.00",
            tuple(
                _box(column, row, cells.get((key, hour)), f"{names[key]} {hour:02d}.00")
                for column, (key, _word) in enumerate(columns)
            ),
        )
        for row, hour in enumerate(hours)
    )
    return HeatMap(
        width=LABEL + len(columns) * WIDE,
        height=HEAD + len(hours) * HIGH,
        columns=tuple((_x(number) + (WIDE - GAP) // 2, word) for number, (_key, word) in enumerate(columns)),
        rows=tuple((HEAD + number * HIGH + 16, line[0]) for number, line in enumerate(table)),
        boxes=tuple(box for _word, line in table for box in line),
        table=table,
    )


def _box(column: int, row: int, cell: Cell | None, when: str) -> Box:
    x, y = _x(column), HEAD + row * HIGH
    if cell is None:
        return Box(x, y, None, "–", _("%(when)s: belum ada data") % {"when": when})
    step, share = level(share=cell.share), percent(cell.share)
    says = _("%(when)s: %(word)s, %(share)s%% dari batas, paling banyak %(most)s%%")
    facts = {"when": when, "word": LEVELS[step], "share": share, "most": percent(cell.most)}
    return Box(x, y, int(step), str(share), says % facts)


def _x(column: int) -> int:
    return LABEL + column * WIDE

"""What reading a cell may give besides its value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache
from typing import Any, TypeAlias

Cell: TypeAlias = Any  # as the reader of workbooks gives it: str, float, int, bool, date, datetime, time
Params: TypeAlias = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Trouble:
    """The cell cannot be used, and why; `code` and `params` make a sentence."""

    code: str
    params: Params = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Doubt:
    """The cell was understood as `value`, in a way that somebody should know of."""

    value: Any
    code: str
    params: Params = field(default_factory=dict)


def kept(cell: Cell) -> str | float | int:
    """Return the cell as it is kept: text, or a number, whose lost digits could not be told from a text."""
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return cell
    return text_of(cell)


def text_of(cell: Cell) -> str:
    """Return the cell as text, as people would type it: whole numbers without a point, days as 14/05/2020."""
    return cell if isinstance(cell, str) else _WRITTEN.get(type(cell), str)(cell)


def _number(number: float) -> str:
    return str(int(number)) if number.is_integer() else repr(number)


def _moment(moment: datetime) -> str:
    midnight = moment.time().replace(microsecond=0) == time.min
    return _day(moment.date()) if midnight else f"{moment:%d/%m/%Y %H:%M}"


@cache
def _day(day: date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


_WRITTEN: Mapping[type, Callable[[Any], str]] = {
    float: _number,
    date: _day,
    datetime: _moment,
    bool: lambda cell: "ya" if cell else "tidak",
}

"""Rows of a roster: every cell read, the cells held against one another, the row against those before it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from lapak.collective.rules import cells
from lapak.collective.rules.columns import columns
from lapak.collective.rules.dates import EPOCH_1900, read_day
from lapak.collective.rules.findings import Cell, Doubt, Trouble
from lapak.collective.rules.layouts import Layout
from lapak.collective.rules.verdicts import Problem, RowVerdict
from lapak.kernel.identity import WOMAN_DAY_OFFSET
from lapak.kernel.names import NameVerdict, compare_names

USUAL_REASON = "laid_off"  # of a list without a column of reasons: collective claims began with layoffs
FEWEST_CELLS = 3  # a line with fewer, and without numbers of a person, is a signature or a total
_NONE: tuple[Problem, ...] = ()
_MARKED = frozenset((Trouble, Doubt))
_OF_BOTH_SEXES = (0, WOMAN_DAY_OFFSET * 10_000)


class Values(NamedTuple):
    """What is read from a row; empty or None where nothing was, or nothing that can be used."""

    name: str = ""
    nik: str = ""
    kpj: str = ""
    birth_date: date | None = None
    started_on: date | None = None
    ended_on: date | None = None
    reason: str = ""
    phone: str = ""
    email: str = ""
    bank: str = ""
    account_number: str = ""
    account_name: str = ""
    npwp: str = ""
    last_wage: int | None = None


class ReadRow(NamedTuple):
    """A row and what came of it. `same_as` is the serial of the row it repeats, 0 for none."""

    values: Values
    verdict: RowVerdict
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    same_as: int = 0


@dataclass(frozen=True)
class Ground:
    """What reading rests on besides the file: the day, known provinces, the ways to write reasons.

    `epoch` is the day 0 of the numbers by which the workbook counts days.
    """

    on: date
    provinces: Collection[str]
    reasons: Mapping[str, str]
    epoch: date = EPOCH_1900


class _Memo(dict[Cell, Any]):
    """Remembers what a reader said of a cell: few different days, banks and reasons stand in many rows."""

    def __init__(self, reader: Callable[[Cell], Any]) -> None:
        self._reader = reader

    def __missing__(self, cell: Cell) -> Any:
        found = self[cell] = self._reader(cell)
        return found


def readers(ground: Ground) -> dict[str, Callable[[Cell], Any]]:
    """Return a reader for each column, in the order of Values."""

    def day(cell: Cell) -> date | Trouble | Doubt | None:
        if isinstance(cell, str) and not cells.clean(cell):
            return None
        return read_day(cell, on=ground.on, epoch=ground.epoch)

    def last_day(cell: Cell) -> date | Trouble | Doubt:
        found = day(cell)
        return Trouble("date_empty") if found is None else found

    days = _Memo(day).__getitem__
    found = {
        "name": cells.read_name,
        "nik": cells.nik_reader(on=ground.on, provinces=frozenset(ground.provinces)),
        "kpj": cells.read_kpj,
        "birth_date": days,
        "started_on": days,
        "ended_on": _Memo(last_day).__getitem__,
        "reason": _Memo(cells.reason_reader(words=ground.reasons)).__getitem__,
        "phone": cells.read_phone,
        "email": cells.read_email,
        "bank": _Memo(cells.read_bank).__getitem__,
        "account_number": cells.read_account_number,
        "account_name": cells.read_account_name,
        "npwp": cells.read_npwp,
        "last_wage": cells.read_wage,
    }
    return {column.code: found[column.code] for column in columns()}


@dataclass
class Seen:
    """The people already on the list: the serial of the row for each NIK and each member number."""

    niks: dict[str, int] = field(default_factory=dict)
    kpjs: dict[str, int] = field(default_factory=dict)


class RowReader:
    """Reads the rows of one list, one after another. Rows that were accepted are remembered in `seen`."""

    def __init__(self, *, layout: Layout, ground: Ground, seen: Seen) -> None:
        found = {code: reader for code, reader in readers(ground).items() if code in layout.columns}
        self._known = tuple(layout.columns[code] for code in found)
        usual = Values(reason="" if "reason" in found else USUAL_REASON)._asdict()
        self._readers = tuple(
            (found.get(code) or _always(value), layout.columns.get(code, 0)) for code, value in usual.items()
        )
        self._lacking = tuple(Problem(code, "column_missing") for code in layout.missing)
        self._persons = tuple(layout.columns[code] for code in ("nik", "kpj") if code in layout.columns)
        self._niks, self._kpjs = seen.niks, seen.kpjs

    def is_person(self, row: Sequence[Cell]) -> bool:
        """Return whether a line is about a worker, and not empty, a total or a signature."""
        for place in self._persons:
            cell = row[place]
            if (type(cell) is str and cell[:1].isdigit()) or (cell != "" and cells.clean(cell)):
                return True
        return sum(1 for place in self._known if row[place] != "") >= FEWEST_CELLS

    def read(self, row: Sequence[Cell], *, serial: int) -> ReadRow:
        """Return what a row says and its verdict. The row has as many cells as the layout has headings."""
        return self.read_all([row], serials=[serial])[0]

    def read_all(self, rows: Sequence[Sequence[Cell]], *, serials: Iterable[int]) -> list[ReadRow]:
        """Return what `read` returns for each of the rows, at least one.

        They are read column by column, which is faster where there are many.
        """
        columns = tuple(zip(*rows, strict=True))
        found = [list(map(reader, columns[place])) for reader, place in self._readers]
        marked = _marked(found)
        numbered = enumerate(zip(serials, map(Values._make, zip(*found, strict=True)), strict=True))
        return [
            self._with_marks(values, serial) if at in marked else self._verdict(values, serial)
            for at, (serial, values) in numbered
        ]

    def _with_marks(self, found: Values, serial: int) -> ReadRow:
        """Return the verdict on a row in which readers found troubles or doubts."""
        values, problems, notes = _unmarked(found)
        return self._verdict(values, serial, problems, notes)

    def _verdict(
        self, values: Values, serial: int, problems: tuple[Problem, ...] = (), notes: tuple[Problem, ...] = ()
    ) -> ReadRow:
        wrong = problems + self._lacking + held_together(values)
        notes += doubts(values)
        if wrong:
            return ReadRow(values, RowVerdict.TO_REPAIR, wrong, notes)
        nik, kpj = self._niks.get(values.nik, serial), self._kpjs.get(values.kpj, serial)
        if nik == kpj == serial:
            self._niks[values.nik] = self._kpjs[values.kpj] = serial
            return ReadRow(values, RowVerdict.ACCEPTED, _NONE, notes)
        if nik == kpj:
            return ReadRow(values, RowVerdict.DUPLICATE, _NONE, notes, nik)
        column, other = ("nik", nik) if nik != serial else ("kpj", kpj)
        problem = Problem(column, f"{column}_of_another_row", {"serial": other})
        return ReadRow(values, RowVerdict.TO_REPAIR, (problem,), notes)


def _always(value: Any) -> Callable[[Cell], Any]:
    """Return a reader for a column that the list does not have."""
    return lambda _: value


def _marked(columns: Iterable[Sequence[Any]]) -> set[int]:
    """Return the places of rows with a trouble or a doubt in one of the columns."""
    return {
        at
        for column in columns
        if not _MARKED.isdisjoint(map(type, column))
        for at, one in enumerate(column)
        if type(one) in _MARKED
    }


def _unmarked(found: Values) -> tuple[Values, tuple[Problem, ...], tuple[Problem, ...]]:
    """Return only values, and the problems and notes among what readers found."""
    values, problems, notes = list[Any](), list[Problem](), list[Problem]()
    for code, one, usual in zip(Values._fields, found, Values(), strict=True):
        if isinstance(one, Trouble):
            problems.append(Problem(code, one.code, one.params))
            values.append(usual)
        elif isinstance(one, Doubt):
            notes.append(Problem(code, one.code, one.params))
            values.append(one.value)
        else:
            values.append(one)
    return Values._make(values), tuple(problems), tuple(notes)


def held_together(values: Values) -> tuple[Problem, ...]:
    """Return what is wrong with cells that are right each by itself."""
    name, account_name = values.name, values.account_name
    started, ended, born = values.started_on, values.ended_on, values.birth_date
    found: list[Problem] = []
    if started is not None and ended is not None and ended < started:
        found.append(Problem("ended_on", "ended_before_started"))
    if born is not None and ended is not None and ended <= born:
        found.append(Problem("birth_date", "born_after_work"))
    if account_name and account_name != name and name and _of_another(name, account_name):
        found.append(Problem("account_name", "account_of_another"))
    return tuple(found) or _NONE


def _of_another(name: str, account_name: str) -> bool:
    return compare_names(left=name, right=account_name).verdict is NameVerdict.DIFFERENT


def doubts(values: Values) -> tuple[Problem, ...]:
    """Return what somebody should know of cells that can be used: a birth date unlike the one in the NIK."""
    born, nik = values.birth_date, values.nik
    if born is None or not nik or int(nik[6:12]) - _as_in_nik(born) in _OF_BOTH_SEXES:
        return _NONE
    return (Problem("birth_date", "nik_birth_date_differs"),)


def _as_in_nik(born: date) -> int:
    """Return the six digits of a birth date as the NIK of a man has them."""
    return born.day * 10_000 + born.month * 100 + born.year % 100

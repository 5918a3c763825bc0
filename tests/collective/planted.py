"""A roster of 500 workers with 37 planted faults, and how each is put right."""

from dataclasses import dataclass
from typing import Any

from lapak.collective.rules.columns import headings
from tests.collective.sheets import workbook, worker

WORKERS, FAULTS = 500, 37
EVERY = 13
# What is typed instead, by the column it is typed into; the right cell is the worker's own.
KINDS: tuple[tuple[str, Any], ...] = (
    ("nik", "360312120890000"),
    ("nik", 3603121208900000.0),
    ("kpj", "1601234567"),
    ("name", ""),
    ("phone", "021-5551234"),
    ("email", "pekerja(at)contoh"),
    ("bank", "Bank Saya"),
    ("account_number", "12"),
    ("ended_on", "31-02-2020"),
    ("ended_on", "01-01-2010"),
    ("reason", "entah"),
    ("account_name", "Orang Lain"),
)


@dataclass(frozen=True)
class Fault:
    """A planted fault: the worker's place in the list, from 0, the column, and the right cell."""

    at: int
    column: str
    right: str


@dataclass(frozen=True)
class Planted:
    """The workbook and its faults, in the order of its rows."""

    content: bytes
    faults: tuple[Fault, ...]


def planted() -> Planted:
    """Return the workbook, under two lines of title, with every kind of fault at least three times."""
    rows = [worker(number) for number in range(WORKERS)]
    faults = []
    for number in range(FAULTS):
        at = number * EVERY
        column, wrong = KINDS[number % len(KINDS)]
        faults.append(Fault(at, column, str(rows[at][column])))
        rows[at] = worker(at, **{column: wrong})
    return Planted(workbook(rows, above=["DAFTAR PEKERJA YANG DI-PHK", "PT Contoh Makmur"]), tuple(faults))


def repaired(head: list[Any], lines: list[list[Any]], faults: dict[str, Fault]) -> list[list[Any]]:
    """Return the lines of a workbook of bad rows with the right cells put in; `faults` by row code."""
    done = []
    for line in lines:
        fault = faults[line[0]]
        cells = list(line)
        cells[head.index(headings()[fault.column])] = fault.right
        done.append(cells)
    return done

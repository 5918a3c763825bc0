"""Workbooks for tests: rows of invented workers, and the ways in which companies spoil them."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from lapak.claims.programmes import usual_programme
from lapak.collective.rules.cell_words import reason_words
from lapak.collective.rules.columns import columns
from lapak.collective.workbooks.apart import Order, carry_out
from lapak.offices.regions import province_codes

ON = date(2020, 6, 22)
HEADINGS = tuple(column.heading for column in columns())


def worker(number: int, **cells: Any) -> dict[str, Any]:
    """Return the cells of a worker by column; every number gives another person."""
    return {
        "name": f"Dedi Kurniawan {'ABCDEFGHIJ'[number % 10]}",
        "nik": f"360312120890{number % 9_999 + 1:04d}",
        "kpj": f"{16_000_000_000 + number}",
        "birth_date": "12-08-1990",
        "started_on": "01-02-2012",
        "ended_on": "14-05-2020",
        "reason": "PHK",
        "phone": f"0812{30_000_000 + number}",
        "email": f"pekerja{number}@contoh.id",
        "bank": "BNI",
        "account_number": f"{1_000_000_000 + number}",
        "account_name": "",
        "npwp": "",
        "last_wage": 5_200_000,
    } | cells


def workers(count: int) -> list[dict[str, Any]]:
    """Return so many workers without a fault."""
    return [worker(number) for number in range(count)]


def workbook(rows: Sequence[Mapping[str, Any]], *, above: Sequence[str] = (), sheet: str = "Daftar") -> bytes:
    """Return a workbook of these rows under their headings, with lines of text above."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        fill(book.add_worksheet(sheet), rows, above=above)
    return target.getvalue()


def fill(sheet: Any, rows: Sequence[Mapping[str, Any]], *, above: Sequence[str] = ()) -> None:
    """Write headings and rows into a sheet."""
    for line, text in enumerate(above):
        sheet.write_string(line, 0, text)
    for place, heading in enumerate(HEADINGS):
        sheet.write_string(len(above), place, heading)
    for line, row in enumerate(rows, start=len(above) + 1):
        for place, cell in enumerate(row.values()):
            sheet.write_string(line, place, cell) if isinstance(cell, str) else sheet.write(line, place, cell)


def order(task: str, path: Path, **more: Any) -> Order:
    """Return an order about a file, on the usual day, with the usual programme."""
    labels = {one.code: one.label for one in usual_programme().rule_set_on(ON).reasons}
    return Order(
        task=task,
        path=str(path),
        on=ON.isoformat(),
        provinces=tuple(province_codes()),
        reasons=reason_words(labels),
        words="lapak.web.company.row_words",
        **more,
    )


def told(task: str, path: Path, **more: Any) -> list[dict[str, Any]]:
    """Carry out an order apart and return all that is answered."""
    return list(carry_out(order(task, path, **more)))

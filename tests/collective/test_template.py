"""The template checks while one types, and what is typed into it is read without a question."""

import io
import zipfile
from datetime import date
from pathlib import Path

import python_calamine as calamine
import xlsxwriter

from lapak.collective.rules.columns import columns
from lapak.collective.rules.layouts import find_layout
from lapak.collective.workbooks.template import template_workbook
from tests.collective.sheets import told


def made() -> bytes:
    return template_workbook(
        programme="JHT",
        reasons=["PHK", "Mengundurkan diri"],
        banks=["BANK BRI", "BANK BNI"],
        on=date(2020, 6, 22),
    )


def test_every_column_is_there_and_recognised() -> None:
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(made()))
    assert book.sheet_names == ["Daftar", "Contoh", "Petunjuk", "Pilihan"]
    layout = find_layout(sheet="Daftar", lines=book.get_sheet_by_name("Daftar").to_python())
    assert layout is not None
    assert tuple(layout.columns) == tuple(column.code for column in columns())


def test_cells_are_checked_as_they_are_typed() -> None:
    with zipfile.ZipFile(io.BytesIO(made())) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    for rule in (
        'type="textLength" operator="equal"',
        'type="date"',
        'type="list"',
        "Pilihan!$B$1:$B$2",
        "B2:B100001",
    ):
        assert rule in sheet, rule


def test_the_examples_are_rows_that_would_be_accepted(tmp_path: Path) -> None:
    """They stand on a sheet that is never read, so the file alone has no list with rows."""
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(made()))
    lines = book.get_sheet_by_name("Contoh").to_python()
    path = tmp_path / "isi.xlsx"
    with xlsxwriter.Workbook(str(path)) as filled:
        sheet = filled.add_worksheet("Isi")
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line)
    assert told("count", path)[-1]["verdicts"] == {"accepted": 2}
    (tmp_path / "kosong.xlsx").write_bytes(made())
    assert told("count", tmp_path / "kosong.xlsx")[-1]["verdicts"] == {}

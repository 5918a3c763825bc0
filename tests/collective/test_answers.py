"""The answer workbook: the same rows in the same order, harmless, and read again when it comes back."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
import python_calamine as calamine
import xlsxwriter

from lapak.collective.rules.columns import headings
from lapak.collective.rules.row_codes import row_code
from lapak.collective.rules.verdicts import Problem, RowVerdict
from lapak.collective.workbooks.answers import AnswerRows, AnswerSheet, harmless, write_answers
from lapak.web.company import row_words
from tests.collective.sheets import fill, told, workbook, worker, workers

OURS = [headings()[code] for code in ("row_code", "verdict", "explanation")]


def answered(folder: Path, content: bytes, **more: Any) -> list[list[Any]]:
    """Return all cells of the answer to a workbook, headings first."""
    source, target = folder / "daftar.xlsx", folder / "jawaban.xlsx"
    source.write_bytes(content)
    told("answer", source, roster=92, target=str(target), **more)
    return calamine.CalamineWorkbook.from_path(str(target)).get_sheet_by_index(0).to_python()


def test_the_same_rows_in_the_same_order_each_with_a_verdict(tmp_path: Path) -> None:
    rows = [worker(n) for n in (5, 3, 9)]
    rows += [worker(7, phone="", bank="Bank Saya"), worker(3)]
    head, *lines = answered(tmp_path, workbook(rows, above=["DAFTAR", ""]))
    assert head[:3] == OURS
    assert [line[5] for line in lines] == [row["kpj"] for row in rows]
    assert [line[1] for line in lines] == ["Diterima"] * 3 + ["Perlu perbaikan", "Baris ganda"]
    assert lines[0][2] == ""
    assert lines[3][2] == (
        "Nomor HP kosong. Isi nomor HP pekerja yang aktif. "
        "Bank tidak dikenal. Tulis nama bank seperti di buku tabungan."
    )


def test_a_long_list_is_answered_line_by_line_wherever_its_faults_lie(tmp_path: Path) -> None:
    rows = workers(250)
    faults = {0, 98, 99, 100, 101, 199, 200, 249}
    for at in faults:
        rows[at] |= {"phone": "=1+1" if at % 2 else ""}
    blank = dict.fromkeys(rows[0], "")
    rows[150:150] = [blank, blank]
    rows[230:230] = [rows[20]]
    kept = [row for row in rows if row != blank]
    _, *lines = answered(tmp_path, workbook(rows))
    assert [line[5] for line in lines] == [row["kpj"] for row in kept]
    assert [line[0] for line in lines] == [row_code(roster=92, serial=at + 1) for at in range(251)]
    wrong = {line[5] for line in lines if line[1] == "Perlu perbaikan"}
    assert wrong == {f"{16_000_000_000 + at}" for at in faults}
    assert [line[5] for line in lines if line[1] == "Baris ganda"] == [rows[20]["kpj"]]
    assert all("=1+1" not in line for line in lines)


ATTACKS = [
    "=cmd|' /C calc'!A0",
    "+1+cmd",
    "-2+3",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1",
    " =1+1",
    "=HYPERLINK(1)",
    "|calc",
    "%0A=1",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_text_that_would_be_worked_out_comes_out_as_text(tmp_path: Path, attack: str) -> None:
    assert harmless(attack).startswith("'")
    _, line = answered(tmp_path, workbook([worker(1, name=attack)]))
    assert line[3].lstrip().startswith("'")


def test_no_cell_of_the_answer_is_a_formula(tmp_path: Path) -> None:
    answered(tmp_path, workbook([worker(n, name=attack) for n, attack in enumerate(ATTACKS)]))
    with zipfile.ZipFile(tmp_path / "jawaban.xlsx") as archive:
        parts = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        assert all(b"<f>" not in archive.read(name) for name in parts)


def test_a_heading_can_do_no_harm_either(tmp_path: Path) -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        fill(sheet, workers(1))
        for place, heading in enumerate(("=cmd", "Catatan", "Catatan", "")):
            sheet.write_string(0, 14 + place, heading)
            sheet.write_string(1, 14 + place, f"isi {place}")
    head, line = answered(tmp_path, target.getvalue())
    assert head[17:] == ["'=cmd", "Catatan", "Catatan (2)", "Kolom 18"]
    assert line[17:] == [f"isi {place}" for place in range(4)]


def test_an_answer_that_comes_back_repaired_finds_its_rows(tmp_path: Path) -> None:
    head, *lines = answered(
        tmp_path, workbook([worker(1, phone=""), worker(2), worker(3, bank="?")]), first=40
    )
    assert [line[0] for line in lines] == [row_code(roster=92, serial=serial) for serial in (40, 41, 42)]
    lines[0][head.index("No. HP")] = "081230000001"
    back = io.BytesIO()
    with xlsxwriter.Workbook(back) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate([head, lines[2], lines[0]]):
            sheet.write_row(number, 0, line)
    path = tmp_path / "perbaikan.xlsx"
    path.write_bytes(back.getvalue())
    *judged, last = told("judge", path, roster=92, first=43, niks={worker(2)["nik"]: 41})
    assert [(row["row"][2], row["row"][3], row["row"][5]) for row in judged] == [
        (42, True, "to_repair"),
        (40, True, "accepted"),
    ]
    assert last["verdicts"] == {"to_repair": 1, "accepted": 1}


def test_apostrophes_we_added_are_taken_away_again(tmp_path: Path) -> None:
    _, line = answered(tmp_path, workbook([worker(1, phone="+6281230000001")]))
    assert line[10] == "'+6281230000001"
    assert line[1] == "Diterima"
    again = tmp_path / "lagi.xlsx"
    again.write_bytes(workbook([worker(1, phone=line[10])]))
    assert told("count", again)[-1]["verdicts"] == {"accepted": 1}


def test_sheets_with_the_same_or_forbidden_names_stay_apart(tmp_path: Path) -> None:
    problem = Problem("nik", "nik_of_another_row", {"serial": 17})
    rows = AnswerRows([1], [RowVerdict.TO_REPAIR], [[problem]], [["x"]])
    names = ("", "Pabrik [1]/A?" + "x" * 40, "hasil", "")
    target = tmp_path / "jawaban.xlsx"
    sheets = [AnswerSheet(name, ["NIK"], iter([rows])) for name in names]
    write_answers(target, sheets, words=row_words, roster=92)
    book = calamine.CalamineWorkbook.from_path(str(target))
    assert len({name.lower() for name in book.sheet_names}) == 4
    assert "92-17-" in book.get_sheet_by_index(3).to_python()[1][2]


def test_many_long_names_stay_apart_and_short_enough(tmp_path: Path) -> None:
    rows = AnswerRows([1], [RowVerdict.TO_REPAIR], [[Problem("nik", "nik_empty")]], [["x"]])
    sheets = [AnswerSheet("Daftar Pekerja PT Contoh Makmur", ["NIK"], iter([rows])) for _ in range(11)]
    sheets.append(AnswerSheet("Daftar Pekerja PT Contoh Ma (2)", ["NIK"], iter([rows])))
    target = tmp_path / "jawaban.xlsx"
    write_answers(target, sheets, words=row_words, roster=92)
    names = calamine.CalamineWorkbook.from_path(str(target)).sheet_names
    assert len(set(map(str.lower, names))) == 12
    assert max(map(len, names)) == 31


def test_every_problem_and_refusal_has_words() -> None:
    rules = Path(__file__).parents[2] / "lapak/collective/rules"
    for code in re.findall(
        r'(?:Trouble|Problem)\((?:f?"\w*", )?"(\w+)"', "".join(map(Path.read_text, rules.glob("*.py")))
    ):
        assert code in row_words.PROBLEMS or code in row_words.NOTES, code
    for kind in ("nik", "kpj"):
        for wrong in ("empty", "not_digits", "length", "of_another_row"):
            assert f"{kind}_{wrong}" in row_words.PROBLEMS

"""Files as companies send them, and files that mean harm."""

import io
import json
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from lapak.collective.rules.archives import ArchiveRefused
from lapak.collective.rules.formats import MOST_BYTES, FileRefused
from lapak.collective.rules.verdicts import Problem
from lapak.collective.workbooks import apart, sources
from lapak.collective.workbooks.sources import open_source
from lapak.web.company import row_words
from tests.collective.sheets import HEADINGS, fill, told, workbook, worker, workers

FILES = Path(__file__).parent / "files"


def kept(folder: Path, content: bytes, name: str = "daftar.xlsx") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def refused(path: Path) -> FileRefused:
    with pytest.raises(FileRefused) as found:
        told("count", path)
    return found.value


def verdicts(path: Path) -> dict[str, int]:
    counts: dict[str, int] = told("count", path)[-1]["verdicts"]
    return counts


def test_a_workbook_under_titles_is_read_to_the_last_row(tmp_path: Path) -> None:
    rows = [*workers(3), worker(9, phone=""), worker(0)]
    path = kept(tmp_path, workbook(rows, above=["DAFTAR PHK", "PT Sinar", ""]))
    *judged, last = told("judge", path, roster=92, first=11)
    assert last["verdicts"] == {"accepted": 3, "to_repair": 1, "duplicate": 1}
    assert last["problems"] == {"phone_empty": 1}
    assert [row["row"][1:3] for row in judged] == [[5 + n, 11 + n] for n in range(5)]
    assert last["layoffs"] == [["2020-05-14", "laid_off", 3]]


@pytest.mark.parametrize("name", ["daftar.xls", "daftar.ods", "daftar-1904.xlsx"])
def test_other_formats_say_the_same(name: str) -> None:
    assert verdicts(FILES / name) == {"accepted": 2, "to_repair": 1}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_text_in_every_usual_form(tmp_path: Path, encoding: str, delimiter: str) -> None:
    rows = [HEADINGS, *(tuple(map(str, worker(n, name="Désirée A").values())) for n in range(3))]
    text = "\r\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    path = kept(tmp_path, text.encode(encoding), "daftar.csv")
    *judged, last = told("judge", path)
    assert last["verdicts"] == {"accepted": 3}
    assert judged[0]["row"][8][0] == "Désirée A"


def test_hidden_sheets_and_sheets_of_something_else_are_passed_over_and_named(tmp_path: Path) -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        book.add_worksheet("Ringkasan").write(0, 0, "Jumlah")
        fill(book.add_worksheet("Pabrik 1"), workers(2))
        fill(book.add_worksheet("Pabrik 2"), [worker(5)])
        hidden = book.add_worksheet("Lama")
        fill(hidden, [worker(7)])
        hidden.hide()
        fill(book.add_worksheet("Contoh"), [worker(8)])
    last = told("count", kept(tmp_path, target.getvalue()))[-1]
    assert last["verdicts"] == {"accepted": 3}
    notes = [(note["code"], note["params"]["sheet"]) for note in last["notes"]]
    assert sorted(notes) == [("sheet_hidden", "Lama"), ("sheet_without_list", "Ringkasan")]


def test_the_wrong_workbook_is_named_as_that(tmp_path: Path) -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        book.add_worksheet("Stok").write_row(0, 0, ["Kode", "Barang", "Harga"])
    refusal = refused(kept(tmp_path, target.getvalue()))
    assert (refusal.code, refusal.params) == ("list_not_found", {"sheets": "Stok"})


def test_a_look_shows_the_first_rows_as_they_are(tmp_path: Path) -> None:
    (found,) = told(
        "look", kept(tmp_path, workbook([worker(n, nik=float(3603121208900007)) for n in range(9)]))
    )
    (one,) = found["lists"]
    assert (one["rows"], len(one["sample"])) == (9, 5)
    assert one["sample"][0][1] == "3603121208900007"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"%PDF-1.7 ...", "file_not_a_list"),
        (b"\x89PNG\r\n\x1a\n", "file_not_a_list"),
        (b"<html><table>", "file_not_a_list"),
        (b"PK\x03\x04" + b"\0" * 40, "zip_damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "file_damaged"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
            "file_has_password",
        ),
        (b"halo\napa kabar\n", "list_not_found"),
    ],
)
def test_what_is_no_list_is_refused_with_a_reason(tmp_path: Path, content: bytes, code: str) -> None:
    assert refused(kept(tmp_path, content)).code == code


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "besar.xlsx"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    refusal = refused(path)
    assert (refusal.code, refusal.params["most_megabytes"]) == ("list_too_big", MOST_BYTES // 1024**2)


def test_a_list_above_a_wider_one_is_named(tmp_path: Path) -> None:
    rows = [[str(cell) for cell in worker(n).values()] for n in range(8)]
    lines = [HEADINGS[:12], *(row[:12] for row in rows[:5]), [""], HEADINGS, *rows[5:]]
    path = kept(tmp_path, "\n".join(";".join(line) for line in lines).encode(), "dua.csv")
    last = told("count", path)[-1]
    assert last["verdicts"] == {"accepted": 3}
    (note,) = last["notes"]
    assert (note["code"], note["params"]) == ("list_above", {"sheet": "1", "line": 1})
    assert "baris 1 tidak dibaca" in row_words.note(Problem(**note))


def test_headings_in_two_lines_leave_nothing_above(tmp_path: Path) -> None:
    path = kept(tmp_path, workbook(workers(2), above=["DAFTAR"]))
    assert told("count", path)[-1]["notes"] == []


def test_a_stray_space_far_out_makes_no_row_wide(tmp_path: Path) -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        fill(sheet, workers(3))
        sheet.write_string(2, len(HEADINGS) + 1, "catatan")  # a column without a heading is kept
        sheet.write_string(3, 16_383, " ")
    path = kept(tmp_path, target.getvalue())
    *judged, last = told("judge", path)
    assert {len(row["row"][4]) for row in judged} == {len(HEADINGS) + 2}
    assert judged[1]["row"][4][-1] == "catatan"
    assert last["verdicts"] == {"accepted": 3}
    answer = tmp_path / "jawaban.xlsx"
    told("answer", path, target=str(answer))
    assert answer.exists()


def test_a_workbook_damaged_within_is_refused(tmp_path: Path) -> None:
    content = bytearray(workbook(workers(3)))
    at = content.index(b"xl/workbook.xml") + len("xl/workbook.xml")
    content[at] = 0x07  # a kind of block that there is not
    assert refused(kept(tmp_path, bytes(content))).code == "zip_damaged"


def bomb(folder: Path) -> Path:
    """Return a workbook whose only sheet unpacks to a gigabyte."""
    path = folder / "bom.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(1024):
                part.write(b" " * 1024**2)
    return path


def test_a_zip_bomb_is_never_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = bomb(tmp_path)
    assert path.stat().st_size < 20 * 1024**2

    def never(*_: object) -> None:
        raise AssertionError("the reader was asked to open it")

    monkeypatch.setattr(sources.calamine.CalamineWorkbook, "from_path", never, raising=False)
    with pytest.raises(ArchiveRefused) as found:
        open_source(path)
    assert found.value.code == "zip_too_big"


def test_a_sheet_that_asks_for_all_memory_ends_its_own_process_only(tmp_path: Path) -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "NIK")
        sheet.write(1_048_575, 16_383, "jauh")  # every cell between would be held
    assert refused(kept(tmp_path, target.getvalue())).code == "file_too_heavy"


def test_more_rows_than_can_be_taken_are_refused(tmp_path: Path) -> None:
    lines = [";".join(HEADINGS), *[";".join(map(str, worker(1).values()))] * 100_001]
    refusal = refused(kept(tmp_path, "\n".join(lines).encode(), "panjang.csv"))
    assert (refusal.code, refusal.params) == ("rows_too_many", {"most": 100_000})


def test_macros_are_data_and_formulas_are_what_was_saved(tmp_path: Path) -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        fill(sheet, [worker(1), worker(2)])
        sheet.write_formula(1, 0, '=HYPERLINK("http://jahat.example","Dedi")', None, "Dedi Kurniawan")
        sheet.write_formula(2, 0, "=1/0", None, "#DIV/0!")
    path = kept(tmp_path, target.getvalue(), "makro.xlsm")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"Shell")
    *judged, last = told("judge", path)
    assert [row["row"][8][0] for row in judged] == ["Dedi Kurniawan", ""]
    assert last["notes"] == [{"column": "", "code": "macros_ignored", "params": {}}]


def test_lines_about_nobody_are_counted_and_empty_ones_are_not(tmp_path: Path) -> None:
    blank = dict.fromkeys(worker(1), "")
    rows = [worker(1), blank, worker(2), blank | {"name": "JUMLAH: 2"}, blank | {"name": "Manajer"}]
    path = tmp_path / "daftar.xlsx"
    path.write_bytes(workbook(rows))
    last = told("count", path)[-1]
    assert (last["passed_over"], last["verdicts"]) == (2, {"accepted": 2})


def test_the_process_has_no_secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://geheim")
    seen = {}
    real = apart.subprocess.Popen

    def watched(*arguments: object, **options: object) -> object:
        seen.update(options)
        return real(*arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(apart.subprocess, "Popen", watched)
    told("count", kept(tmp_path, workbook(workers(1))))
    assert "geheim" not in json.dumps(seen["env"])

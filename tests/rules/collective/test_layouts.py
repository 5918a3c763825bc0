import pytest

from lapak.collective.rules.columns import column_of, columns, headings, recognise
from lapak.collective.rules.layouts import Layout, find_layout, is_passed_over

PLAIN = ["No", "Nama", "NIK", "KPJ", "Tgl. PHK", "No. HP", "Bank", "No. Rekening"]


def test_every_heading_we_write_and_know_is_recognised() -> None:
    for column in columns():
        for written in (column.heading, *column.also):
            assert column_of(written) == column.code, written
    for code, heading in headings().items():
        assert column_of(heading) == code


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("NAMA LENGKAP *)", "name"),
        ("Nomor Induk Kependudukan (16 digit)", "nik"),
        ("No.KTP", "nik"),
        ("Nomor Kartu Peserta BPJAMSOSTEK", None),
        ("No. KPJ BPJAMSOSTEK", "kpj"),
        ("Tgl Lahir (dd/mm/yyyy)", "birth_date"),
        ("Tangal Lahir", "birth_date"),
        ("Join Date", "started_on"),
        ("Termination Date", "ended_on"),
        ("A/N Rekening", "account_name"),
        ("Jabatan", None),
        ("Nama Ibu Kandung", None),
        ("NIK Karyawan", None),
        ("Keterangan", None),
        ("x" * 5_000, None),
    ],
)
def test_headings_as_companies_write_them(written: str, code: str | None) -> None:
    assert column_of(written) == code


def test_the_number_on_the_ktp_wins_over_the_firms_own_nik() -> None:
    assert recognise(["NIK", "Nama", "No. KTP"])["nik"] == 2
    assert recognise(["No. KTP", "Nama", "NIK"])["nik"] == 0


def layout(*lines: list[str], first_line: int = 1) -> Layout:
    found = find_layout(sheet="Daftar", lines=list(lines), first_line=first_line)
    assert found is not None
    return found


def test_titles_above_and_another_order_do_no_harm() -> None:
    found = layout(["DAFTAR PEKERJA", *[""] * 7], [""] * 8, PLAIN[::-1], ["x"] * 8)
    assert found.line == 3
    assert found.columns["name"] == 6
    assert found.missing == ()


def test_headings_in_two_lines_are_read_together() -> None:
    upper = ["No", "Nama", "Nomor", "", "Masa kerja", "", "No. HP", "Rekening", ""]
    lower = ["", "", "KTP", "KPJ", "Mulai", "Selesai", "", "Bank", "No"]
    found = layout(upper, lower)
    assert found.line == 2
    assert {code: found.columns[code] for code in ("nik", "kpj", "started_on", "ended_on", "phone")} == {
        "nik": 2,
        "kpj": 3,
        "started_on": 4,
        "ended_on": 5,
        "phone": 6,
    }


def test_a_sheet_that_is_no_list_of_workers_has_no_layout() -> None:
    assert (
        find_layout(sheet="Stok", lines=[["Kode barang", "Nama barang", "Harga"], ["1", "Baut", "500"]])
        is None
    )
    assert find_layout(sheet="Kosong", lines=[]) is None
    assert find_layout(sheet="Bank", lines=[["Bank", "No. rekening", "No. HP"]]) is None


def test_missing_columns_are_named_and_a_person_can_choose_them() -> None:
    found = layout(["Nama", "NIK", "KPJ", "Berhenti kerja ya", "No. HP", "Bank", "No. Rekening"])
    assert found.missing == ("ended_on",)
    assert found.mapped({"ended_on": 3}).missing == ()


def test_a_place_serves_one_column_and_nonsense_changes_nothing() -> None:
    found = layout(PLAIN)
    taken = found.mapped({"kpj": 2})
    assert taken.columns["kpj"] == 2
    assert "nik" not in taken.columns
    assert found.mapped({"kpj": 99, "nothing": 1}).columns == found.columns
    assert "bank" not in found.mapped({"bank": None}).columns


def test_a_layout_is_kept_and_read_again() -> None:
    found = layout(PLAIN)
    assert Layout.from_data(found.as_data()) == found


def test_sheets_of_examples_are_passed_over() -> None:
    assert is_passed_over(" CONTOH ")
    assert not is_passed_over("Daftar contoh pekerja")

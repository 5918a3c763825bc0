from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapak.collective.rules.cell_words import reason_words
from lapak.collective.rules.columns import columns
from lapak.collective.rules.findings import Cell
from lapak.collective.rules.layouts import find_layout
from lapak.collective.rules.row_codes import parse_row_code, row_code
from lapak.collective.rules.rows import Ground, ReadRow, RowReader, Seen, Values
from lapak.collective.rules.verdicts import RowVerdict
from lapak.offices.regions import province_codes

GROUND = Ground(
    on=date(2020, 6, 22),
    provinces=province_codes(),
    reasons=reason_words({"laid_off": "PHK", "resigned": "Mundur"}),
)
HEADINGS = [column.heading for column in columns()]
GOOD: dict[str, Cell] = {
    "name": "Dedi Kurniawan",
    "nik": "3603121208900007",
    "kpj": "16012345678",
    "birth_date": "12-08-1990",
    "started_on": "01-02-2012",
    "ended_on": "14-05-2020",
    "reason": "PHK",
    "phone": "081234567890",
    "email": "dedi@contoh.id",
    "bank": "BNI",
    "account_number": "1234567890",
    "account_name": "DEDI KURNIAWAN",
    "npwp": "",
    "last_wage": 5_200_000.0,
}


def reader(headings: Sequence[str] = tuple(HEADINGS), seen: Seen | None = None) -> RowReader:
    layout = find_layout(sheet="Daftar", lines=[list(headings)])
    assert layout is not None
    return RowReader(layout=layout, ground=GROUND, seen=seen if seen is not None else Seen())


def row(**cells: Cell) -> list[Cell]:
    return list((GOOD | cells).values())


def codes(found: ReadRow) -> list[tuple[str, str]]:
    return [(problem.column, problem.code) for problem in found.problems]


def test_values_stand_in_the_order_of_the_columns() -> None:
    assert Values._fields == tuple(column.code for column in columns())


def test_a_good_row_is_accepted_with_every_value() -> None:
    found = reader().read(row(), serial=1)
    assert found.verdict is RowVerdict.ACCEPTED
    assert found.values == Values(
        name="Dedi Kurniawan",
        nik="3603121208900007",
        kpj="16012345678",
        birth_date=date(1990, 8, 12),
        started_on=date(2012, 2, 1),
        ended_on=date(2020, 5, 14),
        reason="laid_off",
        phone="+6281234567890",
        email="dedi@contoh.id",
        bank="009",
        account_number="1234567890",
        account_name="DEDI KURNIAWAN",
        npwp="",
        last_wage=5_200_000,
    )
    assert (found.problems, found.notes) == ((), ())


def test_every_cell_that_is_wrong_is_named_at_once() -> None:
    found = reader().read(row(nik="360312120890000", phone="", bank="Bank Saya", ended_on="entah"), serial=1)
    assert found.verdict is RowVerdict.TO_REPAIR
    assert codes(found) == [
        ("nik", "nik_length"),
        ("ended_on", "date_not_readable"),
        ("phone", "phone_empty"),
        ("bank", "bank_unknown"),
    ]
    assert found.values.kpj == "16012345678"  # what is right is kept


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"started_on": "15-05-2020"}, ("ended_on", "ended_before_started")),
        ({"birth_date": "14-05-2020"}, ("birth_date", "born_after_work")),
        ({"account_name": "Budi Santoso"}, ("account_name", "account_of_another")),
    ],
)
def test_cells_are_held_against_one_another(cells: dict[str, Cell], expected: tuple[str, str]) -> None:
    assert codes(reader().read(row(**cells), serial=1)) == [expected]


def test_a_birth_date_unlike_the_nik_is_a_note_and_no_obstacle() -> None:
    found = reader().read(row(birth_date="13-08-1990"), serial=1)
    assert found.verdict is RowVerdict.ACCEPTED
    assert [note.code for note in found.notes] == ["nik_birth_date_differs"]


def test_a_womans_nik_bears_her_day_and_forty() -> None:
    assert reader().read(row(nik="3603125208900007"), serial=1).notes == ()


def test_a_row_that_repeats_another_is_a_duplicate() -> None:
    one = reader()
    one.read(row(), serial=7)
    again = one.read(row(phone="081299999999"), serial=8)
    assert (again.verdict, again.same_as) == (RowVerdict.DUPLICATE, 7)


def test_one_number_of_two_people_is_to_be_repaired() -> None:
    one = reader()
    one.read(row(), serial=7)
    other = one.read(row(kpj="16099999999"), serial=8)
    assert codes(other) == [("nik", "nik_of_another_row")]
    assert other.problems[0].params == {"serial": 7}
    assert codes(one.read(row(nik="3603121208900008"), serial=9)) == [("kpj", "kpj_of_another_row")]


def test_a_row_read_again_is_no_duplicate_of_itself() -> None:
    seen = Seen({"3603121208900007": 7}, {"16012345678": 7})
    assert reader(seen=seen).read(row(), serial=7).verdict is RowVerdict.ACCEPTED
    assert reader(seen=seen).read(row(), serial=8).verdict is RowVerdict.DUPLICATE


def test_a_row_to_be_repaired_takes_nobodys_place() -> None:
    one = reader()
    one.read(row(phone=""), serial=1)
    assert one.read(row(), serial=2).verdict is RowVerdict.ACCEPTED


def test_without_a_column_of_reasons_they_were_laid_off() -> None:
    headings = [column.heading for column in columns() if column.code != "reason"]
    cells = [cell for code, cell in GOOD.items() if code != "reason"]
    assert reader(headings).read(cells, serial=1).values.reason == "laid_off"


def test_a_missing_column_is_said_of_every_row() -> None:
    headings = [column.heading for column in columns() if column.code != "bank"]
    cells = [cell for code, cell in GOOD.items() if code != "bank"]
    assert codes(reader(headings).read(cells, serial=1)) == [("bank", "column_missing")]


def test_totals_signatures_and_empty_lines_are_about_nobody() -> None:
    one = reader()
    for cells in (
        {},
        {"name": "Jumlah", "last_wage": 5.0},
        {"name": "Mengetahui, HRD"},
        {"nik": " - ", "kpj": "-"},
    ):
        assert not one.is_person(list((dict.fromkeys(GOOD, "") | cells).values()))
    assert one.is_person(row(nik="", kpj=""))
    assert one.is_person(list((dict.fromkeys(GOOD, "") | {"nik": "'3603"}).values()))


SPOILT: list[dict[str, Cell]] = [
    {},
    {"nik": "3603121208900008", "kpj": "16012345679"},
    {"nik": "3603121208900008"},
    {"phone": "", "bank": "Bank Saya"},
    {"kpj": 1_601_234_567.0},
    {"birth_date": "13-08-1990"},
    {"account_name": "Budi Santoso"},
    {"ended_on": date(2020, 5, 14), "last_wage": "entah"},
]


@given(st.lists(st.sampled_from(SPOILT), min_size=1, max_size=12), st.integers(1, 12))
def test_rows_read_many_at_once_are_read_as_one_by_one(spoilt: list[dict[str, Cell]], at_once: int) -> None:
    rows = [row(**cells) for cells in spoilt]
    alone, together = reader(), reader()
    one_by_one = [alone.read(cells, serial=serial) for serial, cells in enumerate(rows, start=1)]
    at_a_time = [
        found
        for start in range(0, len(rows), at_once)
        for found in together.read_all(
            rows[start : start + at_once],
            serials=range(start + 1, min(start + at_once, len(rows)) + 1),
        )
    ]
    assert at_a_time == one_by_one


@given(st.integers(1, 99_999_999), st.integers(1, 9_999_999))
def test_a_row_code_finds_its_row_and_no_other_roster(roster: int, serial: int) -> None:
    code = row_code(roster=roster, serial=serial)
    assert parse_row_code(f" '{code} ", roster=roster) == serial
    assert parse_row_code(code, roster=roster % 99_999_999 + 1) is None
    assert parse_row_code(code[:-1] + str((int(code[-1]) + 1) % 10), roster=roster) is None

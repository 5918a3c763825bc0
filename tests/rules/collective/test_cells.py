from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapak.collective.rules import cells
from lapak.collective.rules.cell_words import bank_of, reason_words
from lapak.collective.rules.dates import EPOCH_1904, read_day
from lapak.collective.rules.findings import Cell, Doubt, Trouble, text_of
from lapak.offices.regions import province_codes

ON = date(2020, 6, 22)
MIDNIGHT = datetime.combine(date(2020, 5, 14), time())  # a spreadsheet knows no zones
EIGHT = MIDNIGHT.replace(hour=8)
GOOD_NIK = "3603121208900007"
read_nik = cells.nik_reader(on=ON, provinces=province_codes())


def code(found: object) -> str:
    return found.code if isinstance(found, Trouble | Doubt) else ""


@pytest.mark.parametrize(
    "cell",
    [
        GOOD_NIK,
        f"'{GOOD_NIK}",
        f"  {GOOD_NIK} ",
        "3603 1212 0890 0007",
        "3603.12.120890.0007",
        f"\xa0{GOOD_NIK}",
        float(GOOD_NIK),
        int(GOOD_NIK),
        f"`{GOOD_NIK}",
    ],
)
def test_a_nik_is_read_however_it_was_typed(cell: Cell) -> None:
    assert read_nik(cell) == GOOD_NIK


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("", "nik_empty"),
        ("-", "nik_empty"),
        ("360312120890000", "nik_length"),
        ("36031212089000071", "nik_length"),
        ("36031212O8900007", "nik_not_digits"),
        ("0003121208900007", "nik_province_unknown"),
        ("3603121213900007", "nik_birth_date_impossible"),
        ("3603123302900007", "nik_birth_date_impossible"),
        ("3603121208900000", "nik_serial_zero"),
        (3603121208900000.0, "nik_digits_lost"),  # as Excel keeps sixteen digits
        ("3,60312E+15", "nik_digits_lost"),
        ("3.60312120890001E+15", "nik_digits_lost"),
        (9471011208900007.0, "nik_digits_lost"),  # above 2^53 every other number is lost
        (True, "nik_not_digits"),
    ],
)
def test_what_is_wrong_with_a_nik_is_said(cell: Cell, expected: str) -> None:
    assert code(read_nik(cell)) == expected


@given(st.integers(10**15, 10**16 - 1))
def test_a_nik_kept_as_a_number_is_never_read_as_another(number: int) -> None:
    as_excel_keeps_it = float(f"{number:.15g}" if number < 10**15 else f"{number // 10}0")
    found = read_nik(as_excel_keeps_it)
    assert isinstance(found, Trouble)
    assert found.code == "nik_digits_lost"


@given(st.text(max_size=40) | st.floats(allow_nan=False) | st.booleans() | st.integers() | st.none())
def test_no_cell_makes_a_reader_fall_over(cell: Cell) -> None:
    readers = (read_nik, cells.read_kpj, cells.read_name, cells.read_account_name, cells.read_phone)
    others = (cells.read_email, cells.read_bank, cells.read_account_number, cells.read_npwp, cells.read_wage)
    for reader in (*readers, *others, cells.reason_reader(words={"phk": "laid_off"})):
        reader(cell)
    read_day(cell, on=ON)


def test_a_number_that_a_program_wrote_with_a_point_is_that_number() -> None:
    assert cells.read_phone("81230000001.0") == "+6281230000001"
    assert cells.read_account_number("1234567890.0") == "1234567890"
    assert cells.read_kpj(" 16012345678.0") == "16012345678"
    assert cells.read_kpj("612345678.0") == Doubt("00612345678", "kpj_zeros_restored")
    assert cells.read_npwp("123456789012345.0") == cells.read_npwp("123456789012345")
    assert cells.read_wage("5200000.0") == 5_200_000
    assert read_nik(f"{GOOD_NIK}.0") == GOOD_NIK


def test_such_a_number_that_lost_digits_is_not_taken() -> None:
    assert code(read_nik("9471011208900008.0")) == "nik_digits_lost"
    assert code(read_nik("3603121208900010.0")) == "nik_digits_lost"
    assert code(cells.read_account_number("12345678901234567000.0")) == "account_digits_lost"
    assert code(cells.read_npwp(9471011208900008.0)) == "npwp_not_readable"


def test_a_member_number_gets_back_the_zeros_a_number_loses() -> None:
    assert cells.read_kpj("16012345678") == "16012345678"
    assert cells.read_kpj(16012345678.0) == "16012345678"
    assert cells.read_kpj(612345678.0) == Doubt("00612345678", "kpj_zeros_restored")
    assert code(cells.read_kpj("612345678")) == "kpj_length"
    assert code(cells.read_kpj("1,6E+10")) == "kpj_digits_lost"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "14-05-2020",
            "14/5/2020",
            "14.05.20",
            "14 05 2020",
            "2020-05-14",
            "2020/5/14",
            "14052020",
            "20200514",
        ),
        *("14 Mei 2020", "14 MEI 2020", "14-Mei-20", "14mei2020", "Kamis, 14 Mei 2020", "14 May 2020"),
        *("May 14, 2020", "'14-05-2020", " 14-05-2020 ", "2020-05-14 00:00:00", "14/05/2020 8:00", "43965"),
        *("2020-05-14T00:00:00Z", "Mei 14 2020", "14 Mei '20"),
    ],
)
def test_a_day_is_read_in_every_form_people_write(text: str) -> None:
    assert read_day(text, on=ON) == date(2020, 5, 14)


def test_real_dates_and_serial_numbers_are_days() -> None:
    for cell in (date(2020, 5, 14), EIGHT, 43965.0, 43965, 20200514.0):
        assert read_day(cell, on=ON) == date(2020, 5, 14)
    assert read_day(43965.0 - 1462, on=ON, epoch=EPOCH_1904) == date(2020, 5, 14)


@pytest.mark.parametrize("word", ["Februari", "Pebruari", "feb", "Peb", "February"])
def test_months_have_old_and_new_names(word: str) -> None:
    assert read_day(f"3 {word} 1985", on=ON) == date(1985, 2, 3)


def test_the_day_comes_first_unless_it_cannot() -> None:
    assert read_day("03/04/2020", on=ON) == date(2020, 4, 3)
    assert read_day("05/14/2020", on=ON) == Doubt(date(2020, 5, 14), "date_month_first")


def test_two_digits_of_a_year_are_of_the_century_that_fits() -> None:
    assert read_day("12-08-90", on=ON) == date(1990, 8, 12)
    assert read_day("12-08-05", on=ON) == date(2005, 8, 12)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("31-02-2020", "date_impossible"),
        ("14-13-20", "date_impossible"),
        ("kemarin", "date_not_readable"),
        ("14 Meh 2020", "date_not_readable"),
        ("14-05-20200", "date_not_readable"),
        ("14-05-2099", "date_out_of_range"),
        ("14-05-1020", "date_out_of_range"),
        (0.5, "date_not_readable"),
        (True, "date_not_readable"),
        (date(1850, 1, 1), "date_out_of_range"),
    ],
)
def test_what_is_no_day_is_said(cell: Cell, expected: str) -> None:
    assert code(read_day(cell, on=ON)) == expected


@given(
    st.dates(date(1901, 1, 1), date(2022, 12, 31)),
    st.sampled_from(["%d-%m-%Y", "%Y-%m-%d", "%d/%m/%Y", "%d%m%Y"]),
)
def test_a_day_written_is_the_day_read(day: date, form: str) -> None:
    assert read_day(day.strftime(form), on=ON) == day


@pytest.mark.parametrize(
    "cell",
    [
        "081234567890",
        "+6281234567890",
        "62812 3456 7890",
        "0812-3456-7890",
        81234567890.0,
        6281234567890.0,
        "(0812) 3456 7890",
        "'081234567890",
        "81234567890",
    ],
)
def test_a_mobile_number_is_read_however_it_was_typed(cell: Cell) -> None:
    assert cells.read_phone(cell) == "+6281234567890"


def test_of_several_numbers_the_first_is_taken_and_that_is_said() -> None:
    found = cells.read_phone("0812 3456 7890 / 0813 1111 2222")
    assert found == Doubt("+6281234567890", "phone_first_of_several")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("", "phone_empty"),
        ("021-5551234", "phone_not_mobile"),
        ("0812", "phone_invalid"),
        ("tidak ada", "phone_empty"),
    ],
)
def test_what_is_no_mobile_number_is_said(cell: Cell, expected: str) -> None:
    assert code(cells.read_phone(cell)) == expected


@pytest.mark.parametrize(
    "text", ["BNI", "bank bni", "PT Bank BNI (Persero) Tbk", "BNI 46", "009", "9", "Bank Negara Indonesia"]
)
def test_a_bank_is_known_by_the_names_people_use(text: str) -> None:
    assert bank_of(text) == "009"


def test_an_unknown_bank_is_said() -> None:
    assert code(cells.read_bank("Bank Saya")) == "bank_unknown"
    assert cells.read_bank(14.0) == "014"


def test_an_account_that_was_a_long_number_may_have_lost_digits() -> None:
    assert cells.read_account_number("123-456 789.0") == "1234567890"
    assert cells.read_account_number(1234567890.0) == "1234567890"
    assert code(cells.read_account_number(1234567890123450.0)) == "account_digits_lost"
    assert code(cells.read_account_number("12345")) == "account_number_invalid"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Rp 5.200.000,-", 5200000),
        ("5,200,000.00", 5200000),
        (5200000.0, 5200000),
        ("IDR 5.200.000", 5200000),
        ("", None),
    ],
)
def test_money_is_read(cell: Cell, expected: int | None) -> None:
    assert cells.read_wage(cell) == expected


def test_addresses_and_names_are_set_right_or_refused() -> None:
    assert cells.read_email(" Budi@Contoh.id ") == "Budi@Contoh.id"
    assert cells.read_email("-") == ""
    for wrong in ("budi", "budi@", "budi@contoh", "a..b@contoh.id", "budi@contoh.id, ani@contoh.id"):
        assert code(cells.read_email(wrong)) == "email_invalid"
    assert cells.read_name("  Dedi   Kurniawan ") == "Dedi Kurniawan"
    assert code(cells.read_name("Dedi 2")) == "name_has_digits"
    assert code(cells.read_name("...")) == "name_empty"


def test_reasons_are_known_by_label_code_and_common_words() -> None:
    words = reason_words({"laid_off": "Pemutusan hubungan kerja (PHK)", "resigned": "Mengundurkan diri"})
    read = cells.reason_reader(words=words)
    for text in ("PHK", "P.H.K.", "phk efisiensi", "Pemutusan Hubungan Kerja (PHK)", "laid off"):
        assert read(text) == "laid_off"
    assert code(read("pensiun")) == "reason_unknown"  # this programme has no such reason


def test_cells_become_text_as_people_type_it() -> None:
    shown = {3603121208900007.0: "3603121208900007", 2.5: "2.5", True: "ya"}
    assert [text_of(cell) for cell in shown] == list(shown.values())
    assert text_of(date(2020, 5, 14)) == text_of(MIDNIGHT) == "14/05/2020"

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapak.kernel.identity import (
    InvalidIdentity,
    NikWarning,
    Sex,
    nik_warnings,
    parse_kpj,
    parse_nik,
    parse_npp,
    parse_npwp,
)

ON = date(2020, 6, 18)


def nik_of(*, born: date, sex: Sex, region: str = "360301", serial: int = 3) -> str:
    day = born.day + (40 if sex is Sex.FEMALE else 0)
    return f"{region}{day:02d}{born:%m%y}{serial:04d}"


def test_a_womans_day_of_birth_is_read_without_the_forty() -> None:
    nik = parse_nik("3603 0152 0586 0003", on=ON)
    assert (nik.birth_date, nik.sex, nik.serial) == (date(1986, 5, 12), Sex.FEMALE, 3)
    assert (nik.province, nik.regency, nik.district) == ("36", "3603", "360301")
    assert str(nik) == "3603015205860003"


@given(
    born=st.dates(min_value=ON - timedelta(days=99 * 365), max_value=ON),
    sex=st.sampled_from(Sex),
    serial=st.integers(1, 9999),
)
def test_whatever_a_nik_says_is_read_back(born: date, sex: Sex, serial: int) -> None:
    nik = parse_nik(nik_of(born=born, sex=sex, serial=serial), on=ON)
    assert (nik.birth_date, nik.sex, nik.serial) == (born, sex, serial)


@pytest.mark.parametrize(
    ("written", "on", "born"),
    [
        ("180620", ON, date(2020, 6, 18)),
        ("190620", ON, date(1920, 6, 19)),
        ("190620", date(2020, 6, 19), date(2020, 6, 19)),
        ("290200", ON, date(2000, 2, 29)),
        ("290296", ON, date(1996, 2, 29)),
        ("010199", date(1999, 1, 1), date(1999, 1, 1)),
    ],
)
def test_the_century_is_the_latest_that_is_not_after_the_day_of_reading(
    written: str, on: date, born: date
) -> None:
    assert parse_nik(f"360301{written}0001", on=on).birth_date == born


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "nik_empty"),
        (" - ", "nik_empty"),
        ("36030152058600O3", "nik_not_digits"),
        ("٣603015205860003", "nik_not_digits"),
        ("360301520586000", "nik_length"),
        ("36030152058600030", "nik_length"),
        ("9903015205860003", "nik_province_unknown"),
        ("3603013205860003", "nik_birth_date_impossible"),
        ("3603010005860003", "nik_birth_date_impossible"),
        ("3603017205860003", "nik_birth_date_impossible"),
        ("3603014005860003", "nik_birth_date_impossible"),
        ("3603013002860003", "nik_birth_date_impossible"),
        ("3603015213860003", "nik_birth_date_impossible"),
        ("3603012902010003", "nik_birth_date_impossible"),
        ("3603015205860000", "nik_serial_zero"),
    ],
)
def test_an_impossible_nik_is_refused_with_its_reason(text: str, code: str) -> None:
    with pytest.raises(InvalidIdentity) as refused:
        parse_nik(text, on=ON, known_provinces={"36", "91"})
    assert refused.value.code == code


def test_a_length_is_told_in_figures() -> None:
    with pytest.raises(InvalidIdentity) as refused:
        parse_nik("3603", on=ON)
    assert refused.value.params == {"expected": 16, "given": 4}


def test_without_a_list_every_province_is_taken() -> None:
    assert parse_nik("9903015205860003", on=ON).province == "99"


def test_another_birth_date_is_a_warning_and_no_refusal() -> None:
    nik = parse_nik("3603015205860003", on=ON)
    assert nik_warnings(nik, birth_date=date(1986, 5, 12)) == ()
    assert nik_warnings(nik, birth_date=date(1986, 12, 5)) == (NikWarning.BIRTH_DATE_DIFFERS,)


@pytest.mark.parametrize(
    ("regions", "warned"), [({"360301"}, False), ({"3603"}, False), ({"360302", "36"}, True), (set(), True)]
)
def test_a_region_in_no_list_is_a_warning(regions: set[str], warned: bool) -> None:
    nik = parse_nik("3603015205860003", on=ON)
    assert (NikWarning.REGION_UNKNOWN in nik_warnings(nik, known_regions=regions)) is warned


def test_a_member_number_has_eleven_digits() -> None:
    assert parse_kpj("16-012 345.302") == "16012345302"
    for text, code in [
        ("", "kpj_empty"),
        ("1601234530", "kpj_length"),
        ("160123453022", "kpj_length"),
        ("1601234530A", "kpj_not_digits"),
    ]:
        with pytest.raises(InvalidIdentity) as refused:
            parse_kpj(text)
        assert refused.value.code == code


def test_a_company_number_has_eight_characters_and_may_begin_with_letters() -> None:
    assert parse_npp(" 15070955 ") == "15070955"
    assert parse_npp("ja070955") == "JA070955"
    for text, code in [("", "npp_empty"), ("1507095", "npp_length"), ("1507A955", "npp_not_readable")]:
        with pytest.raises(InvalidIdentity) as refused:
            parse_npp(text)
        assert refused.value.code == code


def test_an_old_tax_number_gets_a_leading_zero() -> None:
    assert parse_npwp("01.234.567.8-901.000") == "0012345678901000"
    assert parse_npwp("3603015205860003") == "3603015205860003"
    with pytest.raises(InvalidIdentity) as refused:
        parse_npwp("01.234.567.8-901")
    assert refused.value.code == "npwp_length"

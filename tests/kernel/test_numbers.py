from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lapak.kernel.numbers import (
    ALPHABET,
    ClaimNumber,
    InvalidNumber,
    claim_number,
    damm_digit,
    new_code,
    parse_claim_number,
    parse_code,
)

days = st.dates(min_value=date(2015, 1, 1), max_value=date(2099, 12, 31))


def test_the_check_digit_is_damms() -> None:
    assert damm_digit(digits="572") == "4"


def test_a_claim_number_looks_as_on_the_pages() -> None:
    number = claim_number(filed_on=date(2020, 6, 18), serial=74)
    assert number[:-1] == "K-2020-0618-074"
    assert number[-1].isdigit()


@given(day=days, serial=st.integers(1, 99_999_999))
def test_a_claim_number_is_read_back_however_it_is_typed(day: date, serial: int) -> None:
    number = claim_number(filed_on=day, serial=serial)
    expected = ClaimNumber(filed_on=day, serial=serial)
    for typed in (
        number,
        number.lower(),
        number.replace("-", ""),
        f" {number.replace('-', ' ')} ",
        number[2:],
    ):
        assert parse_claim_number(typed) == expected


@given(day=days, serial=st.integers(1, 99_999), place=st.integers(0, 20), digit=st.integers(0, 9))
def test_no_single_wrong_digit_passes(day: date, serial: int, place: int, digit: int) -> None:
    plain = claim_number(filed_on=day, serial=serial).replace("-", "")
    place = 1 + place % (len(plain) - 1)
    assume(plain[place] != str(digit))
    with pytest.raises(InvalidNumber):
        parse_claim_number(plain[:place] + str(digit) + plain[place + 1 :])


@given(day=days, serial=st.integers(1, 99_999), place=st.integers(0, 20))
def test_no_swapped_pair_of_digits_passes(day: date, serial: int, place: int) -> None:
    plain = claim_number(filed_on=day, serial=serial).replace("-", "")
    place = 1 + place % (len(plain) - 2)
    assume(plain[place] != plain[place + 1])
    with pytest.raises(InvalidNumber):
        parse_claim_number(plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :])


@pytest.mark.parametrize("text", ["", "K-2020", "K-2020-1318-0742", "X-2020-0618-0742", "K-2020-0618-07A2"])
def test_what_is_no_claim_number_is_not_readable(text: str) -> None:
    with pytest.raises(InvalidNumber) as refused:
        parse_claim_number(text)
    assert refused.value.code == "number_not_readable"


@pytest.mark.parametrize("serial", [0, -1, 100_000_000])
def test_a_serial_outside_the_number_is_a_mistake_of_the_program(serial: int) -> None:
    with pytest.raises(ValueError, match="serial"):
        claim_number(filed_on=date(2020, 6, 18), serial=serial)


def test_the_alphabet_has_no_look_alikes() -> None:
    assert len(set(ALPHABET)) == 23
    assert not set(ALPHABET) & set("0O1IL2Z5S8BUV")


@given(length=st.integers(3, 22))
def test_a_code_is_read_back_however_it_is_typed(length: int) -> None:
    code = new_code(length=length)
    assert len(code) == length
    assert parse_code(f"{code[:2].lower()} - {code[2:]}", length=length) == code


@given(place=st.integers(0, 5), letter=st.sampled_from(ALPHABET))
def test_no_single_wrong_letter_passes(place: int, letter: str) -> None:
    code = new_code()
    assume(code[place] != letter)
    with pytest.raises(InvalidNumber) as refused:
        parse_code(code[:place] + letter + code[place + 1 :])
    assert refused.value.code == "number_check_wrong"


@given(place=st.integers(0, 4))
def test_no_swapped_pair_of_letters_passes(place: int) -> None:
    code = new_code()
    assume(code[place] != code[place + 1])
    with pytest.raises(InvalidNumber):
        parse_code(code[:place] + code[place + 1] + code[place] + code[place + 2 :])


@pytest.mark.parametrize("text", ["", "7KQ4M", "7KQ4MXX", "7KQ4M0"])
def test_what_is_no_code_is_not_readable(text: str) -> None:
    with pytest.raises(InvalidNumber) as refused:
        parse_code(text)
    assert refused.value.code == "number_not_readable"


@pytest.mark.parametrize("length", [2, 23])
def test_a_code_too_short_or_too_long_to_check_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="length"):
        new_code(length=length)

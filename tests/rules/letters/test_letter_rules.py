"""Which letter a claim's standing calls for, how one is addressed and checked, and what can be printed."""

from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapak.claims.rules.capacities import Capacity
from lapak.claims.rules.claim_moves import ClaimState
from lapak.kernel.identity import Sex
from lapak.kernel.numbers import InvalidNumber, new_code
from lapak.letters.rules.address import addressee
from lapak.letters.rules.authenticity import (
    CODE_LENGTH,
    Authenticity,
    authenticity,
    grouped,
    read_code,
    sealed_text,
)
from lapak.letters.rules.kinds import GROUP_OF, Kind, Moments, due_kinds, happened_at, letter_number
from lapak.letters.rules.lettering import drawn
from lapak.letters.rules.remedies import remedies

AT = [datetime(2020, 6, day, tzinfo=UTC) for day in range(1, 5)]
S = ClaimState
STANDING = {
    Kind.RECEIPT: set(S) - {S.DRAFT},
    Kind.APPROVED: {S.APPROVED, S.ORDERED, S.PAYMENT_RETURNED, S.PAID},
    Kind.REJECTED: {S.REJECTED},
    Kind.WITHHOLDING: {S.PAID},
}
MOMENT = {Kind.RECEIPT: AT[0], Kind.APPROVED: AT[1], Kind.REJECTED: AT[2], Kind.WITHHOLDING: AT[3]}


@pytest.mark.parametrize(("kind", "state"), list(product(Kind, ClaimState)))
def test_a_letter_tells_only_of_what_stands(kind: Kind, state: ClaimState) -> None:
    moments = Moments(state, *AT)
    assert happened_at(kind=kind, moments=moments) == (MOMENT[kind] if state in STANDING[kind] else None)
    assert (kind in due_kinds(moments=moments)) is (state in STANDING[kind])


def test_a_moment_that_is_not_known_calls_for_no_letter() -> None:
    assert due_kinds(moments=Moments(S.PAID, None, None, None, None)) == ()


def test_letters_are_numbered_by_group() -> None:
    numbers = [letter_number(claim_number="K-1", kind=kind, serial=2) for kind in Kind]
    assert numbers == ["K-1/TT/2", "K-1/KEP/2", "K-1/KEP/2", "K-1/PPH/2"]
    assert set(GROUP_OF) == set(Kind)


@pytest.mark.parametrize(
    ("replaced", "stands", "answer"),
    [
        (False, True, Authenticity.GENUINE),
        (False, False, Authenticity.WITHDRAWN),
        (True, True, Authenticity.REPLACED),
        (True, False, Authenticity.REPLACED),
    ],
)
def test_what_is_said_of_a_letter(replaced: bool, stands: bool, answer: Authenticity) -> None:
    assert authenticity(replaced=replaced, stands=stands) is answer


def test_a_code_is_read_as_it_is_printed_and_a_typing_error_is_found() -> None:
    code = new_code(length=CODE_LENGTH)
    assert read_code(f" {grouped(code).lower()} ") == code
    swapped = ("4" if code[0] != "4" else "7") + code[1:]
    with pytest.raises(InvalidNumber, match="number_check_wrong"):
        read_code(swapped)
    with pytest.raises(InvalidNumber, match="number_not_readable"):
        read_code(code[:-1])


@pytest.mark.parametrize(
    ("name", "figure", "same"),
    [
        ("SRI WAHYUNI", "61263200", True),
        ("sri  wahyuni", "Rp 61.263.200", True),
        ("Sri Wahyuni, S.E.", "Rp61.263.200,00", True),
        ("Sri Wahyuni", "Rp61.263.200,-", True),
        ("Sri Wahyuna", "61263200", False),
        ("Sri Wahyuni", "6126320", False),
        ("Sri Wahyuni", "612632000", False),
    ],
)
def test_writing_does_not_matter_when_contents_are_compared(name: str, figure: str, same: bool) -> None:
    ours = sealed_text(name="Sri Wahyuni", figure="61263200")
    assert (sealed_text(name=name, figure=figure) == ours) is same


def test_names_and_figures_cannot_be_shifted_into_one_another() -> None:
    assert sealed_text(name="a", figure="12") != sealed_text(name="a 1", figure="2")


@pytest.mark.parametrize(("sex", "you"), [(Sex.FEMALE, "Ibu"), (Sex.MALE, "Bapak"), (None, "Bapak/Ibu")])
def test_who_is_written_to(sex: Sex | None, you: str) -> None:
    to = addressee(name="Sri", sex=sex)
    assert (to.salutation, to.you, to.on_behalf) == (f"Yth. {you}", you, "")


@pytest.mark.parametrize(
    ("capacity", "member_sex", "on_behalf"),
    [
        (Capacity.HEIR, Sex.MALE, "ahli waris dari almarhum Bapak Hartono"),
        (Capacity.HEIR, None, "ahli waris dari almarhum/almarhumah Bapak/Ibu Hartono"),
        (Capacity.GUARDIAN, Sex.FEMALE, "wali ahli waris dari almarhumah Ibu Hartono"),
        (Capacity.REPRESENTATIVE, Sex.MALE, "kuasa dari Bapak Hartono"),
        (Capacity.CURATOR, Sex.FEMALE, "pengampu dari Ibu Hartono"),
    ],
)
def test_who_acts_for_another_is_told_for_whom(
    capacity: Capacity, member_sex: Sex | None, on_behalf: str
) -> None:
    to = addressee(
        name="Sri", sex=Sex.FEMALE, capacity=capacity, member_name="Hartono", member_sex=member_sex
    )
    assert (to.salutation, to.you, to.on_behalf) == ("Yth. Ibu", "Ibu", on_behalf)


@given(st.text())
def test_everything_that_can_be_typed_can_be_printed(text: str) -> None:
    printed = drawn(text)
    assert drawn(printed) == printed
    assert "\n" not in printed


def test_plain_letters_stand_in_for_those_without_a_shape() -> None:
    assert drawn("Đặng\tŠiti 王\u200d😀") == "Đang Šiti ??"


def test_remedies_are_data() -> None:
    assert remedies().complaint_days == 60

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapak.claims.rules.capacities import Capacity
from lapak.claims.rules.heirs import Kin
from lapak.claims.rules.parties import (
    AccountOf,
    ActingFacts,
    PartyFacts,
    PartyFinding,
    PartyProblem,
    party_findings,
    payee_name,
    share_of,
    who_consents,
)

ON = date(2020, 6, 22)
ADULT, CHILD = date(1980, 3, 1), date(2010, 3, 1)
WIFE = PartyFacts(1, Capacity.HEIR, ADULT, "Siti Aminah", Kin.SPOUSE)
GROWN = PartyFacts(2, Capacity.HEIR, ADULT, "Budi Hartono", Kin.CHILD)
SMALL = PartyFacts(3, Capacity.HEIR, CHILD, "Citra Hartono", Kin.CHILD, guardian=1)
AUNT = PartyFacts(4, Capacity.GUARDIAN, ADULT, "Dewi Lestari")
BY_POWER = PartyFacts(1, Capacity.REPRESENTATIVE, ADULT, "Eko Wijaya", mandate_on=ON, mandate_until=ON)
ALONE = ActingFacts(
    capacity=Capacity.HEIR,
    acting=1,
    parties=(WIFE,),
    died_on=ON - timedelta(days=40),
    letter_on=ON - timedelta(days=20),
    whole=True,
)
FAMILY = replace(ALONE, parties=(WIFE, GROWN, SMALL), consent_on=ON)
WARD_ONLY = replace(ALONE, capacity=Capacity.GUARDIAN, acting=4, parties=(replace(SMALL, guardian=4), AUNT))
MANDATED = ActingFacts(capacity=Capacity.REPRESENTATIVE, acting=1, parties=(BY_POWER,))
P = PartyProblem


@pytest.mark.parametrize("facts", [ALONE, FAMILY, WARD_ONLY, MANDATED])
def test_a_whole_case_has_no_problem(facts: ActingFacts) -> None:
    assert party_findings(facts, on=ON) == ()


@pytest.mark.parametrize(
    ("facts", "problem", "number"),
    [
        (replace(ALONE, acting=None), P.ACTING_MISSING, None),
        (replace(ALONE, acting=9), P.ACTING_MISSING, None),
        (replace(ALONE, parties=(replace(WIFE, capacity=Capacity.GUARDIAN),)), P.CAPACITY_WRONG, 1),
        (replace(ALONE, parties=(replace(WIFE, birth_date=CHILD),)), P.ACTING_MINOR, 1),
        (replace(ALONE, died_on=None), P.DEATH_DATE_MISSING, None),
        (replace(ALONE, letter_on=None), P.HEIRS_LETTER_MISSING, None),
        (replace(ALONE, whole=False), P.HEIRS_NOT_WHOLE, None),
        (replace(WARD_ONLY, parties=(AUNT,)), P.NOBODY_ENTITLED, None),
        (replace(ALONE, parties=(replace(WIFE, kin=Kin.SIBLING), GROWN)), P.NOT_ENTITLED, 1),
        (replace(FAMILY, parties=(WIFE, replace(SMALL, guardian=None))), P.GUARDIAN_MISSING, 3),
        (replace(FAMILY, parties=(WIFE, replace(SMALL, guardian=9))), P.GUARDIAN_MISSING, 3),
        (replace(WARD_ONLY, parties=(GROWN, AUNT)), P.GUARDIAN_OF_NOBODY, 4),
        (replace(FAMILY, consent_on=None), P.CONSENT_MISSING, None),
        (replace(ALONE, parties=(replace(WIFE, share=Fraction(9, 8)),)), P.SHARES_TOO_LARGE, None),
        (replace(MANDATED, parties=(replace(BY_POWER, mandate_on=None),)), P.MANDATE_MISSING, 1),
        (
            replace(MANDATED, parties=(replace(BY_POWER, mandate_on=ON + timedelta(days=1)),)),
            P.MANDATE_NOT_YET,
            1,
        ),
        (
            replace(MANDATED, parties=(replace(BY_POWER, mandate_until=ON - timedelta(days=1)),)),
            P.MANDATE_ENDED,
            1,
        ),
    ],
)
def test_each_problem_is_found_and_names_its_person(
    facts: ActingFacts, problem: PartyProblem, number: int | None
) -> None:
    assert PartyFinding(problem, number) in party_findings(facts, on=ON)


def test_the_others_consent_and_a_guardian_does_so_once_for_all_wards() -> None:
    other_small = replace(SMALL, number=5, guardian=4)
    family = replace(FAMILY, parties=(WIFE, GROWN, SMALL, replace(other_small), AUNT))
    assert who_consents(family, on=ON) == (2, 4)
    assert who_consents(ALONE, on=ON) == ()


def test_who_is_not_entitled_need_not_consent() -> None:
    brother = PartyFacts(2, Capacity.HEIR, ADULT, "Fajar", Kin.SIBLING)
    assert who_consents(replace(ALONE, parties=(WIFE, brother)), on=ON) == ()


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        (None, "Hartono Subagyo"),
        (FAMILY, "Siti Aminah"),
        (MANDATED, "Hartono Subagyo"),
        (replace(MANDATED, capacity=Capacity.CURATOR), "Hartono Subagyo"),
        (WARD_ONLY, "Dewi Lestari"),
        (replace(WARD_ONLY, account_of=AccountOf.WARD), "Citra Hartono"),
        (replace(ALONE, acting=None), ""),
    ],
)
def test_the_account_bears_the_name_of_who_is_paid(facts: ActingFacts | None, name: str) -> None:
    assert payee_name(facts, member_name="Hartono Subagyo") == name


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("", None),
        ("1/8", Fraction(1, 8)),
        (" 7 / 24 ", Fraction(7, 24)),
        ("12,5 %", Fraction(1, 8)),
        ("100%", Fraction(1)),
    ],
)
def test_shares_are_read_as_letters_write_them(text: str, share: Fraction | None) -> None:
    assert share_of(text) == share


@pytest.mark.parametrize(
    "text", ["0/8", "9/8", "1/0", "0%", "101%", "seperdelapan", "1e-1", "-1/8", "1/8%", "½"]
)
def test_what_is_no_share_of_a_whole_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        share_of(text)


@given(st.text(max_size=12))
def test_no_text_makes_reading_a_share_fail_otherwise(text: str) -> None:
    try:
        share = share_of(text)
    except ValueError:
        return
    assert share is None or 0 < share <= 1

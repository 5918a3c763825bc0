import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapak.claims.rules.dates import add_months, birthday, correction_deadline, first_claim_date
from lapak.claims.rules.eligibility import (
    AccountFacts,
    Earlier,
    Eligibility,
    EligibilityFacts,
    FindingCode,
    MemberFacts,
    Verdict,
    Weight,
    account_findings,
    eligibility,
)
from lapak.claims.rules.rule_sets import RuleNotFound, RuleSet
from tests.jht import JHT

F = FindingCode
ON = date(2020, 6, 18)
BORN = date(1986, 5, 12)
MEMBER = MemberFacts(
    name="Sri Wahyuni",
    birth_date=BORN,
    active=False,
    ended_on=date(2020, 5, 4),
    deactivated_on=date(2020, 5, 18),
    end_reason="resigned",
)
FACTS = EligibilityFacts(
    reason="resigned",
    name="SRI WAHYUNI",
    birth_date=BORN,
    nik_birth_date=BORN,
    member=MEMBER,
    balance=62_480_000,
    account=AccountFacts(holder_name="Sri Wahyuni", status="active"),
)


PAID_WHOLE = Earlier("full", date(2018, 3, 1))


def answer(facts: EligibilityFacts = FACTS, on: date = ON) -> Eligibility:
    return eligibility(facts=facts, on=on, rule_set=JHT.rule_set_on(on))


def codes(found: Eligibility, weight: Weight) -> set[FindingCode]:
    return {finding.code for finding in found.of_weight(weight)}


def with_member(**changes: object) -> EligibilityFacts:
    return replace(FACTS, member=replace(MEMBER, **changes))  # type: ignore[arg-type] # names and values of the cases below


def test_a_good_claim_may_be_filed_and_its_reasons_are_told() -> None:
    found = answer()
    assert (found.verdict, found.from_date, found.rule_set) == (Verdict.MAY_CLAIM, None, "permenaker-19-2015")
    assert [finding.code for finding in found.findings] == [
        F.IDENTITY_MATCHES,
        F.MEMBERSHIP_INACTIVE,
        F.WAITING_OVER,
        F.ACCOUNT_MATCHES,
    ]
    dates = {day: on for finding in found.findings for day, on in finding.dates.items()}
    assert dates == {
        "deactivated_on": date(2020, 5, 18),
        "ended_on": date(2020, 5, 4),
        "from_date": date(2020, 6, 4),
    }


@pytest.mark.parametrize(
    ("facts", "blocking"),
    [
        (replace(FACTS, member=None), {F.MEMBER_NOT_FOUND}),
        (replace(FACTS, name="Siti Rahayu"), {F.NAME_DIFFERS}),
        (replace(FACTS, birth_date=date(1986, 12, 5)), {F.BIRTH_DATE_DIFFERS}),
        (
            replace(FACTS, name="Siti Rahayu", birth_date=date(1986, 12, 5)),
            {F.NAME_DIFFERS, F.BIRTH_DATE_DIFFERS},
        ),
        (with_member(active=True, ended_on=None, deactivated_on=None), {F.MEMBERSHIP_ACTIVE}),
        (with_member(ended_on=None), {F.END_DATE_MISSING}),
        (replace(FACTS, earlier=(PAID_WHOLE,), balance=0), {F.ALREADY_PAID}),
        (replace(FACTS, balance=0), {F.NOTHING_TO_PAY}),
        (replace(FACTS, claim_in_progress=True), {F.CLAIM_IN_PROGRESS}),
        (replace(FACTS, account=AccountFacts("Sri Wahyuni", "dormant")), {F.ACCOUNT_DORMANT}),
        (replace(FACTS, account=AccountFacts("Sri Wahyuni", "closed")), {F.ACCOUNT_UNUSABLE}),
        (replace(FACTS, account=AccountFacts("", "unknown")), {F.ACCOUNT_UNUSABLE}),
        (replace(FACTS, account=AccountFacts("Bambang Sutrisno", "active")), {F.ACCOUNT_HOLDER_DIFFERS}),
    ],
)
def test_what_stands_in_the_way_is_told(facts: EligibilityFacts, blocking: set[FindingCode]) -> None:
    found = answer(facts)
    assert (found.verdict, found.from_date) == (Verdict.NOT_YET, None)
    assert codes(found, Weight.BLOCKS) == blocking


@pytest.mark.parametrize(
    ("facts", "warning"),
    [
        (replace(FACTS, name="Sri Wahyuny"), F.NAME_NEAR),
        (replace(FACTS, nik_birth_date=date(1986, 5, 21)), F.NIK_BIRTH_DATE_DIFFERS),
        (replace(FACTS, nik_region_known=False), F.NIK_REGION_UNKNOWN),
        (with_member(end_reason="laid_off"), F.REASON_DIFFERS),
        (replace(FACTS, account=AccountFacts("Sri Wahyuni N", "active")), F.ACCOUNT_HOLDER_NEAR),
    ],
)
def test_a_doubt_is_shown_to_the_officer_and_stops_nothing(
    facts: EligibilityFacts, warning: FindingCode
) -> None:
    found = answer(facts)
    assert found.verdict is Verdict.MAY_CLAIM
    assert codes(found, Weight.WARNING) == {warning}


def test_the_birth_date_in_the_nik_is_held_against_the_register_and_not_against_what_was_typed() -> None:
    mistyped = answer(replace(FACTS, birth_date=date(1986, 12, 5)))
    assert codes(mistyped, Weight.WARNING) == set()
    copied_from_nik = answer(replace(FACTS, birth_date=date(1986, 5, 21), nik_birth_date=date(1986, 5, 21)))
    assert codes(copied_from_nik, Weight.WARNING) == {F.NIK_BIRTH_DATE_DIFFERS}


def test_a_register_without_a_reason_or_a_day_of_report_raises_no_doubt() -> None:
    found = answer(with_member(end_reason=None, deactivated_on=None))
    assert (found.verdict, codes(found, Weight.WARNING)) == (Verdict.MAY_CLAIM, set())


def test_an_unknown_member_is_told_nothing_else() -> None:
    found = answer(replace(FACTS, member=None, earlier=(PAID_WHOLE,), claim_in_progress=True))
    assert [finding.code for finding in found.findings] == [F.MEMBER_NOT_FOUND]


def test_before_an_account_is_given_nothing_is_said_of_it() -> None:
    found = answer(replace(FACTS, account=None, balance=None))
    assert found.verdict is Verdict.MAY_CLAIM
    assert account_findings(payee="Sri Wahyuni", account=None) == ()


@pytest.mark.parametrize(
    ("ended_on", "first"),
    [
        (date(2020, 5, 4), date(2020, 6, 4)),
        (date(2020, 1, 31), date(2020, 2, 29)),
        (date(2021, 1, 31), date(2021, 2, 28)),
        (date(2020, 5, 31), date(2020, 6, 30)),
        (date(2020, 12, 31), date(2021, 1, 31)),
        (date(2020, 11, 15), date(2020, 12, 15)),
        (date(2020, 2, 29), date(2020, 3, 29)),
    ],
)
@pytest.mark.parametrize("reason", ["resigned", "laid_off"])
def test_a_month_after_the_last_day_of_work_the_claim_may_be_filed(
    ended_on: date, first: date, reason: str
) -> None:
    facts = replace(with_member(ended_on=ended_on), reason=reason)
    early = answer(facts, on=first - timedelta(days=1))
    assert (early.verdict, early.from_date) == (Verdict.FROM_DATE, first)
    assert codes(early, Weight.WAITS) == {F.WAITING}
    assert answer(facts, on=first).verdict is Verdict.MAY_CLAIM


@given(
    ended_on=st.dates(min_value=date(2015, 9, 1), max_value=date(2030, 1, 1)),
    later=st.integers(0, 70),
)
def test_nobody_files_earlier_than_a_month_after_the_end(ended_on: date, later: int) -> None:
    first = first_claim_date(ended_on=ended_on, waiting_months=1)
    assert 28 <= (first - ended_on).days <= 31
    months = (first.year - ended_on.year) * 12 + first.month - ended_on.month
    assert months == 1, "never skips a short month"
    on = ended_on + timedelta(days=later)
    found = eligibility(facts=with_member(ended_on=ended_on), on=on, rule_set=JHT.rule_set_on(on))
    assert (found.verdict is Verdict.MAY_CLAIM) is (on >= first)
    if found.verdict is Verdict.FROM_DATE:
        assert found.from_date == first > on


@given(start=st.dates(date(1950, 1, 1), date(2050, 1, 1)), months=st.integers(0, 900))
def test_months_are_added_without_leaving_the_month_meant(start: date, months: int) -> None:
    moved = add_months(start=start, months=months)
    assert (moved.year - start.year) * 12 + moved.month - start.month == months
    assert moved.day <= start.day
    assert moved.day == start.day or (moved + timedelta(days=1)).day == 1


RETIRED = replace(
    with_member(birth_date=date(1964, 6, 18), end_reason="retired"),
    reason="retirement_age",
    birth_date=date(1964, 6, 18),
    nik_birth_date=date(1964, 6, 18),
)


def test_at_fifty_six_the_claim_may_be_filed_without_waiting() -> None:
    facts = replace(
        RETIRED, member=replace(MEMBER, birth_date=date(1964, 6, 18), end_reason="retired", ended_on=ON)
    )
    found = answer(facts, on=ON)
    assert found.verdict is Verdict.MAY_CLAIM
    assert F.AGE_REACHED in codes(found, Weight.MET)


def test_a_day_before_fifty_six_the_day_is_told() -> None:
    found = answer(RETIRED, on=ON - timedelta(days=1))
    assert (found.verdict, found.from_date) == (Verdict.FROM_DATE, ON)
    assert codes(found, Weight.WAITS) == {F.BELOW_AGE}


def test_who_was_born_on_a_leap_day_has_a_birthday_every_year() -> None:
    assert birthday(birth_date=date(1964, 2, 29), age=57) == date(2021, 2, 28)
    assert birthday(birth_date=date(1964, 2, 29), age=56) == date(2020, 2, 29)


def test_a_reason_that_does_not_ask_for_the_end_of_membership_takes_an_active_member() -> None:
    rules = JHT.rule_set_on(ON)
    still_working = tuple(replace(reason, needs_inactive_membership=False) for reason in rules.reasons)
    facts = replace(RETIRED, member=replace(MEMBER, birth_date=date(1964, 6, 18), active=True, ended_on=None))
    found = eligibility(facts=facts, on=ON, rule_set=replace(rules, reasons=still_working))
    assert found.verdict is Verdict.MAY_CLAIM
    assert F.MEMBERSHIP_INACTIVE not in codes(found, Weight.MET)


def test_two_waits_end_with_the_later() -> None:
    rules = JHT.rule_set_on(ON)
    both = replace(rules.reason("retirement_age"), waiting_months=1)
    facts = replace(RETIRED, member=replace(MEMBER, birth_date=date(1964, 6, 18), ended_on=date(2020, 6, 10)))
    found = eligibility(facts=facts, on=date(2020, 6, 12), rule_set=replace(rules, reasons=(both,)))
    assert (found.verdict, found.from_date) == (Verdict.FROM_DATE, date(2020, 7, 10))
    assert codes(found, Weight.WAITS) == {F.WAITING, F.BELOW_AGE}


def test_an_unknown_reason_is_refused() -> None:
    with pytest.raises(RuleNotFound):
        answer(replace(FACTS, reason="bored"))


GRID = list(
    itertools.product(
        ["resigned", "laid_off", "retirement_age"],
        ["Sri Wahyuni", "Sri Wahyuny", "Siti Rahayu"],
        [BORN, date(1986, 12, 5)],
        [False, True],
        [None, date(2020, 5, 4), date(2020, 6, 17)],
        [None, "active", "dormant", "closed"],
        [False, True],
    )
)


@pytest.mark.parametrize("rule_set", JHT.rule_sets, ids=lambda one: one.id)
def test_over_the_whole_grid_the_verdict_follows_from_the_weights(rule_set: RuleSet) -> None:
    for reason, name, born, active, ended_on, status, paid in GRID:
        facts = EligibilityFacts(
            reason=reason,
            name=name,
            birth_date=born,
            nik_birth_date=born,
            member=replace(MEMBER, active=active, ended_on=ended_on),
            balance=0 if paid else 1,
            account=AccountFacts("Sri Wahyuni", status) if status else None,
            earlier=(PAID_WHOLE,) if paid else (),
        )
        found = eligibility(facts=facts, on=ON, rule_set=rule_set)
        weights = {finding.weight for finding in found.findings}
        in_the_way = (
            name == "Siti Rahayu"
            or born != BORN
            or active
            or (ended_on is None and reason != "retirement_age")
            or status in {"dormant", "closed"}
            or paid
        )
        too_soon = reason == "retirement_age" or ended_on == date(2020, 6, 17)
        expected = Verdict.NOT_YET if in_the_way else Verdict.FROM_DATE if too_soon else Verdict.MAY_CLAIM
        assert found.verdict is expected, facts
        assert (Weight.BLOCKS in weights) is in_the_way
        assert (found.from_date is not None) is (found.verdict is Verdict.FROM_DATE)
        for finding in found.findings:
            assert (finding.until is not None) is (finding.weight is Weight.WAITS)


def test_a_paper_asked_again_on_monday_is_due_on_friday_and_later_over_a_holiday() -> None:
    rules = JHT.rule_set_on(ON)
    monday = date(2020, 6, 22)
    assert correction_deadline(asked_on=monday, rule_set=rules, holidays=()) == date(2020, 6, 26)
    later = correction_deadline(asked_on=monday, rule_set=rules, holidays={date(2020, 6, 24)})
    assert later == date(2020, 6, 29)

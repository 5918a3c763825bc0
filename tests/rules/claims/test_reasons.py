"""Every reason under every rule set, on the days around which something changes."""

import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest

from lapak.claims.rules.dates import add_months, month_after
from lapak.claims.rules.eligibility import (
    Earlier,
    Eligibility,
    EligibilityFacts,
    FindingCode,
    MemberFacts,
    Verdict,
    Weight,
    eligibility,
)
from lapak.claims.rules.membership import Spell
from lapak.claims.rules.rule_sets import RuleNotFound
from tests.jht import JHT

F, DAY = FindingCode, timedelta(days=1)
BORN = date(1960, 2, 29)
FIRST_2015, FIRST_2022 = date(2015, 9, 1), date(2022, 4, 26)
AROUND = [
    *(FIRST_2015, FIRST_2015 + DAY, FIRST_2022 - DAY, FIRST_2022, FIRST_2022 + DAY),
    *(date(2016, 2, 29), date(2019, 12, 31), date(2020, 1, 1), date(2020, 2, 28), date(2020, 2, 29)),
    *(date(2020, 3, 1), date(2020, 6, 18), date(2021, 2, 28), date(2024, 2, 29), date(2024, 12, 31)),
]
ENDED = {
    "resigned": "resigned",
    "laid_off": "laid_off",
    "contract_ended": "contract_ended",
    "retirement_age": "retired",
    "retirement_agreed": "retired",
    "leaves_indonesia": "left_country",
    "total_disability": "disabled",
    "death": "died",
    "partial_10": None,
    "partial_30": None,
}
WAITING = {
    ("resigned", 2015),
    ("laid_off", 2015),
    ("contract_ended", 2015),
    ("resigned", 2022),
    ("laid_off", 2022),
}
MAY_STILL_WORK = {"total_disability", "death", "partial_10", "partial_30"}
ASKS_DAY = {"total_disability", "death"}


def member(*, active: bool, ended_on: date | None, reason: str, started_on: date) -> MemberFacts:
    return MemberFacts(
        name="Sri Wahyuni",
        birth_date=BORN,
        active=active,
        ended_on=ended_on,
        deactivated_on=ended_on,
        end_reason=None if active else ENDED[reason],
        spells=(Spell(started_on, ended_on),),
    )


def facts(reason: str, who: MemberFacts | None, **more: object) -> EligibilityFacts:
    known = EligibilityFacts(
        reason=reason, name="Sri Wahyuni", birth_date=BORN, nik_birth_date=BORN, member=who, balance=1
    )
    return replace(known, **more)  # type: ignore[arg-type] # names and values of the cases below


def answer(one: EligibilityFacts, on: date) -> Eligibility:
    return eligibility(facts=one, on=on, rule_set=JHT.rule_set_on(on))


def codes(found: Eligibility, weight: Weight) -> set[FindingCode]:
    return {finding.code for finding in found.of_weight(weight)}


@pytest.mark.parametrize("on", AROUND, ids=str)
@pytest.mark.parametrize("reason", ENDED)
def test_the_whole_grid_of_reasons_and_days(reason: str, on: date) -> None:
    of = 2015 if on < FIRST_2022 else 2022
    ends = [
        on - DAY,
        on,
        add_months(start=on, months=-1),
        add_months(start=on, months=-1) + DAY,
        date(2014, 1, 31),
    ]
    starts = [add_months(start=on, months=-120), add_months(start=on, months=-120) + DAY, date(1990, 1, 1)]
    events = [None, on, on + DAY, on.replace(day=1), on.replace(day=1) - DAY, date(2015, 1, 31)]
    for active, ended_on, started_on, event_on in itertools.product([True, False], ends, starts, events):
        ended = None if active else ended_on
        if ended is not None and ended < started_on:
            continue
        found = answer(
            facts(
                reason,
                member(active=active, ended_on=ended, reason=reason, started_on=started_on),
                event_on=event_on,
            ),
            on,
        )
        blocked = active and reason not in MAY_STILL_WORK
        waits: list[date] = []
        if not active and reason not in MAY_STILL_WORK and ended is not None:
            waits.append(add_months(start=ended, months=int((reason, of) in WAITING)))
        if reason in ASKS_DAY:
            blocked |= event_on is None or event_on > on
        if reason == "total_disability" and event_on is not None:
            waits.append(month_after(event_on))
        if reason.startswith("partial"):
            complete = add_months(start=started_on, months=120)
            blocked |= ended is not None and complete > ended + DAY
            waits.append(complete)
        if reason == "retirement_age":
            waits.append(date(2016, 2, 29))
        still = max(waits, default=on)
        expected = Verdict.NOT_YET if blocked else Verdict.FROM_DATE if still > on else Verdict.MAY_CLAIM
        assert found.verdict is expected, (active, ended, started_on, event_on)
        assert found.from_date == (still if expected is Verdict.FROM_DATE else None)
        assert found.rule_set == {2015: "permenaker-19-2015", 2022: "permenaker-4-2022"}[of]


def test_before_the_first_day_of_the_first_rules_nobody_is_answered() -> None:
    with pytest.raises(RuleNotFound):
        JHT.rule_set_on(FIRST_2015 - DAY)


STARTED = date(2005, 1, 1)
ON = date(2020, 6, 18)
WORKING = member(active=True, ended_on=None, reason="partial_10", started_on=STARTED)
GONE = member(active=False, ended_on=date(2020, 3, 1), reason="resigned", started_on=STARTED)


@pytest.mark.parametrize("reason", ["partial_10", "partial_30"])
@pytest.mark.parametrize("kind", ["partial_10", "partial_30"])
def test_a_part_is_paid_once_in_the_whole_membership_whichever_it_was(reason: str, kind: str) -> None:
    found = answer(facts(reason, WORKING, earlier=(Earlier(kind, date(2012, 4, 2)),)), ON)
    assert (found.verdict, codes(found, Weight.BLOCKS)) == (Verdict.NOT_YET, {F.PART_TAKEN})
    assert found.of_weight(Weight.BLOCKS)[0].dates == {"paid_on": date(2012, 4, 2)}


def test_a_part_taken_before_does_not_stand_in_the_way_of_the_rest() -> None:
    found = answer(facts("resigned", GONE, earlier=(Earlier("partial_30", date(2012, 4, 2)),)), ON)
    assert found.verdict is Verdict.MAY_CLAIM


def test_after_a_full_payment_the_ten_years_begin_again() -> None:
    paid = Earlier("full", date(2015, 3, 31))
    found = answer(facts("partial_10", WORKING, earlier=(paid,)), ON)
    assert (found.verdict, found.from_date) == (Verdict.FROM_DATE, date(2025, 4, 1))
    assert codes(found, Weight.WAITS) == {F.MEMBERSHIP_SHORT}


@pytest.mark.parametrize(
    ("earlier", "code"), [((), F.NOTHING_TO_PAY), ((Earlier("full", date(2019, 1, 1)),), F.ALREADY_PAID)]
)
@pytest.mark.parametrize("reason", ["resigned", "death"])
def test_an_empty_account_pays_nobody(reason: str, earlier: tuple[Earlier, ...], code: FindingCode) -> None:
    who = replace(GONE, end_reason=ENDED[reason])
    found = answer(facts(reason, who, earlier=earlier, balance=0, event_on=date(2020, 5, 1)), ON)
    assert codes(found, Weight.BLOCKS) == {code}


def test_an_account_that_filled_again_after_a_full_payment_is_paid() -> None:
    assert (
        answer(facts("resigned", GONE, earlier=(Earlier("full", date(2019, 1, 1)),)), ON).verdict
        is Verdict.MAY_CLAIM
    )


def test_who_is_reported_dead_cannot_claim_as_living() -> None:
    dead = replace(GONE, end_reason="died")
    assert codes(answer(facts("resigned", dead), ON), Weight.BLOCKS) == {F.MEMBER_REPORTED_DEAD}
    heirs = answer(facts("death", dead, event_on=date(2020, 3, 1)), ON)
    assert heirs.verdict is Verdict.MAY_CLAIM


@pytest.mark.parametrize("event_on", [None, date(2020, 1, 1), date(2030, 1, 1)])
def test_the_day_of_leaving_opens_and_closes_nothing(event_on: date | None) -> None:
    who = replace(GONE, end_reason="left_country")
    assert answer(facts("leaves_indonesia", who, event_on=event_on), ON).verdict is Verdict.MAY_CLAIM


def test_a_day_that_is_not_asked_for_says_nothing() -> None:
    found = answer(facts("resigned", GONE, event_on=date(2030, 1, 1)), ON)
    assert {finding.code for finding in found.findings}.isdisjoint({F.EVENT_AHEAD, F.RIGHT_BEGUN})


def test_what_the_employer_did_not_report_is_not_held_against_a_part_or_a_death() -> None:
    for reason in ("partial_10", "death", "total_disability"):
        found = answer(facts(reason, WORKING, event_on=date(2020, 5, 30)), ON)
        assert found.verdict is Verdict.MAY_CLAIM
        assert F.STILL_WORKING in codes(found, Weight.MET)
        assert codes(found, Weight.WARNING) == set()


def test_another_end_than_the_reason_is_a_doubt_only_where_ends_are_compared() -> None:
    laid_off = replace(GONE, end_reason="laid_off")
    assert codes(answer(facts("resigned", laid_off), ON), Weight.WARNING) == {F.REASON_DIFFERS}
    assert codes(answer(facts("partial_10", laid_off), ON), Weight.WARNING) == set()


def test_an_unreported_last_day_stops_only_reasons_that_wait_from_it() -> None:
    unknown = replace(GONE, ended_on=None)
    assert codes(answer(facts("resigned", unknown), ON), Weight.BLOCKS) == {F.END_DATE_MISSING}
    later = FIRST_2022 + DAY
    assert answer(facts("contract_ended", unknown), later).verdict is Verdict.MAY_CLAIM

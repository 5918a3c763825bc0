"""The people of the demonstration can do what they are for, on whatever day it runs."""

from datetime import date

import phonenumbers
import pytest

from lapak.kernel.identity import parse_nik
from smile_simulator import ledger
from smile_simulator.employers import make_employers
from smile_simulator.numbers import NikRegister
from smile_simulator.personas import Persona, make_personas
from smile_simulator.register import add_months

DAYS = [
    date(2020, 6, 18),
    date(2024, 2, 29),
    date(2026, 1, 1),
    date(2026, 3, 31),
    date(2026, 11, 20),
    date(2027, 12, 31),
]
BAD_DAYS = {
    "still_active",
    "too_recent",
    "account_other_name",
    "account_dormant",
    "account_closed",
    "payment_returned",
    "name_differs",
}
OTHER_REASONS = {
    *("contract_ended", "retirement_agreed", "leaves_indonesia", "total_disability"),
    *("death", "partial_10", "partial_30"),
}


def personas(as_of: date) -> list[Persona]:
    employers = make_employers(count=10, seed=1, as_of=as_of)
    return make_personas(as_of=as_of, employers=employers, niks=NikRegister())


@pytest.mark.parametrize("as_of", DAYS, ids=str)
def test_everybody_without_a_bad_day_can_claim(as_of: date) -> None:
    eligible = [one for one in personas(as_of) if one.situation == "ok"]
    assert len(eligible) >= 24
    assert {one.reason for one in eligible} == {"resigned", "laid_off", "retirement_age"}
    assert {one.person.sex for one in eligible} == {"female", "male"}
    for one in eligible:
        person, job, account = one.person, one.person.jobs[-1], one.person.accounts[0]
        assert job.ended_on is not None, one.code
        if one.reason == "retirement_age":
            assert job.ended_on >= add_months(person.birth_date, 56 * 12), one.code
        else:
            assert add_months(job.ended_on, 1) <= as_of, one.code
        assert job.deactivated_on is not None
        assert job.deactivated_on <= as_of
        assert (account.status, account.holder, account.returns) == ("active", one.typed_name.upper(), False)
        assert one.typed_name == person.name
        assert parse_nik(person.nik, on=as_of).birth_date == person.birth_date


@pytest.mark.parametrize("as_of", DAYS, ids=str)
def test_balances_are_those_of_the_table_all_through_the_month(as_of: date) -> None:
    for one in personas(as_of):
        for day in (as_of, as_of.replace(day=1), as_of.replace(day=28)):
            account = ledger.balance(
                spells=one.person.spells, corrections=one.person.corrections, paid=(), on=day
            )
            assert (account.contributions, account.yield_) == (one.contributions, one.yield_), one.code
    totals = [one.contributions + one.yield_ for one in personas(as_of) if one.situation == "ok"]
    assert min(totals) < 10_000_000 < 50_000_000 < max(totals)


@pytest.mark.parametrize("as_of", DAYS, ids=str)
def test_every_bad_day_has_its_person(as_of: date) -> None:
    by_situation = {one.situation: one for one in personas(as_of) if one.situation != "ok"}
    assert set(by_situation) == {*BAD_DAYS, "other_reason"}
    assert by_situation["still_active"].person.jobs[-1].ended_on is None
    recent = by_situation["too_recent"].person.jobs[-1].ended_on
    assert recent is not None
    assert add_months(recent, 1) > as_of
    assert by_situation["account_other_name"].person.accounts[0].holder != "DEDI KURNIAWAN"
    assert by_situation["account_dormant"].person.accounts[0].status == "dormant"
    assert by_situation["account_closed"].person.accounts[0].status == "closed"
    assert by_situation["payment_returned"].person.accounts[0].returns
    assert by_situation["name_differs"].typed_name != by_situation["name_differs"].person.name
    for situation in ("account_other_name", "account_dormant", "account_closed", "payment_returned"):
        spare = by_situation[situation].spare_account
        assert spare is not None
        assert (spare.status, spare.returns) == ("active", False)
        assert spare.holder == by_situation[situation].typed_name.upper()


@pytest.mark.parametrize("as_of", DAYS, ids=str)
def test_every_other_reason_has_its_person(as_of: date) -> None:
    found = {one.reason: one for one in personas(as_of) if one.situation == "other_reason"}
    assert set(found) == OTHER_REASONS
    for reason in ("partial_10", "partial_30"):
        job = found[reason].person.jobs[-1]
        assert (job.ended_on, add_months(job.started_on, 120) <= as_of) == (None, True)
    for reason in ("total_disability", "death"):
        event_on = found[reason].event_on
        assert event_on is not None
        assert add_months(event_on.replace(day=1), 1) <= as_of
    assert found["death"].person.jobs[-1].end_reason == "died"
    assert found["death"].person.accounts[0].holder != found["death"].typed_name.upper(), "an heir's"


def test_sri_wahyuni_is_the_one_of_the_pictures() -> None:
    sri = personas(date(2020, 6, 18))[0]
    assert sri.typed_name == "Sri Wahyuni"
    assert sri.person.birth_date == date(1986, 5, 12)
    assert sri.person.jobs[-1].ended_on == date(2020, 5, 4)
    assert sri.person.jobs[-1].deactivated_on == date(2020, 5, 18)
    assert (sri.person.nik[:4], sri.person.nik[-4:]) == ("3603", "0003")
    assert (sri.person.kpj[:2], sri.person.kpj[-3:]) == ("16", "302")
    assert (sri.contributions, sri.yield_) == (51_730_000, 10_750_000)


def test_phones_are_mobile_numbers_and_mail_goes_nowhere() -> None:
    everybody = personas(DAYS[0])
    for one in everybody:
        number = phonenumbers.parse(one.phone, "ID")
        assert phonenumbers.is_valid_number(number), one.phone
        assert phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE
        assert one.email.endswith("@example.id")
    assert len({one.phone for one in everybody}) == len({one.email for one in everybody}) == len(everybody)

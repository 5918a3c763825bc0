"""The invented people: the same from the same recipe, and plausible as a register's."""

import csv
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from lapak.kernel.identity import Sex, parse_nik
from smile_simulator import ledger, reference
from smile_simulator.employers import make_employers
from smile_simulator.numbers import NikRegister, account_number, kpj, npp
from smile_simulator.personas import make_personas
from smile_simulator.population import World, make_people
from smile_simulator.register import Employer, Person, add_months
from smile_simulator.store import Recipe, connect, prepare

AS_OF = date(2026, 11, 20)
RECIPE = Recipe(members=3000, companies=60, seed=2020, as_of=AS_OF)


@pytest.fixture(scope="module")
def employers() -> list[Employer]:
    return make_employers(count=RECIPE.companies, seed=RECIPE.seed, as_of=AS_OF)


@pytest.fixture(scope="module")
def people(employers: list[Employer]) -> list[Person]:
    """Personas and invented members as they go into a file."""
    niks = NikRegister()
    personas = make_personas(as_of=AS_OF, employers=employers, niks=niks)
    world = World.of(seed=RECIPE.seed, as_of=AS_OF, employers=employers)
    rest = make_people(world, first=len(personas), count=RECIPE.members - len(personas), niks=niks)
    return [*(persona.person for persona in personas), *rest]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    file = tmp_path_factory.mktemp("population") / "smile.db"
    prepare(file, RECIPE)
    connection = connect(file)
    yield connection
    connection.close()


def test_the_same_recipe_makes_the_same_people_and_another_seed_or_day_others(tmp_path: Path) -> None:
    small = replace(RECIPE, members=200)
    first = prepare(tmp_path / "a.db", small).digest
    assert prepare(tmp_path / "b.db", small).digest == first
    assert prepare(tmp_path / "c.db", replace(small, seed=2021)).digest != first
    assert prepare(tmp_path / "d.db", replace(small, as_of=AS_OF + timedelta(days=1))).digest != first


def test_a_second_start_uses_the_file_that_is_there(tmp_path: Path) -> None:
    file = tmp_path / "smile.db"
    first = prepare(file, replace(RECIPE, members=100))
    written = file.stat().st_mtime_ns
    assert prepare(file, RECIPE) == first
    assert file.stat().st_mtime_ns == written


def test_a_population_that_cannot_be_made_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="members are needed"):
        prepare(tmp_path / "smile.db", replace(RECIPE, members=3))
    with pytest.raises(ValueError, match="companies are needed"):
        prepare(tmp_path / "smile.db", replace(RECIPE, companies=3))
    assert list(tmp_path.iterdir()) == []


def test_a_member_is_the_same_in_a_larger_population(people: list[Person], employers: list[Employer]) -> None:
    niks = NikRegister()
    first = len(make_personas(as_of=AS_OF, employers=employers, niks=niks))
    world = World.of(seed=RECIPE.seed, as_of=AS_OF, employers=employers)
    few = list(make_people(world, first=first, count=50, niks=niks))
    assert few == people[first : first + 50]


def test_every_nik_names_a_district_the_birth_date_and_the_sex(people: list[Person]) -> None:
    districts = {code for codes in reference.regions().districts.values() for code in codes}
    for person in people:
        nik = parse_nik(person.nik, on=AS_OF)
        assert nik.district in districts
        assert nik.birth_date == person.birth_date
        assert nik.sex is Sex(person.sex)
        assert nik.serial >= 1


def test_numbers_are_unique_and_of_their_shape(people: list[Person], employers: list[Employer]) -> None:
    assert len({person.nik for person in people}) == len(people)
    assert len({person.kpj for person in people}) == len(people)
    assert all(re.fullmatch(r"[0-9]{11}", person.kpj) for person in people)
    assert len({employer.npp for employer in employers}) == len(employers)
    assert all(re.fullmatch(r"[A-Z]{0,2}[0-9]{6,8}", one.npp) and len(one.npp) == 8 for one in employers)
    accounts = [(account.bank_code, account.number) for person in people for account in person.accounts]
    assert len(set(accounts)) == len(accounts)


def test_numbers_stay_unique_in_a_large_population() -> None:
    indexes = range(1_000_000)
    assert len({kpj(index) for index in indexes}) == len(indexes)
    assert len({account_number(index, 10) for index in indexes}) == len(indexes)
    assert len({npp(index) for index in range(20_000)}) == 20_000


def test_bank_codes_are_in_the_list_of_banks(people: list[Person]) -> None:
    with (reference.DATA / "banks_id.csv").open(encoding="utf-8") as file:
        codes = {row["code"] for row in csv.DictReader(file)}
    assert {account.bank_code for person in people for account in person.accounts} <= codes


def test_careers_run_forward_and_start_at_eighteen_or_later(people: list[Person]) -> None:
    for person in people:
        days = [day for job in person.jobs for day in (job.started_on, job.ended_on) if day is not None]
        assert days == sorted(days), person.kpj
        assert person.jobs[0].started_on >= add_months(person.birth_date, 18 * 12)
        assert days[-1] <= AS_OF
        assert all(job.ended_on is not None for job in person.jobs[:-1])
        assert len({job.npp for job in person.jobs}) == len(person.jobs)
        for job in person.jobs:
            assert (job.ended_on is None) == (job.end_reason is None) == (job.deactivated_on is None)


def test_who_retired_was_fifty_six(people: list[Person]) -> None:
    retired = [person for person in people if person.jobs[-1].end_reason == "retired"]
    assert len(retired) > 10
    for person in retired:
        ended_on = person.jobs[-1].ended_on
        assert ended_on is not None
        assert (
            ended_on >= add_months(person.birth_date, 56 * 12) or person.name == "Slamet Riyadi"
        )  # by agreement


def test_contributions_are_the_rate_on_the_wage_for_every_month_worked(people: list[Person]) -> None:
    for person in people:
        if person.corrections:
            continue
        expected = sum(spell.wage * 57 // 1000 * spell.months for spell in person.spells)
        later = date(AS_OF.year + 1, 1, 1)
        account = ledger.balance(spells=person.spells, corrections=(), paid=(), on=later)
        assert account.contributions == expected
        assert account.total == account.contributions + account.yield_ - account.paid_out
        for job in person.jobs:
            months = sum(spell.months for spell in person.spells if spell.npp == job.npp)
            end = job.ended_on or AS_OF
            assert months == (end.year - job.started_on.year) * 12 + end.month - job.started_on.month + 1


def test_nobody_was_paid_more_than_the_account_held(people: list[Person]) -> None:
    paid = [person for person in people if person.paid]
    assert paid
    for person in paid:
        account = ledger.balance(
            spells=person.spells, corrections=person.corrections, paid=person.paid, on=AS_OF
        )
        assert account.total >= 0
        if person.paid[-1].kind == ledger.FULL:
            assert account.total == 0


def test_every_case_a_desk_meets_is_there(people: list[Person]) -> None:
    working = [person for person in people if person.jobs[-1].ended_on is None]
    gone = [person for person in people if person.jobs[-1].ended_on is not None]
    month_ago = add_months(AS_OF, -1)
    accounts = [(person, account) for person in people for account in person.accounts]
    assert len(working) > len(people) // 2
    assert sum(person.jobs[-1].ended_on > month_ago for person in gone if person.jobs[-1].ended_on) > 10
    for reason in ("resigned", "laid_off", "retired", "contract_ended"):
        assert sum(person.jobs[-1].end_reason == reason for person in gone) > 10, reason
    for status in ("dormant", "closed"):
        assert sum(account.status == status for _, account in accounts) > 10, status
    assert sum(account.holder != person.name.upper() for person, account in accounts) > 10
    assert any(account.returns for _, account in accounts)


def test_a_mass_layoff_takes_at_least_three_in_ten() -> None:
    many = make_employers(count=400, seed=RECIPE.seed, as_of=AS_OF)
    hit = [employer for employer in many if employer.mass_layoff_on is not None and employer.scale == "large"]
    assert hit
    day = hit[0].mass_layoff_on
    world = World.of(seed=RECIPE.seed, as_of=AS_OF, employers=many)
    jobs = [
        person.jobs[-1]
        for person in make_people(world, first=100, count=12_000, niks=NikRegister())
        if person.jobs[-1].npp == hit[0].npp
    ]
    laid_off = sum(job.ended_on == day for job in jobs)
    before = sum(job.started_on < day and (job.ended_on is None or job.ended_on >= day) for job in jobs)
    assert 10 * laid_off >= 3 * before > 0


def test_the_file_holds_what_was_made(database: sqlite3.Connection, people: list[Person]) -> None:
    def counted(table: str) -> int:
        return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    assert counted("member") == len(people)
    assert counted("employment") == sum(len(person.jobs) for person in people)
    assert counted("spell") == sum(len(person.spells) for person in people)
    assert counted("account") == sum(len(person.accounts) for person in people)
    assert database.execute("PRAGMA synchronous").fetchone()[0] == 2
    assert database.execute("PRAGMA journal_mode").fetchone()[0] == "wal"

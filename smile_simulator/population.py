"""The invented members: one function of seed, index and anchor date, so any run makes the same people.

Member number i is the same whatever the size of the population. Shares (who still works, who left too
recently, whose account is odd) are chosen so that every case a desk meets is there; they are not
statistics of the real register.
"""

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from smile_simulator import ledger, numbers, reference
from smile_simulator.employers import WEIGHTS
from smile_simulator.ledger import PaidOut, Spell
from smile_simulator.numbers import NikRegister
from smile_simulator.register import (
    Account,
    Employer,
    Job,
    Person,
    add_months,
    months_between,
    spells_of,
)

RETIREMENT_AGE = 56
STILL_EMPLOYED = 0.62
TOO_RECENT = 0.06
SAME_REGENCY = 0.6
WAGE_2020 = (2_400_000, 9_500_000)
WAGE_GROWTH_PER_MILLE = 1070
EARLIEST_START = date(2005, 1, 1)
BANKS = {"002": 15, "008": 13, "009": 10, "014": 10, "022": 13, "200": 16, "451": 10}
BANK_WEIGHTS = (30, 22, 15, 15, 4, 8, 6)
MASS_LAYOFF_RATE = 0.45


@dataclass(frozen=True, slots=True)
class World:
    """What every invented member is drawn from."""

    seed: int
    as_of: date
    employers: Sequence[Employer]
    weights: Sequence[int]

    @classmethod
    def of(cls, *, seed: int, as_of: date, employers: Sequence[Employer]) -> "World":
        """Return the world of these firms, larger ones drawn more often."""
        weights = list(accumulate(WEIGHTS[employer.scale] for employer in employers))
        return cls(seed, as_of, employers, weights)

    def draw_employer(self, rng: Random) -> Employer:
        """Return a firm, larger ones more often."""
        return self.employers[bisect(self.weights, rng.random() * self.weights[-1])]


def make_people(world: World, *, first: int, count: int, niks: NikRegister) -> Iterator[Person]:
    """Yield members number `first` to `first + count - 1`."""
    for index in range(first, first + count):
        yield _person(world, index, niks)


def wage_by_year(wage_2020: int, first_year: int, last_year: int) -> dict[int, int]:
    """Return the monthly wage of each year, rounded down to Rp1,000, grown by a fixed rate."""
    wages = {2020: wage_2020}
    for year in range(2021, last_year + 1):
        wages[year] = wages[year - 1] * WAGE_GROWTH_PER_MILLE // 1000
    for year in range(2019, first_year - 1, -1):
        wages[year] = wages[year + 1] * 1000 // WAGE_GROWTH_PER_MILLE
    return {year: wage // 1000 * 1000 for year, wage in wages.items()}


def _person(world: World, index: int, niks: NikRegister) -> Person:
    rng = numbers.draws(f"{world.seed}/member/{index}")
    employer = world.draw_employer(rng)
    sex = "female" if rng.random() < 0.4 else "male"
    birth_date = world.as_of - timedelta(days=int(rng.triangular(19, 59, 30) * 365.25))
    district = _district(rng, employer)
    name = _name(rng, sex, district)
    jobs, spells = _career(world, rng, employer, birth_date)
    return Person(
        kpj=numbers.kpj(index),
        nik=niks.next(district, birth_date, sex),
        name=name,
        birth_date=birth_date,
        birth_place=reference.place_name(district[:4]),
        sex=sex,
        mother_name=_name(rng, "female", district),
        jobs=tuple(jobs),
        spells=tuple(spells),
        accounts=(_account(rng, index, name),),
        paid=tuple(_paid_before(world, rng, jobs, spells)),
    )


def _district(rng: Random, employer: Employer) -> str:
    regions = reference.regions()
    if rng.random() < SAME_REGENCY:
        return rng.choice(regions.districts[employer.regency])
    return rng.choice(regions.districts[rng.choice(regions.industrial)])


def _name(rng: Random, sex: str, district: str) -> str:
    names = reference.names()
    first, last = (
        (names.female_first, names.female_last) if sex == "female" else (names.male_first, names.male_last)
    )
    parts = [rng.choice(first)]
    draw = rng.random()
    if draw > 0.1:
        parts.append(rng.choice(last))
    if draw > 0.85:
        parts.insert(1, rng.choice(first))
    if district.startswith("51"):
        parts.insert(0, "Ni Made" if sex == "female" else "I Wayan")
    return " ".join(parts)


def _career(world: World, rng: Random, employer: Employer, birth_date: date) -> tuple[list[Job], list[Spell]]:
    """Return employments, the oldest first, and the months contributed at each."""
    earliest = max(add_months(birth_date, 18 * 12), EARLIEST_START)
    ended_on, reason = _ending(world, rng, employer, birth_date)
    if ended_on is not None and ended_on < add_months(earliest, 2):
        ended_on, reason = None, None
    end = ended_on or world.as_of
    months = min(6 + int(220 * rng.random() * rng.random()), months_between(earliest, end) - 1)
    wages = wage_by_year(_wage(rng), EARLIEST_START.year, world.as_of.year)
    jobs: list[Job] = []
    spells: list[Spell] = []
    for place, share in _split(world, rng, employer, months):
        started_on = max(add_months(end, -share), earliest)
        jobs.insert(0, _job(rng, place.npp, started_on, ended_on, reason, world.as_of))
        spells[:0] = spells_of(place.npp, started_on, end, wages)
        ended_on = end = started_on - timedelta(days=1 + rng.randrange(150))
        reason = rng.choice(("resigned", "resigned", "contract_ended"))
        if end < add_months(earliest, 2):
            break
    return jobs, spells


def _ending(
    world: World, rng: Random, employer: Employer, birth_date: date
) -> tuple[date | None, str | None]:
    """Return the last day of the newest employment and why it ended, or (None, None) while it runs."""
    retires_on = add_months(birth_date, RETIREMENT_AGE * 12)
    if retires_on <= world.as_of:
        return retires_on, "retired"
    if rng.random() < STILL_EMPLOYED:
        if employer.mass_layoff_on is not None and rng.random() < MASS_LAYOFF_RATE:
            return employer.mass_layoff_on, "laid_off"
        return None, None
    recent = rng.random() < TOO_RECENT
    days_ago = rng.randrange(1, 28) if recent else 32 + int(1500 * rng.random() * rng.random())
    reason = rng.choices(("resigned", "laid_off", "contract_ended"), (58, 28, 14))[0]
    return world.as_of - timedelta(days=days_ago), reason


def _wage(rng: Random) -> int:
    low, high = WAGE_2020
    return low + int((high - low) * rng.random() * rng.random())


def _split(world: World, rng: Random, employer: Employer, months: int) -> list[tuple[Employer, int]]:
    """Return one to three different firms, the newest first, each with its share of the months."""
    firms = [employer]
    for _ in range(rng.choices((0, 1, 2), (65, 27, 8))[0]):
        another = world.draw_employer(rng)
        if another not in firms:
            firms.append(another)
    share = max(months // len(firms), 1)
    return [(firm, share) for firm in firms]


def _job(
    rng: Random, npp: str, started_on: date, ended_on: date | None, reason: str | None, as_of: date
) -> Job:
    if ended_on is None:
        return Job(npp, started_on)
    reported_on = min(ended_on + timedelta(days=rng.randrange(15)), as_of)
    return Job(npp, started_on, ended_on, reported_on, reason)


def _account(rng: Random, index: int, name: str) -> Account:
    bank_code = rng.choices(tuple(BANKS), BANK_WEIGHTS)[0]
    number = numbers.account_number(index, BANKS[bank_code])
    draw = rng.random()
    if draw < 0.025:
        return Account(bank_code, number, _name(rng, rng.choice(("female", "male")), "31").upper())
    status = "dormant" if draw < 0.045 else "closed" if draw < 0.06 else "active"
    return Account(bank_code, number, name.upper(), status, returns=0.06 <= draw < 0.063)


def _paid_before(world: World, rng: Random, jobs: list[Job], spells: list[Spell]) -> list[PaidOut]:
    """Return earlier payments: some who left have claimed, some long-standing members took a part."""
    draw, newest = rng.random(), jobs[-1]
    if newest.ended_on is not None and draw < 0.08:
        return _payment(newest.ended_on + timedelta(days=45), ledger.FULL, 100, spells, world.as_of)
    ten_years = add_months(jobs[0].started_on, 120)
    if draw > 0.96 and ten_years < world.as_of:
        kind, percent = rng.choice((("partial_10", 10), ("partial_30", 30)))
        return _payment(ten_years + timedelta(days=rng.randrange(900)), kind, percent, spells, world.as_of)
    return []


def _payment(paid_on: date, kind: str, percent: int, spells: list[Spell], as_of: date) -> list[PaidOut]:
    if paid_on >= as_of:
        return []
    gross = ledger.balance(spells=spells, corrections=(), paid=(), on=paid_on).total * percent // 100
    tax = max(gross - 50_000_000, 0) * 5 // 100
    return [PaidOut(paid_on, kind, gross, tax)]

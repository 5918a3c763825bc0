"""The rows of the register as plain data: what the generator makes and the store writes."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from smile_simulator.ledger import Correction, PaidOut, Spell


@dataclass(frozen=True, slots=True)
class Employer:
    """A firm under its number (NPP). On `mass_layoff_on` it laid off a large part of its workers."""

    npp: str
    name: str
    regency: str
    scale: str
    mass_layoff_on: date | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One employment; `ended_on` is the last day, `deactivated_on` the day the employer's report came in."""

    npp: str
    started_on: date
    ended_on: date | None = None
    deactivated_on: date | None = None
    end_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """A bank account. With `returns` the bank sends every payment back although the account looks sound."""

    bank_code: str
    number: str
    holder: str
    status: str = "active"
    returns: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """A member with everything the core system knows about them."""

    kpj: str
    nik: str
    name: str
    birth_date: date
    birth_place: str
    sex: str
    mother_name: str
    jobs: tuple[Job, ...]
    spells: tuple[Spell, ...]
    accounts: tuple[Account, ...]
    corrections: tuple[Correction, ...] = ()
    paid: tuple[PaidOut, ...] = ()


def add_months(day: date, months: int) -> date:
    """Return the same day so many months later (or earlier), or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_between(first: date, last: date) -> int:
    """Return the calendar months touched from one day to another, both included."""
    return (last.year - first.year) * 12 + last.month - first.month + 1


def spells_of(npp: str, started_on: date, last_day: date, wage_of_year: dict[int, int]) -> list[Spell]:
    """Return one spell for each year of an employment."""
    spells = []
    for year in range(started_on.year, last_day.year + 1):
        first = started_on.month if year == started_on.year else 1
        last = last_day.month if year == last_day.year else 12
        spells.append(Spell(npp, year, first, last - first + 1, wage_of_year[year]))
    return spells

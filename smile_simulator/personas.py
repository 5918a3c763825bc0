"""People with names for the demonstration: thirty who can claim, one for each bad day, and one for each
reason that is not a plain end of work.

Days are counted back from the anchor date, so the same people can claim whenever the population is made.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from smile_simulator import ledger, numbers, reference
from smile_simulator.ledger import Correction, Spell
from smile_simulator.numbers import NikRegister
from smile_simulator.register import Account, Employer, Job, Person, add_months, months_between, spells_of

# Reason of the claim as Lapak knows it -> reason of the end as the employer reports it.
END_REASONS = {
    "resigned": "resigned",
    "laid_off": "laid_off",
    "contract_ended": "contract_ended",
    "retirement_age": "retired",
    "retirement_agreed": "retired",
    "leaves_indonesia": "left_country",
    "death": "died",
}
DEACTIVATED_AFTER = timedelta(days=14)
PHONE_BASE = 81200000100
_AGE = re.compile(r"(?P<years>\d+)y(?P<days>\d+)")


@dataclass(frozen=True, slots=True)
class Persona:
    """A member, and what that person would enter: `situation` names the bad day, `ok` if none.

    `event_on` is the day the reason asks for: of a death, of a doctor's finding, of leaving. `contributions`
    and `yield_` are what the account holds on the anchor date, rupiah.
    """

    code: str
    situation: str
    typed_name: str
    reason: str
    event_on: date | None
    phone: str
    email: str
    employer_name: str
    contributions: int
    yield_: int
    spare_account: Account | None
    person: Person

    def as_filed(self) -> dict[str, object]:
        """Return everything needed to file a claim, ready for JSON."""
        person, account = self.person, self.person.accounts[0]
        spare = self.spare_account
        job = person.jobs[-1]
        return {
            "code": self.code,
            "situation": self.situation,
            "nik": person.nik,
            "kpj": person.kpj,
            "name": self.typed_name,
            "register_name": person.name,
            "birth_date": person.birth_date.isoformat(),
            "birth_place": person.birth_place,
            "sex": person.sex,
            "mother_name": person.mother_name,
            "reason": self.reason,
            "event_on": self.event_on and self.event_on.isoformat(),
            "employer": self.employer_name,
            "npp": job.npp,
            "started_on": job.started_on.isoformat(),
            "ended_on": job.ended_on.isoformat() if job.ended_on else None,
            "balance": self.contributions + self.yield_,
            "bank_code": account.bank_code,
            "account_number": account.number,
            "account_holder": account.holder,
            "spare_account": spare and {"bank_code": spare.bank_code, "account_number": spare.number},
            "phone": self.phone,
            "email": self.email,
        }


def make_personas(*, as_of: date, employers: Sequence[Employer], niks: NikRegister) -> list[Persona]:
    """Return the personas of `data/personas.csv` as they are on the anchor date."""
    firms = {employer.name: employer for employer in reversed(employers)}
    return [
        _persona(row, index, as_of, firms[row["employer"]], niks)
        for index, row in enumerate(reference.rows("personas.csv"))
    ]


def _persona(
    row: Mapping[str, str], index: int, as_of: date, employer: Employer, niks: NikRegister
) -> Persona:
    birth_date = _birth_date(row["born"], as_of)
    job, spells = _career(row, as_of, employer.npp)
    account = Account(
        row["bank_code"],
        row["account_number"],
        row["account_holder"],
        row["account_status"],
        returns=row["situation"] == "payment_returned",
    )
    spare = (
        Account(row["spare_bank_code"], row["spare_account_number"], row["register_name"].upper())
        if row["spare_bank_code"]
        else None
    )
    person = Person(
        kpj=row["kpj"],
        nik=niks.take(numbers.nik(row["district"], birth_date, row["sex"], int(row["serial"]))),
        name=row["register_name"],
        birth_date=birth_date,
        birth_place=row["birth_place"],
        sex=row["sex"],
        mother_name=row["mother_name"],
        jobs=(job,),
        spells=tuple(spells),
        accounts=(account, spare) if spare else (account,),
        corrections=(_correction(row, spells, as_of),),
    )
    return Persona(
        code=row["code"],
        situation=row["situation"],
        typed_name=row["name"],
        reason=row["reason"],
        event_on=as_of - timedelta(days=int(row["event_days_ago"])) if row["event_days_ago"] else None,
        phone=f"0{PHONE_BASE + index}",
        email=f"{row['code'].replace('-', '.')}@example.id",
        employer_name=employer.name,
        contributions=int(row["contributions"]),
        yield_=int(row["yield"]),
        spare_account=spare,
        person=person,
    )


def _birth_date(born: str, as_of: date) -> date:
    """Return the date; `58y40` is somebody who turned 58 forty days before the anchor."""
    age = _AGE.fullmatch(born)
    if age is None:
        return date.fromisoformat(born)
    return add_months(as_of - timedelta(days=int(age["days"])), -12 * int(age["years"]))


def _career(row: Mapping[str, str], as_of: date, npp: str) -> tuple[Job, list[Spell]]:
    """Return the one employment and its months, with the wage that gives about the contributions wanted."""
    ended_on = as_of - timedelta(days=int(row["ended_days_ago"])) if row["ended_days_ago"] else None
    last_day = ended_on or as_of
    started_on = add_months(last_day, 1 - int(row["months_worked"])).replace(day=2)
    per_month = int(row["contributions"]) // months_between(started_on, last_day)
    wage = per_month * 1000 // ledger.CONTRIBUTION_PER_MILLE
    spells = spells_of(npp, started_on, last_day, dict.fromkeys(range(1950, last_day.year + 1), wage))
    if ended_on is None:
        return Job(npp, started_on), spells
    reported_on = min(ended_on + DEACTIVATED_AFTER, as_of)
    return Job(npp, started_on, ended_on, reported_on, END_REASONS[row["reason"]]), spells


def _correction(row: Mapping[str, str], spells: Sequence[Spell], as_of: date) -> Correction:
    """Return what has to be booked for the balance to be the one in the table.

    It is booked a month before, so that the balance is right on any day of the anchor's month.
    """
    before = ledger.balance(spells=spells, corrections=(), paid=(), on=as_of)
    return Correction(
        add_months(as_of.replace(day=1), -1),
        int(row["contributions"]) - before.contributions,
        int(row["yield"]) - before.yield_,
    )

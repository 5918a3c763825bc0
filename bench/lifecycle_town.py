"""A nation before the bench: branches with staff, and claims as they stand when they have been filed."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from uuid import UUID

from django.db.models import prefetch_related_objects

from lapak import bulk
from lapak.claims.core import core_system
from lapak.claims.facts import AccountAnswer, CoreFacts, MemberAnswer, dump
from lapak.claims.models import Claim, PaperState
from lapak.claims.ports import MOST_AT_ONCE, Inquiry, Standing
from lapak.claims.programmes import programme
from lapak.claims.queries.assess import ASSESSED, assess, required_papers
from lapak.claims.rules.claim_moves import ClaimState
from lapak.claims.rules.eligibility import Verdict
from lapak.claims.rules.papers import HowGiven
from lapak.journal.operations import Event, record_all
from lapak.kernel.actors import Actor
from lapak.kernel.ids import new_id
from lapak.kernel.numbers import claim_number
from lapak.kernel.subjects import Subject
from lapak.offices.models import Branch
from lapak.outbox.models import Message
from lapak.people.models import StaffMember
from lapak.people.rules import Role

PER_BRANCH = 150  # a full day: 100 online and 50 at the counter
# Left the last employer in time and was never paid.
WHO_MAY_CLAIM = """
select m.kpj, m.nik, m.name, m.birth_date, m.mother_name, j.end_reason
from member m join employment j on j.kpj = m.kpj and j.ended_on < ?
where j.ended_on = (select max(coalesce(ended_on, '9999')) from employment where kpj = m.kpj)
and not exists (select 1 from paid_before where kpj = m.kpj)
"""
ACCOUNTS = "select holder, bank_code, number from account where status = 'active' and not returns"
REASONS = {"resigned": "resigned", "laid_off": "laid_off", "retired": "retirement_age"}


@dataclass(frozen=True)
class Office:
    """One branch with an officer and two checkers, and the claims filed there."""

    officer: int
    checkers: tuple[int, int]
    claims: tuple[UUID, ...]


def file_claims(*, register: Path, count_wanted: int, now: datetime) -> list[Office]:
    """Fill the database with new branches and that many filed claims, and return where they are."""
    offices = [_office(number) for number in range(-(-count_wanted // PER_BRANCH))]
    numbers = count(1)
    filed: dict[UUID, list[UUID]] = {branch.pk: [] for branch, *_ in offices}
    spaces = iter([branch for branch, *_ in offices for _ in range(PER_BRANCH)][:count_wanted])
    missing = count_wanted
    people = _people(register, before=now.date())
    while missing:
        group = [one for one, _ in zip(people, range(min(missing, MOST_AT_ONCE)), strict=False)]
        if not group:
            raise LookupError("the register has too few people who may claim")
        rows = _filed(group, numbers, now)
        for row in rows:
            row.branch = next(spaces)
        for row in _kept(rows, now):
            filed[row.branch_id].append(row.pk)  # type: ignore[index] # each has one
            missing -= 1
        refused = [row for row in rows if row.pk not in filed[row.branch_id]]  # type: ignore[index]
        spaces = iter([*(row.branch for row in refused), *spaces])
    return [Office(officer, checkers, tuple(filed[branch.pk])) for branch, officer, checkers in offices]


def _office(number: int) -> tuple[Branch, int, tuple[int, int]]:
    branch = Branch.objects.create(
        code=f"B{number:03d}", name=f"Cabang {number}", timezone="Asia/Jakarta", regency_code="3671",
        address="Jalan Contoh 1", phone="021-000000", hall_limit=40, always_open=True,
    )  # fmt: skip
    staff = [
        StaffMember.objects.create(
            username=f"{role}{number}-{n}",
            display_name=f"{role} {n}",
            staff_number=f"{number}-{role[:3]}-{n}",
            branch=branch, roles=[role],
        ).pk
        for n, role in enumerate([Role.OFFICER, Role.CHECKER, Role.CHECKER])
    ]  # fmt: skip
    return branch, staff[0], (staff[1], staff[2])


def _people(register: Path, *, before: date) -> Iterator[tuple[str, ...]]:
    connection = sqlite3.connect(f"file:{register}?mode=ro", uri=True)
    accounts: dict[str, list[tuple[str, str]]] = {}
    for holder, bank, number in connection.execute(ACCOUNTS):
        accounts.setdefault(holder, []).append((bank, number))
    long_ago = before - timedelta(days=70)
    for person in connection.execute(WHO_MAY_CLAIM, [long_ago.isoformat()]):
        if of_name := accounts.get(person[2].upper()):
            yield (*person, *of_name.pop())
            if not of_name:
                del accounts[person[2].upper()]


def _filed(people: list[tuple[str, ...]], numbers: Iterator[int], now: datetime) -> list[Claim]:
    asked = [
        Inquiry(nik=one[1], kpj=one[0], on=now.date(), bank_code=one[6], account_number=one[7])
        for one in people
    ]
    said = core_system().standings(inquiries=asked)
    rules = programme("jht").rule_set_on(now.date())
    return [
        _claim(one, inquiry, standing, rules.id, next(numbers), now)
        for one, inquiry, standing in zip(people, asked, said, strict=True)
        if isinstance(standing, Standing) and standing.member and REASONS.get(one[5])
    ]


def _claim(
    person: tuple[str, ...], asked: Inquiry, said: Standing, rule_set: str, serial: int, before: datetime
) -> Claim:
    now = before + timedelta(milliseconds=serial)  # filed one after another
    facts = CoreFacts(
        member=MemberAnswer(asked.nik, asked.kpj, said.member, said.balance, said.earlier, now),
        account=AccountAnswer(asked.bank_code, asked.account_number, said.holder, now),
    )
    return Claim(
        id=new_id(now=now), number=claim_number(filed_on=now.date(), serial=serial), channel="onsite",
        state=ClaimState.SUBMITTED, step="summary", created_at=now, state_since=now, submitted_at=now,
        reason=REASONS[person[5]], nik=asked.nik, kpj=asked.kpj, name=person[2],
        birth_date=date.fromisoformat(person[3]), mother_name=person[4], email=f"{serial}@example.id",
        phone=f"+62812{serial:08d}", bank_code=asked.bank_code, account_number=asked.account_number,
        account_name=said.holder.name, account_given_at=now, rule_set=rule_set, facts=dump(facts),
    )  # fmt: skip


def _kept(rows: list[Claim], now: datetime) -> list[Claim]:
    """Keep those who may claim, with their papers, a journal and what filing owes the core system."""
    bulk.insert(rows)
    stored = list(Claim.objects.select_related("branch").filter(pk__in=[row.pk for row in rows]))
    prefetch_related_objects(stored, *ASSESSED)
    today = now.date()
    good = [row for row in stored if (a := assess(row, on=today)) and a.verdict is Verdict.MAY_CLAIM]
    Claim.objects.filter(pk__in=[row.pk for row in stored if row not in good]).delete()
    bulk.insert(
        [
            PaperState(
                claim=row, kind=paper.kind, position=position, changed_at=now,
                state="missing" if paper.how is HowGiven.SIGN else "given",
                document_id=None if paper.how is HowGiven.SIGN else new_id(now=now),
            )
            for row in good
            for position, paper in enumerate(required_papers(row, on=today))
        ]
    )  # fmt: skip
    record_all(
        [
            Event(
                subject=Subject("claim", str(row.pk)), what="claim.submit", at=row.created_at,
                actor=Actor.participant(subject_id=row.pk), data={"version": 1, "state": row.state},
            )
            for row in good
        ]
    )  # fmt: skip
    bulk.insert(
        [
            Message(
                id=new_id(now=row.created_at), kind="core.open_claim", key=f"open:{row.pk}",
                payload={"claim": str(row.pk)}, subject_kind="claim", subject_id=str(row.pk),
                owed_at=row.created_at, next_attempt_at=row.created_at,
            )
            for row in good
        ]
    )  # fmt: skip
    return good

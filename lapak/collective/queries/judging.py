"""What the rules make of a row, with what register and bank answered about it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lapak.claims import facts as core_facts
from lapak.claims.facts import CoreFacts
from lapak.claims.ports import ContributionStatus
from lapak.claims.programmes import programme
from lapak.claims.queries.find import memberships_in_progress
from lapak.claims.rules.eligibility import Eligibility, EligibilityFacts, eligibility
from lapak.claims.rules.signals import SignalFacts, signals
from lapak.collective.models import Roster, RosterRow
from lapak.collective.rules.verdicts import RowVerdict
from lapak.collective.rules.workers import Found, Job, Judged, WorkerFacts, WorkerState, judge
from lapak.kernel.errors import DomainError
from lapak.kernel.identity import parse_nik
from lapak.offices.regions import place_of

MOST_OTHERS = 20


@dataclass(frozen=True)
class Answered:
    """A row with the answer about it as it stood in `version`; no `facts` where the core system refused."""

    row: RosterRow
    version: int
    facts: CoreFacts | None


@dataclass(frozen=True)
class Outcome:
    """What the rules make of a row, and the codes of reasons to look at it."""

    judged: Judged
    signals: tuple[str, ...]


def judge_rows(roster: Roster, answered: Sequence[Answered], *, on: date) -> dict[int, Outcome]:
    """Return what the rules make of rows of one roster on the day, by the id of the row."""
    rows = [one.row for one in answered]
    busy = memberships_in_progress(niks=[row.nik for row in rows])
    elsewhere = _on_other_lists(roster, rows)
    around = _Around(roster, rows)
    return {
        one.row.pk: Outcome(
            Judged(WorkerState.UNFIT, (Found("account_missing"),))
            if not one.row.account_number
            else judge(
                WorkerFacts(
                    npp=roster.company.npp,
                    ended_on=one.row.ended_on,
                    jobs=_jobs(one.facts),
                    eligibility=_eligibility(
                        roster, one, on=on, in_progress=(one.row.nik, one.row.kpj) in busy
                    ),
                    on_another_list=one.row.kpj in elsewhere,
                )
            ),
            around.signals(one),
        )
        for one in answered
    }


def _eligibility(roster: Roster, one: Answered, *, on: date, in_progress: bool) -> Eligibility | None:
    if one.facts is None or one.facts.member is None:
        return None
    row, member = one.row, core_facts.member_facts(one.facts.member)
    try:
        nik = parse_nik(row.nik, on=on)
        rules = programme(roster.programme).rule_set_on(on)
        return eligibility(
            facts=EligibilityFacts(
                reason=row.reason,
                name=row.name,
                birth_date=row.birth_date or nik.birth_date,
                nik_birth_date=nik.birth_date,
                nik_region_known=place_of(district=nik.district).known,
                member=member,
                balance=one.facts.member.balance.total if one.facts.member.balance else None,
                account=core_facts.account_facts(one.facts.account),
                earlier=core_facts.earlier(one.facts.member),
                claim_in_progress=in_progress,
            ),
            on=on,
            rule_set=rules,
        )
    except DomainError:
        return None  # the sheet's own checks say what is wrong


def _jobs(facts: CoreFacts | None) -> tuple[Job, ...]:
    member = facts.member.member if facts and facts.member else None
    if member is None:
        return ()
    return tuple(
        Job(job.npp, job.ended_on, job.contribution_status is ContributionStatus.ACTIVE)
        for job in member.employments
    )


def _on_other_lists(roster: Roster, rows: Sequence[RosterRow]) -> frozenset[str]:
    """Return the member numbers that stand, accepted, on a list that is not closed."""
    others = RosterRow.objects.filter(
        kpj__in=[row.kpj for row in rows], verdict=RowVerdict.ACCEPTED, roster__closed_at=None
    ).exclude(roster=roster)
    return frozenset(others.values_list("kpj", flat=True))


class _Around:
    """Who else on the list has the same account or phone."""

    def __init__(self, roster: Roster, rows: Sequence[RosterRow]) -> None:
        listed = RosterRow.objects.filter(roster=roster, verdict=RowVerdict.ACCEPTED)
        self._accounts: dict[str, set[str]] = defaultdict(set)
        self._phones: dict[str, set[str]] = defaultdict(set)
        numbers, phones = {row.account_number for row in rows}, {row.phone for row in rows}
        for number, kpj in listed.filter(account_number__in=numbers).values_list("account_number", "kpj"):
            self._accounts[number].add(kpj)
        for phone, kpj in listed.filter(phone__in=phones).values_list("phone", "kpj"):
            self._phones[phone].add(kpj)

    def signals(self, one: Answered) -> tuple[str, ...]:
        row, known = one.row, one.facts.member if one.facts else None
        job = core_facts.last_employment(known.member) if known and known.member else None
        return tuple(
            signal.code
            for signal in signals(
                SignalFacts(
                    account=_others(self._accounts[row.account_number], row),
                    phone=_others(self._phones[row.phone], row),
                    started_on=job.started_on if job else None,
                    ended_on=job.ended_on if job else None,
                    contributions=known.balance.contributions if known and known.balance else None,
                )
            )
        )


def _others(members: set[str], row: RosterRow) -> frozenset[str]:
    return frozenset(sorted(members - {row.kpj})[:MOST_OTHERS])

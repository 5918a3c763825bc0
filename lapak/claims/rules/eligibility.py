"""May this person claim now, from which day, or not yet, and why: the answer the first page gives."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from lapak.claims.rules.dates import birthday, first_claim_date, month_after
from lapak.claims.rules.membership import Spell, membership_complete_on, since
from lapak.claims.rules.reasons import EventDate, ReasonRule, RightBegins
from lapak.claims.rules.rule_sets import RuleSet
from lapak.kernel.names import NameVerdict, compare_names

ACTIVE_ACCOUNT = "active"
DORMANT_ACCOUNT = "dormant"
DIED = "died"  # the core system's word
FULL_PAYMENT = "full"


class Verdict(StrEnum):
    MAY_CLAIM = "may_claim"
    FROM_DATE = "from_date"
    NOT_YET = "not_yet"


class Weight(StrEnum):
    """`met` speaks for the claim; `warning` is for the officer and stops nothing; `waits` passes with time
    alone; `blocks` needs somebody to do something."""

    MET = "met"
    WARNING = "warning"
    WAITS = "waits"
    BLOCKS = "blocks"


class FindingCode(StrEnum):
    """What was found. The sentence for it is made in `web`."""

    MEMBER_NOT_FOUND = "member_not_found"
    IDENTITY_MATCHES = "identity_matches"
    NAME_NEAR = "name_near"
    NAME_DIFFERS = "name_differs"
    BIRTH_DATE_DIFFERS = "birth_date_differs"
    NIK_BIRTH_DATE_DIFFERS = "nik_birth_date_differs"
    NIK_REGION_UNKNOWN = "nik_region_unknown"
    MEMBERSHIP_INACTIVE = "membership_inactive"
    MEMBERSHIP_ACTIVE = "membership_active"
    STILL_WORKING = "still_working"
    MEMBER_REPORTED_DEAD = "member_reported_dead"
    END_DATE_MISSING = "end_date_missing"
    WAITING_OVER = "waiting_over"
    WAITING = "waiting"
    WORK_ENDED = "work_ended"
    EVENT_DATE_MISSING = "event_date_missing"
    EVENT_AHEAD = "event_ahead"
    RIGHT_BEGINS_LATER = "right_begins_later"
    RIGHT_BEGUN = "right_begun"
    MEMBERSHIP_SHORT = "membership_short"
    MEMBERSHIP_LONG_ENOUGH = "membership_long_enough"
    AGE_REACHED = "age_reached"
    BELOW_AGE = "below_age"
    REASON_DIFFERS = "reason_differs"
    NOTHING_TO_PAY = "nothing_to_pay"
    ALREADY_PAID = "already_paid"
    PART_TAKEN = "part_taken"
    CLAIM_IN_PROGRESS = "claim_in_progress"
    ACCOUNT_MATCHES = "account_matches"
    ACCOUNT_HOLDER_NEAR = "account_holder_near"
    ACCOUNT_HOLDER_DIFFERS = "account_holder_differs"
    ACCOUNT_DORMANT = "account_dormant"
    ACCOUNT_UNUSABLE = "account_unusable"


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """What the register says.

    `ended_on` is the last day of work, `end_reason` the core system's word for why; `spells` are all times
    of work.
    """

    name: str
    birth_date: date
    active: bool
    ended_on: date | None
    deactivated_on: date | None
    end_reason: str | None
    spells: tuple[Spell, ...] = ()


@dataclass(frozen=True, slots=True)
class Earlier:
    """A payment made from the account before; `kind` as the core system calls it."""

    kind: str
    paid_on: date


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What the bank says of the account: its holder, and `active`, `dormant`, `closed` or `unknown`."""

    holder_name: str
    status: str


@dataclass(frozen=True, slots=True)
class EligibilityFacts:
    """What the person gave, and what the register and the bank say.

    `member` is None when the register knows no such pair of NIK and KPJ; `account` and `balance` (rupiah)
    are None until they are known. `nik_birth_date` is the one the NIK itself tells, `nik_region_known`
    whether its place of registration is in a list of codes, old or new. `payee` is whose name the account
    must bear, empty for the member's. `event_on` is the day the reason asks for, as it was stated.
    """

    reason: str
    name: str
    birth_date: date
    nik_birth_date: date
    member: MemberFacts | None
    balance: int | None = None
    account: AccountFacts | None = None
    event_on: date | None = None
    earlier: tuple[Earlier, ...] = ()
    claim_in_progress: bool = False
    nik_region_known: bool = True
    payee: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason of the answer, with the dates and numbers its sentence names.

    `until` is set when it passes with time.
    """

    code: FindingCode
    weight: Weight
    dates: Mapping[str, date] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Eligibility:
    """The answer.

    `from_date` is the first day a claim may be filed, set exactly when the verdict is `from_date`.
    """

    verdict: Verdict
    from_date: date | None
    findings: tuple[Finding, ...]
    rule_set: str

    def of_weight(self, weight: Weight) -> tuple[Finding, ...]:
        """Return the findings of one weight, in order."""
        return tuple(finding for finding in self.findings if finding.weight is weight)


def eligibility(*, facts: EligibilityFacts, on: date, rule_set: RuleSet) -> Eligibility:
    """Return whether the person may claim on the day (of the branch) and every reason for and against.

    Raises RuleNotFound `reason_unknown`.
    """
    reason = rule_set.reason(facts.reason)
    findings = tuple(_findings(facts, on=on, reason=reason))
    weights = {finding.weight for finding in findings}
    if Weight.BLOCKS in weights:
        return Eligibility(Verdict.NOT_YET, None, findings, rule_set.id)
    if Weight.WAITS in weights:
        first = max(finding.until for finding in findings if finding.until is not None)
        return Eligibility(Verdict.FROM_DATE, first, findings, rule_set.id)
    return Eligibility(Verdict.MAY_CLAIM, None, findings, rule_set.id)


def _findings(facts: EligibilityFacts, *, on: date, reason: ReasonRule) -> Iterator[Finding]:
    if facts.member is None:
        # Nothing else is told: the answer must not help to guess who is in the register.
        yield Finding(FindingCode.MEMBER_NOT_FOUND, Weight.BLOCKS)
        return
    yield from _identity(facts, facts.member)
    yield from _membership(facts.member, on=on, reason=reason)
    yield from _age(facts.member, on=on, reason=reason)
    yield from _event(facts.event_on, on=on, reason=reason)
    yield from _length(facts, facts.member, on=on, reason=reason)
    yield from _earlier(facts, reason=reason)
    yield from account_findings(payee=facts.payee or facts.member.name, account=facts.account)


def _identity(facts: EligibilityFacts, member: MemberFacts) -> Iterator[Finding]:
    name = compare_names(left=facts.name, right=member.name).verdict
    born_alike = facts.birth_date == member.birth_date
    if name is NameVerdict.DIFFERENT:
        yield Finding(FindingCode.NAME_DIFFERS, Weight.BLOCKS)
    if not born_alike:
        yield Finding(FindingCode.BIRTH_DATE_DIFFERS, Weight.BLOCKS)
    if name is NameVerdict.NEAR:
        yield Finding(FindingCode.NAME_NEAR, Weight.WARNING)
    if name is NameVerdict.SAME and born_alike:
        yield Finding(FindingCode.IDENTITY_MATCHES, Weight.MET)
    if facts.nik_birth_date != member.birth_date:
        yield Finding(FindingCode.NIK_BIRTH_DATE_DIFFERS, Weight.WARNING)
    if not facts.nik_region_known:
        yield Finding(FindingCode.NIK_REGION_UNKNOWN, Weight.WARNING)


def _membership(member: MemberFacts, *, on: date, reason: ReasonRule) -> Iterator[Finding]:
    if member.end_reason == DIED and not reason.heirs:
        yield Finding(FindingCode.MEMBER_REPORTED_DEAD, Weight.BLOCKS)
    if member.active:
        if reason.needs_inactive_membership:
            yield Finding(FindingCode.MEMBERSHIP_ACTIVE, Weight.BLOCKS)
        else:
            yield Finding(FindingCode.STILL_WORKING, Weight.MET)
        return
    reported = {"deactivated_on": member.deactivated_on} if member.deactivated_on else {}
    yield Finding(FindingCode.MEMBERSHIP_INACTIVE, Weight.MET, reported)
    named = reason.register_reasons
    if named and member.end_reason is not None and member.end_reason not in named:
        yield Finding(FindingCode.REASON_DIFFERS, Weight.WARNING)
    if reason.needs_inactive_membership:
        yield from _waiting(member.ended_on, on=on, months=reason.waiting_months)


def _waiting(ended_on: date | None, *, on: date, months: int) -> Iterator[Finding]:
    if ended_on is None:
        if months:
            yield Finding(FindingCode.END_DATE_MISSING, Weight.BLOCKS)
        return
    first = first_claim_date(ended_on=ended_on, waiting_months=months)
    dates, numbers = {"ended_on": ended_on, "from_date": first}, {"months": months}
    if on < first:
        yield Finding(FindingCode.WAITING, Weight.WAITS, dates, numbers, until=first)
    elif months:
        yield Finding(FindingCode.WAITING_OVER, Weight.MET, dates, numbers)
    else:
        yield Finding(FindingCode.WORK_ENDED, Weight.MET, dates)


def _age(member: MemberFacts, *, on: date, reason: ReasonRule) -> Iterator[Finding]:
    if reason.least_age is None:
        return
    reached = birthday(birth_date=member.birth_date, age=reason.least_age)
    dates, numbers = {"from_date": reached}, {"age": reason.least_age}
    if on < reached:
        yield Finding(FindingCode.BELOW_AGE, Weight.WAITS, dates, numbers, until=reached)
    else:
        yield Finding(FindingCode.AGE_REACHED, Weight.MET, dates, numbers)


def _event(event_on: date | None, *, on: date, reason: ReasonRule) -> Iterator[Finding]:
    """Yield what the day of the death, of the doctor's finding or of leaving means."""
    if event_on is None:
        if reason.event_date is EventDate.REQUIRED:
            yield Finding(FindingCode.EVENT_DATE_MISSING, Weight.BLOCKS)
        return
    if reason.event_date is EventDate.NOT_ASKED:
        return
    if event_on > on and not reason.event_may_be_ahead:
        yield Finding(FindingCode.EVENT_AHEAD, Weight.BLOCKS, {"event_on": event_on})
    elif reason.event_may_be_ahead:
        return  # before and after are alike
    elif reason.right_begins is RightBegins.AT_ONCE:
        yield Finding(FindingCode.RIGHT_BEGUN, Weight.MET, {"event_on": event_on, "from_date": event_on})
    else:
        yield _begins(event_on, first=month_after(event_on), on=on)


def _begins(event_on: date, *, first: date, on: date) -> Finding:
    dates = {"event_on": event_on, "from_date": first}
    if on < first:
        return Finding(FindingCode.RIGHT_BEGINS_LATER, Weight.WAITS, dates, until=first)
    return Finding(FindingCode.RIGHT_BEGUN, Weight.MET, dates)


def _length(
    facts: EligibilityFacts, member: MemberFacts, *, on: date, reason: ReasonRule
) -> Iterator[Finding]:
    """Yield whether the membership is long enough; a full payment ended the one before it (unsourced)."""
    years = reason.least_membership_years
    if years is None:
        return
    full = max((one.paid_on for one in facts.earlier if one.kind == FULL_PAYMENT), default=None)
    spells = since(member.spells, last=full) if full else member.spells
    complete = membership_complete_on(spells=spells, years=years, gaps_count=reason.membership_gaps_count)
    numbers = {"years": years}
    if complete is None:
        yield Finding(FindingCode.MEMBERSHIP_SHORT, Weight.BLOCKS, numbers=numbers)
    elif on < complete:
        dates = {"from_date": complete}
        yield Finding(FindingCode.MEMBERSHIP_SHORT, Weight.WAITS, dates, numbers, until=complete)
    else:
        yield Finding(FindingCode.MEMBERSHIP_LONG_ENOUGH, Weight.MET, {"from_date": complete}, numbers)


def _earlier(facts: EligibilityFacts, *, reason: ReasonRule) -> Iterator[Finding]:
    if facts.claim_in_progress:
        yield Finding(FindingCode.CLAIM_IN_PROGRESS, Weight.BLOCKS)
    barring = [one.paid_on for one in facts.earlier if one.kind in reason.barred_by]
    if barring:
        yield Finding(FindingCode.PART_TAKEN, Weight.BLOCKS, {"paid_on": min(barring)})
    if facts.balance is None or facts.balance > 0:
        return
    paid_whole = any(one.kind == FULL_PAYMENT for one in facts.earlier)
    yield Finding(FindingCode.ALREADY_PAID if paid_whole else FindingCode.NOTHING_TO_PAY, Weight.BLOCKS)


def account_findings(*, payee: str, account: AccountFacts | None) -> tuple[Finding, ...]:
    """Return what speaks for or against paying to an account; nothing while there is none.

    It must bear the name of who is paid, mostly the member (practice of BPJS Ketenagakerjaan), and be in use.
    """
    if account is None:
        return ()
    if account.status == DORMANT_ACCOUNT:
        return (Finding(FindingCode.ACCOUNT_DORMANT, Weight.BLOCKS),)
    if account.status != ACTIVE_ACCOUNT:
        return (Finding(FindingCode.ACCOUNT_UNUSABLE, Weight.BLOCKS),)
    verdict = compare_names(left=account.holder_name, right=payee).verdict
    return (_HOLDER_FINDINGS[verdict],)


_HOLDER_FINDINGS = {
    NameVerdict.SAME: Finding(FindingCode.ACCOUNT_MATCHES, Weight.MET),
    NameVerdict.NEAR: Finding(FindingCode.ACCOUNT_HOLDER_NEAR, Weight.WARNING),
    NameVerdict.DIFFERENT: Finding(FindingCode.ACCOUNT_HOLDER_DIFFERS, Weight.BLOCKS),
}

"""May this person claim now, from which day, or not yet, and why: the answer the first page gives."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from lapak.claims.rules.dates import birthday, first_claim_date
from lapak.claims.rules.rule_sets import ReasonRule, RuleSet
from lapak.kernel.names import NameVerdict, compare_names

ACTIVE_ACCOUNT = "active"
DORMANT_ACCOUNT = "dormant"


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
    END_DATE_MISSING = "end_date_missing"
    WAITING_OVER = "waiting_over"
    WAITING = "waiting"
    AGE_REACHED = "age_reached"
    BELOW_AGE = "below_age"
    REASON_DIFFERS = "reason_differs"
    NOTHING_TO_PAY = "nothing_to_pay"
    ALREADY_PAID = "already_paid"
    CLAIM_IN_PROGRESS = "claim_in_progress"
    ACCOUNT_MATCHES = "account_matches"
    ACCOUNT_HOLDER_NEAR = "account_holder_near"
    ACCOUNT_HOLDER_DIFFERS = "account_holder_differs"
    ACCOUNT_DORMANT = "account_dormant"
    ACCOUNT_UNUSABLE = "account_unusable"


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """What the register says.

    `ended_on` is the last day of work, `end_reason` the core system's word for why.
    """

    name: str
    birth_date: date
    active: bool
    ended_on: date | None
    deactivated_on: date | None
    end_reason: str | None


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """What the bank says of the account: its holder, and `active`, `dormant`, `closed` or `unknown`."""

    holder_name: str
    status: str


@dataclass(frozen=True, slots=True)
class EligibilityFacts:
    """What the person gave, and what the register and the bank say.

    `member` is None when the register knows no such pair of NIK and KPJ; `account` and `balance` (rupiah)
    are None until they are known. `nik_birth_date` is the one the NIK itself tells,
    `nik_region_known` whether its place of registration is in a list of codes, old or new. `payee` is whose
    name the account must bear, empty for the member's.
    """

    reason: str
    name: str
    birth_date: date
    nik_birth_date: date
    member: MemberFacts | None
    balance: int | None = None
    account: AccountFacts | None = None
    already_paid: bool = False
    claim_in_progress: bool = False
    nik_region_known: bool = True
    payee: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason of the answer, with the dates its sentence names.

    `until` is set when it passes with time.
    """

    code: FindingCode
    weight: Weight
    dates: Mapping[str, date] = field(default_factory=dict)
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
    yield from _earlier(facts)
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
    if member.active:
        if reason.needs_inactive_membership:
            yield Finding(FindingCode.MEMBERSHIP_ACTIVE, Weight.BLOCKS)
        return
    reported = {"deactivated_on": member.deactivated_on} if member.deactivated_on else {}
    yield Finding(FindingCode.MEMBERSHIP_INACTIVE, Weight.MET, reported)
    if member.end_reason is not None and member.end_reason not in reason.register_reasons:
        yield Finding(FindingCode.REASON_DIFFERS, Weight.WARNING)
    if reason.waiting_months:
        yield _waiting(member.ended_on, on=on, months=reason.waiting_months)


def _waiting(ended_on: date | None, *, on: date, months: int) -> Finding:
    if ended_on is None:
        return Finding(FindingCode.END_DATE_MISSING, Weight.BLOCKS)
    first = first_claim_date(ended_on=ended_on, waiting_months=months)
    dates = {"ended_on": ended_on, "from_date": first}
    if on < first:
        return Finding(FindingCode.WAITING, Weight.WAITS, dates, until=first)
    return Finding(FindingCode.WAITING_OVER, Weight.MET, dates)


def _age(member: MemberFacts, *, on: date, reason: ReasonRule) -> Iterator[Finding]:
    if reason.least_age is None:
        return
    reached = birthday(birth_date=member.birth_date, age=reason.least_age)
    dates = {"from_date": reached}
    if on < reached:
        yield Finding(FindingCode.BELOW_AGE, Weight.WAITS, dates, until=reached)
    else:
        yield Finding(FindingCode.AGE_REACHED, Weight.MET, dates)


def _earlier(facts: EligibilityFacts) -> Iterator[Finding]:
    if facts.claim_in_progress:
        yield Finding(FindingCode.CLAIM_IN_PROGRESS, Weight.BLOCKS)
    if facts.already_paid:
        yield Finding(FindingCode.ALREADY_PAID, Weight.BLOCKS)
    elif facts.balance is not None and facts.balance <= 0:
        yield Finding(FindingCode.NOTHING_TO_PAY, Weight.BLOCKS)


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

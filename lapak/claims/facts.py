"""What the core system answered about a claim, as the claim keeps it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter

from lapak.claims.ports import (
    AccountHolder,
    Balance,
    ContributionStatus,
    EarlierPayment,
    Employment,
    Member,
)
from lapak.claims.rules.benefit import AccountFigures
from lapak.claims.rules.eligibility import FULL_PAYMENT, AccountFacts, Earlier, MemberFacts
from lapak.claims.rules.membership import Spell
from lapak.claims.rules.treatment import Part


@dataclass(frozen=True)
class MemberAnswer:
    """What the register said of a NIK and KPJ: the member with account and earlier payments, or nobody."""

    nik: str
    kpj: str
    member: Member | None
    balance: Balance | None
    earlier: tuple[EarlierPayment, ...]
    asked_at: datetime


@dataclass(frozen=True)
class AccountAnswer:
    """What the bank said of an account."""

    bank_code: str
    account_number: str
    holder: AccountHolder
    asked_at: datetime


@dataclass(frozen=True)
class CoreFacts:
    """Both answers, as far as they were asked."""

    member: MemberAnswer | None = None
    account: AccountAnswer | None = None

    @property
    def asked(self) -> tuple[str, ...]:
        """The numbers that were asked about: NIK and KPJ, bank and account; fewer where nobody asked."""
        member = (self.member.nik, self.member.kpj) if self.member else ()
        account = (self.account.bank_code, self.account.account_number) if self.account else ()
        return (*member, *account)

    def with_member(self, answer: MemberAnswer | None) -> "CoreFacts":
        """Return the facts with another answer of the register."""
        return replace(self, member=answer)

    def with_account(self, answer: AccountAnswer | None) -> "CoreFacts":
        """Return the facts with another answer of the bank."""
        return replace(self, account=answer)


_ADAPTER = TypeAdapter(CoreFacts)


def load(stored: dict[str, Any]) -> CoreFacts:
    """Return the facts that a claim keeps."""
    return _ADAPTER.validate_python(stored)


def dump(facts: CoreFacts) -> dict[str, Any]:
    """Return the facts as a claim keeps them."""
    stored: dict[str, Any] = _ADAPTER.dump_python(facts, mode="json")
    return stored


def last_employment(member: Member) -> Employment | None:
    """Return the employment that ended last, or the one that still runs."""
    return max(member.employments, key=lambda job: (job.ended_on or date.max, job.started_on), default=None)


def member_facts(answer: MemberAnswer) -> MemberFacts | None:
    """Return what the rules want to know of the member, None when the register knows nobody."""
    member = answer.member
    if member is None:
        return None
    last = last_employment(member)
    return MemberFacts(
        name=member.name,
        birth_date=member.birth_date,
        active=any(job.contribution_status is ContributionStatus.ACTIVE for job in member.employments),
        ended_on=last.ended_on if last else None,
        deactivated_on=last.deactivated_on if last else None,
        end_reason=last.end_reason.value if last and last.end_reason else None,
        spells=tuple(Spell(job.started_on, job.ended_on) for job in member.employments),
    )


def account_facts(answer: AccountAnswer | None) -> AccountFacts | None:
    """Return what the rules want to know of the account, None while nobody asked."""
    if answer is None:
        return None
    return AccountFacts(holder_name=answer.holder.name, status=answer.holder.status.value)


def account_figures(balance: Balance) -> AccountFigures:
    """Return the figures of which the sum is made, in rupiah."""
    return AccountFigures(
        contributions=balance.contributions, yield_=balance.yield_, paid_out=balance.paid_out
    )


def parts(answer: MemberAnswer) -> tuple[Part, ...]:
    """Return the payments made from the account before, in rupiah."""
    return tuple(
        Part(paid_on=one.paid_on, partial=one.kind != FULL_PAYMENT, gross=one.gross, tax=one.tax)
        for one in answer.earlier
    )


def earlier(answer: MemberAnswer) -> tuple[Earlier, ...]:
    """Return the payments made from the account before."""
    return tuple(Earlier(kind=payment.kind, paid_on=payment.paid_on) for payment in answer.earlier)


def differs(seen: CoreFacts, fresh: CoreFacts) -> str:
    """Return a code for what the core system answers otherwise than before, empty when nothing matters."""
    if seen.member is None or fresh.member is None or fresh.member.member is None:
        return "member_unknown"
    if fresh.member.member.merged_into is not None:
        return "member_merged"
    if member_facts(seen.member) != member_facts(fresh.member):
        return "membership_changed"
    if seen.member.balance != fresh.member.balance:
        return "balance_changed"
    if seen.member.earlier != fresh.member.earlier:
        return "payments_changed"
    if account_facts(seen.account) != account_facts(fresh.account):
        return "account_changed"
    return ""

"""The shapes of the core system's answers, checked strictly, and what they become in the port's terms.

A field more than the contract names is ignored; a field missing or of another type is an error, and so is a
value that cannot be: amounts that do not add up, days in the wrong order, moments to come.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from lapak.claims import ports
from lapak.kernel.clock import utc_now
from lapak.kernel.identity import Sex

MOST_RUPIAH = 10**13  # as the contract has it; far within bigint
FIRST_DAY = date(1900, 1, 1)
CLOCKS_DIFFER = timedelta(hours=1)


def _plausible_day(day: date) -> date:
    if not day >= FIRST_DAY:
        raise ValueError("the day is too long ago")
    return day


def _not_to_come(moment: datetime) -> datetime:
    if moment > utc_now() + CLOCKS_DIFFER:
        raise ValueError("the moment is still to come")
    return moment.astimezone(UTC)


Rupiah = Annotated[int, Field(ge=0, le=MOST_RUPIAH)]
SignedRupiah = Annotated[int, Field(ge=-MOST_RUPIAH, le=MOST_RUPIAH)]
Day = Annotated[date, AfterValidator(_plausible_day)]
Moment = Annotated[AwareDatetime, AfterValidator(_not_to_come)]
Reference = Annotated[str, Field(pattern=r"^[A-Z0-9-]{4,40}$")]
Reason = Annotated[str, Field(pattern=r"^[a-z0-9_]{0,40}$")]
Name = Annotated[str, Field(max_length=120)]
Kpj = Annotated[str, Field(pattern=r"^[0-9]{11}$")]


class Answer(BaseModel):
    """A JSON object of the contract."""

    model_config = ConfigDict(strict=True, frozen=True, hide_input_in_errors=True)


class Employment(Answer):
    npp: str
    employer_name: str
    started_on: Day
    ended_on: Day | None
    deactivated_on: Day | None
    end_reason: ports.EndReason | None
    contribution_status: ports.ContributionStatus

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.ended_on is not None and self.ended_on < self.started_on:
            raise ValueError("the employment ends before it starts")
        return self

    def to_port(self) -> ports.Employment:
        """Return the employment as claims see it."""
        return ports.Employment(
            npp=self.npp,
            employer_name=self.employer_name,
            started_on=self.started_on,
            ended_on=self.ended_on,
            deactivated_on=self.deactivated_on,
            end_reason=self.end_reason,
            contribution_status=self.contribution_status,
        )


class Member(Answer):
    nik: str
    kpj: str
    name: Annotated[Name, Field(min_length=1)]
    birth_date: Day
    birth_place: str
    sex: Sex
    mother_name: str | None
    employments: tuple[Employment, ...]
    merged_into: Kpj | None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if any(job.started_on <= self.birth_date for job in self.employments):
            raise ValueError("an employment starts before the birth")
        if self.merged_into == self.kpj:
            raise ValueError("merged into itself")
        return self

    def to_port(self) -> ports.Member:
        """Return the member as claims see it, employments from the oldest."""
        employments = sorted(self.employments, key=lambda employment: employment.started_on)
        return ports.Member(
            nik=self.nik,
            kpj=self.kpj,
            name=self.name,
            birth_date=self.birth_date,
            birth_place=self.birth_place,
            sex=self.sex,
            mother_name=self.mother_name,
            employments=tuple(employment.to_port() for employment in employments),
            merged_into=self.merged_into,
        )


class FoundMember(Answer):
    member: Member | None


class Balance(Answer):
    kpj: str
    contributions: SignedRupiah
    yield_: Annotated[SignedRupiah, Field(alias="yield")]
    paid_out: Rupiah
    total: SignedRupiah
    as_of: Day
    version: Annotated[str, Field(min_length=1, max_length=100)]

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if self.total != self.contributions + self.yield_ - self.paid_out:
            raise ValueError("total is not contributions + yield - paid_out")
        return self

    def to_port(self) -> ports.Balance:
        """Return the account as claims see it."""
        return ports.Balance(
            kpj=self.kpj,
            contributions=self.contributions,
            yield_=self.yield_,
            paid_out=self.paid_out,
            total=self.total,
            as_of=self.as_of,
            version=self.version,
        )


class EarlierPayment(Answer):
    paid_on: Day
    kind: Literal["full", "partial_10", "partial_30"]
    gross: Rupiah
    tax: Rupiah

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if self.tax > self.gross:
            raise ValueError("the tax is more than the amount")
        return self

    def to_port(self) -> ports.EarlierPayment:
        """Return the payment as claims see it."""
        return ports.EarlierPayment(paid_on=self.paid_on, kind=self.kind, gross=self.gross, tax=self.tax)


class EarlierPayments(Answer):
    payments: tuple[EarlierPayment, ...]


class AccountHolder(Answer):
    name: Name
    status: ports.AccountStatus

    def to_port(self) -> ports.AccountHolder:
        """Return the holder as claims see it."""
        return ports.AccountHolder(name=self.name, status=self.status)


class Headcount(Answer):
    npp: str
    on: date
    headcount: Annotated[int, Field(ge=0, le=10**7)]


class ClaimOpened(Answer):
    reference: Reference

    def to_port(self) -> str:
        """Return the core system's reference."""
        return self.reference


class PaymentOrdered(Answer):
    reference: Reference
    status: ports.PaymentState

    def to_port(self) -> ports.PaymentOrder:
        """Return the order as claims see it."""
        return ports.PaymentOrder(reference=self.reference, status=self.status)


class PaymentStatus(Answer):
    reference: Reference
    state: ports.PaymentState
    at: Moment
    reason: Reason
    gross: Rupiah
    tax: Rupiah
    net: Rupiah
    bank_code: str
    account_number: str

    @model_validator(mode="after")
    def _sums_add_up(self) -> Self:
        if self.net != self.gross - self.tax:
            raise ValueError("net is not gross - tax")
        return self

    @model_validator(mode="after")
    def _reason_when_returned(self) -> Self:
        if (self.state is ports.PaymentState.RETURNED) is not bool(self.reason):
            raise ValueError("a reason belongs to what was returned, and only there")
        return self

    def to_port(self) -> ports.PaymentStatus:
        """Return where the order stands."""
        return ports.PaymentStatus(
            reference=self.reference,
            state=self.state,
            at=self.at,
            reason=self.reason,
            sums=(self.gross, self.tax, self.net),
            account=(self.bank_code, self.account_number),
        )


class FoundPayment(Answer):
    payment: PaymentStatus | None

    def to_port(self) -> ports.PaymentStatus | None:
        """Return where the order stands, None if there is none."""
        return self.payment.to_port() if self.payment else None


class FoundPayments(Answer):
    payments: tuple[PaymentStatus | None, ...]


class Payment(PaymentStatus):
    idempotency_key: Annotated[str, Field(min_length=1, max_length=100)]
    claim_reference: Reference
    claim_number: Annotated[str, Field(min_length=1, max_length=40)]
    ordered_at: Moment

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.at < self.ordered_at:
            raise ValueError("it changed before it was ordered")
        return self

    def listed(self) -> ports.Payment:
        """Return the payment as claims see it in a listing."""
        return ports.Payment(**{name: getattr(self, name) for name in ports.Payment.__slots__})


class PaymentPage(Answer):
    payments: tuple[Payment, ...]
    next: Annotated[str, Field(max_length=80)]


class Standing(Answer):
    member: Member | None
    balance: Balance | None
    earlier: tuple[EarlierPayment, ...]
    holder: AccountHolder

    @model_validator(mode="after")
    def _balance_of_a_member(self) -> Self:
        known = self.member is not None and self.member.merged_into is None
        if known is not (self.balance is not None):
            raise ValueError("a balance belongs to a member that stands on its own, and only there")
        return self

    def to_port(self) -> ports.Standing:
        """Return the standing as claims see it."""
        return ports.Standing(
            member=self.member.to_port() if self.member else None,
            balance=self.balance.to_port() if self.balance else None,
            earlier=tuple(payment.to_port() for payment in self.earlier),
            holder=self.holder.to_port(),
        )


class Refusal(Answer):
    """The body of a 4xx answer, and of a refusal among many answers."""

    code: str
    message: str


class Refused(Answer):
    """The refusal of one item among many."""

    refused: Refusal

    def to_port(self) -> ports.Refusal:
        """Return the refusal as claims see it. Raises CoreAnswerInvalid for a code the contract lacks."""
        if self.refused.code not in ports.REFUSAL_CODES:
            raise ports.CoreAnswerInvalid("an item was refused with an unknown code")
        return ports.Refusal(self.refused.code, self.refused.message)


class ClaimsOpened(Answer):
    answers: tuple[ClaimOpened | Refused, ...]


class PaymentsOrdered(Answer):
    answers: tuple[PaymentOrdered | Refused, ...]


class Standings(Answer):
    answers: tuple[Standing | Refused, ...]

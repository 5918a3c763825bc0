"""The shapes of the core system's answers, checked strictly, and what they become in the port's terms.

A field more than the contract names is ignored; a field missing or of another type is an error.
"""

from datetime import UTC, date
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from lapak.claims import ports
from lapak.kernel.identity import Sex

Rupiah = Annotated[int, Field(ge=0)]


class Answer(BaseModel):
    """A JSON object of the contract."""

    model_config = ConfigDict(strict=True, frozen=True, hide_input_in_errors=True)


class Employment(Answer):
    npp: str
    employer_name: str
    started_on: date
    ended_on: date | None
    deactivated_on: date | None
    end_reason: ports.EndReason | None
    contribution_status: ports.ContributionStatus

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
    name: str
    birth_date: date
    birth_place: str
    sex: Sex
    mother_name: str | None
    employments: tuple[Employment, ...]

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
        )


class FoundMember(Answer):
    member: Member | None


class Balance(Answer):
    kpj: str
    contributions: int
    yield_: Annotated[int, Field(alias="yield")]
    paid_out: Rupiah
    total: int
    as_of: date
    version: str

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
    paid_on: date
    kind: Literal["full", "partial_10", "partial_30"]
    gross: Rupiah
    tax: Rupiah

    def to_port(self) -> ports.EarlierPayment:
        """Return the payment as claims see it."""
        return ports.EarlierPayment(paid_on=self.paid_on, kind=self.kind, gross=self.gross, tax=self.tax)


class EarlierPayments(Answer):
    payments: tuple[EarlierPayment, ...]


class AccountHolder(Answer):
    name: str
    status: ports.AccountStatus


class Headcount(Answer):
    headcount: Annotated[int, Field(ge=0)]


class ClaimOpened(Answer):
    reference: Annotated[str, Field(min_length=1)]


class PaymentOrdered(Answer):
    reference: Annotated[str, Field(min_length=1)]
    status: ports.PaymentState


class Payment(Answer):
    reference: Annotated[str, Field(min_length=1)]
    state: ports.PaymentState
    at: AwareDatetime
    reason: str

    def to_port(self) -> ports.PaymentStatus:
        """Return where the order stands, its moment in UTC."""
        at = self.at.astimezone(UTC)
        return ports.PaymentStatus(reference=self.reference, state=self.state, at=at, reason=self.reason)


class FoundPayment(Answer):
    payment: Payment | None

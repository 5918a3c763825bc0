"""What the calls of `openapi.yaml` take. Strict: a number is not a text, and nothing more may be sent."""

import re
from datetime import date
from typing import Annotated, Self

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

MOST_AT_ONCE = 150
MOST_PER_PAGE = 500


def _text(pattern: str) -> StringConstraints:
    return StringConstraints(pattern=pattern)


def _whole(value: object) -> object:
    """JSON knows one kind of number: 5.0 is the whole number 5."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _written(pattern: str) -> BeforeValidator:
    """A day or a moment is written out; pydantic would take a number for the seconds since 1970."""

    def check(value: object) -> object:
        if isinstance(value, str) and re.match(pattern, value, re.ASCII):
            return value
        raise ValueError("not written as a day or a moment")

    return BeforeValidator(check)


Day = Annotated[date, Field(strict=False), _written(r"\d{4}-\d{2}-\d{2}$")]
Moment = Annotated[AwareDatetime, Field(strict=False), _written(r"\d{4}-\d{2}-\d{2}[Tt ]")]
Nik = Annotated[str, _text(r"^[0-9]{16}$")]
Kpj = Annotated[str, _text(r"^[0-9]{11}$")]
Npp = Annotated[str, _text(r"^[A-Z0-9]{8}$")]
BankCode = Annotated[str, _text(r"^[0-9]{3}$")]
AccountNumber = Annotated[str, _text(r"^[0-9]{6,20}$")]
IdempotencyKey = Annotated[str, _text(r"^[A-Za-z0-9:._-]{8,100}$")]
Reference = Annotated[str, _text(r"^[A-Z0-9-]{4,40}$")]
ClaimNumber = Annotated[str, _text(r"^[A-Z0-9-]{4,40}$")]
Reason = Annotated[str, _text(r"^[a-z0-9_]{2,40}$")]
Rupiah = Annotated[int, BeforeValidator(_whole), Field(ge=0, le=10**13)]
_MANY = Field(min_length=1, max_length=MOST_AT_ONCE)
RequestId = Annotated[str, _text(r"^[A-Za-z0-9:._-]{1,100}$")]


class Request(BaseModel):
    """A JSON body."""

    model_config = ConfigDict(extra="forbid", strict=True)


class FindMember(Request):
    nik: Nik
    kpj: Kpj


class BalanceOf(Request):
    kpj: Kpj
    on: Day


class EarlierPaymentsOf(Request):
    kpj: Kpj


class InquireAccount(Request):
    bank_code: BankCode
    account_number: AccountNumber


class HeadcountOf(Request):
    npp: Npp
    on: Day


class OpenClaim(Request):
    claim_number: ClaimNumber
    kpj: Kpj
    reason: Reason


class OrderPayment(Request):
    claim_reference: Reference
    gross: Rupiah
    tax: Rupiah
    net: Rupiah
    bank_code: BankCode
    account_number: AccountNumber
    account_name: Annotated[str, StringConstraints(min_length=1, max_length=120)]


class FindPayment(Request):
    reference: Reference | None = None
    idempotency_key: IdempotencyKey | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if (self.reference is None) == (self.idempotency_key is None):
            raise ValueError("give either reference or idempotency_key")
        return self


class WithdrawOrder(Request):
    idempotency_key: IdempotencyKey


class OpeningItem(OpenClaim):
    idempotency_key: IdempotencyKey


class OrderItem(OrderPayment):
    idempotency_key: IdempotencyKey


class Inquiry(Request):
    nik: Nik
    kpj: Kpj
    on: Day
    bank_code: BankCode
    account_number: AccountNumber


class OpenClaims(Request):
    openings: Annotated[list[OpeningItem], _MANY]


class OrderPayments(Request):
    orders: Annotated[list[OrderItem], _MANY]


class FindPayments(Request):
    idempotency_keys: Annotated[list[IdempotencyKey], _MANY]


class Standings(Request):
    inquiries: Annotated[list[Inquiry], _MANY]


class ListPayments(Request):
    since: Moment
    until: Moment
    after: Annotated[str, _text(r"^([0-9]{1,11}\.[0-9]{1,9}~[A-Z0-9-]{4,40})?$")] = ""
    most: Annotated[int, BeforeValidator(_whole), Field(ge=1, le=MOST_PER_PAGE)] = MOST_PER_PAGE


class Headers(BaseModel):
    """The headers that a call reads."""

    idempotency_key: IdempotencyKey | None = None
    request_id: RequestId | None = None

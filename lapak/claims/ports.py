"""The core system (SMILE) as claims see it: members, balances, employers, bank accounts, payments.

Amounts are whole rupiah, dates are calendar days of Indonesia, moments are aware and in UTC. Every
write carries an idempotency key: sent again with the same key, it does nothing new and gives the first
answer. The published contract behind the HTTP adapter is `smile_simulator/openapi.yaml`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from lapak.kernel.identity import Sex


class ContributionStatus(StrEnum):
    """Whether the employer still reports the member; claims ask for `inactive`."""

    ACTIVE = "active"
    INACTIVE = "inactive"


class EndReason(StrEnum):
    """Why an employment ended, as the employer reported it."""

    RESIGNED = "resigned"
    LAID_OFF = "laid_off"
    RETIRED = "retired"
    CONTRACT_ENDED = "contract_ended"


class AccountStatus(StrEnum):
    """State of a bank account as the bank reports it; `unknown` when there is no such account."""

    ACTIVE = "active"
    DORMANT = "dormant"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class PaymentState(StrEnum):
    """State of a payment order: sent to the bank, paid, or returned by the bank (final for this order)."""

    ORDERED = "ordered"
    PAID = "paid"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Employment:
    """One period of work at one employer (NPP). `ended_on` is the last day; None while it runs.

    `deactivated_on` is the day the employer's report made the membership inactive.
    """

    npp: str
    employer_name: str
    started_on: date
    ended_on: date | None
    deactivated_on: date | None
    end_reason: EndReason | None
    contribution_status: ContributionStatus


@dataclass(frozen=True, slots=True)
class Member:
    """A person in the register under one member number, with employments from the oldest to the newest."""

    nik: str
    kpj: str
    name: str
    birth_date: date
    birth_place: str
    sex: Sex
    mother_name: str | None
    employments: tuple[Employment, ...]


@dataclass(frozen=True, slots=True)
class Balance:
    """The individual account on a day: `total` = `contributions` + `yield_` - `paid_out`, in rupiah.

    `version` changes whenever any of the amounts does.
    """

    kpj: str
    contributions: int
    yield_: int
    paid_out: int
    total: int
    as_of: date
    version: str


@dataclass(frozen=True, slots=True)
class EarlierPayment:
    """Money paid from the account before: `partial_10`, `partial_30` or `full`; amounts in rupiah."""

    paid_on: date
    kind: str
    gross: int
    tax: int


@dataclass(frozen=True, slots=True)
class AccountHolder:
    """What the bank says of an account. `name` is empty when the status is `unknown`."""

    name: str
    status: AccountStatus


@dataclass(frozen=True, slots=True)
class PaymentOrder:
    """A payment order the core system has taken."""

    reference: str
    status: PaymentState


@dataclass(frozen=True, slots=True)
class PaymentStatus:
    """Where a payment order stands, since when (`at`, UTC), and the bank's `reason` when returned."""

    reference: str
    state: PaymentState
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class CoreHealth:
    """Whether the core system answers, in how many milliseconds, and a word for operators if not."""

    ok: bool
    milliseconds: int
    detail: str


REFUSAL_CODES = frozenset(
    {
        "unknown_member",
        "unknown_employer",
        "unknown_claim",
        "date_out_of_range",
        "membership_active",
        "nothing_to_pay",
        "claim_number_used",
        "amounts_do_not_add_up",
        "insufficient_balance",
        "payment_already_ordered",
        "idempotency_key_reused",
        "invalid_request",
    }
)


class CoreError(Exception):
    """Something the core system did not do. Messages carry no personal data."""


class CoreUnavailable(CoreError):
    """No usable answer: time-out, refused connection, 5xx. The work may have been done; try again."""


class CoreRefused(CoreError):
    """The core system understood and said no. Final: the same request is refused again.

    `code` is one of REFUSAL_CODES.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


class CoreAnswerInvalid(CoreError):
    """The answer breaks the contract. Not to be used; somebody has to look at the other side."""


class CoreSystem(Protocol):
    """What Lapak asks of the core system.

    Every method may raise CoreUnavailable and CoreAnswerInvalid. `request_id` goes into the request's
    `X-Request-Id` header, so that both sides' logs can be laid side by side.
    """

    def find_member(self, *, nik: str, kpj: str, request_id: str = "") -> Member | None:
        """Return the member to whom both numbers belong, or None."""
        ...

    def balance(self, *, kpj: str, on: date, request_id: str = "") -> Balance:
        """Return the account on the day. Raises CoreRefused: unknown_member, date_out_of_range."""
        ...

    def earlier_payments(self, *, kpj: str, request_id: str = "") -> tuple[EarlierPayment, ...]:
        """Return payments made, the oldest first. Raises CoreRefused(unknown_member)."""
        ...

    def inquire_account(self, *, bank_code: str, account_number: str, request_id: str = "") -> AccountHolder:
        """Return the holder the bank names; status `unknown` when there is no such account."""
        ...

    def headcount(self, *, npp: str, on: date, request_id: str = "") -> int:
        """Return how many members worked at the employer on the day. Raises CoreRefused(unknown_employer)."""
        ...

    def open_claim(
        self, *, idempotency_key: str, claim_number: str, kpj: str, reason: str, request_id: str = ""
    ) -> str:
        """Open a claim and return the core system's reference.

        Raises CoreRefused: unknown_member, membership_active, nothing_to_pay, claim_number_used,
        idempotency_key_reused.
        """
        ...

    def order_payment(
        self,
        *,
        idempotency_key: str,
        claim_reference: str,
        gross: int,
        tax: int,
        net: int,
        bank_code: str,
        account_number: str,
        account_name: str,
        request_id: str = "",
    ) -> PaymentOrder:
        """Order a payment of `net` = `gross` - `tax` rupiah and return the order.

        A claim has one payment at most that is ordered or paid; after a return a new key orders again.
        Raises CoreRefused: unknown_claim, amounts_do_not_add_up, insufficient_balance,
        payment_already_ordered, idempotency_key_reused.
        """
        ...

    def payment_status(
        self, *, reference: str | None = None, idempotency_key: str | None = None, request_id: str = ""
    ) -> PaymentStatus | None:
        """Return where the order stands, found by exactly one of the two, or None if there is none.

        None for a key means that the order never arrived. Raises ValueError unless one is given.
        """
        ...

    def check(self) -> CoreHealth:
        """Return whether the core system answers now; never raises."""
        ...

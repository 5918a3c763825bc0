"""The core system (SMILE) as claims see it: members, balances, employers, bank accounts, payments.

Amounts are whole rupiah, dates are calendar days of Indonesia, moments are aware and in UTC. Every
write carries an idempotency key: sent again with the same key, it does nothing new and gives the first
answer. The published contract behind the HTTP adapter is `smile_simulator/openapi.yaml`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from lapak.kernel.identity import Sex

MOST_AT_ONCE = 150  # items in one request of a call that takes many: a day of claims at a large branch
MOST_PER_PAGE = 500  # payments in one page of a listing


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
    BUSINESS_STOPPED = "business_stopped"
    LEFT_COUNTRY = "left_country"
    DISABLED = "disabled"
    DIED = "died"


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
    """A person in the register under one member number, with employments from the oldest to the newest.

    `merged_into` is the number (KPJ) that took this membership over; None while it stands on its own.
    """

    nik: str
    kpj: str
    name: str
    birth_date: date
    birth_place: str
    sex: Sex
    mother_name: str | None
    employments: tuple[Employment, ...]
    merged_into: str | None = None


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
    """Where a payment order stands, since when (`at`, UTC), and the bank's `reason` when returned.

    `sums` are gross, tax and net in rupiah as they are paid, `account` is the bank and number they go to.
    """

    reference: str
    state: PaymentState
    at: datetime
    reason: str
    sums: tuple[int, int, int]
    account: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment in a listing: what was ordered, and where it stands since when (`at`, UTC)."""

    reference: str
    idempotency_key: str
    claim_reference: str
    claim_number: str
    gross: int
    tax: int
    net: int
    bank_code: str
    account_number: str
    ordered_at: datetime
    state: PaymentState
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class PaymentPage:
    """A part of a listing. `next` continues it, empty at the end."""

    payments: tuple[Payment, ...]
    next: str


@dataclass(frozen=True, slots=True)
class ClaimOpening:
    """A claim to be opened, with the idempotency key of the write."""

    idempotency_key: str
    claim_number: str
    kpj: str
    reason: str


@dataclass(frozen=True, slots=True)
class PaymentRequest:
    """A payment of `net` = `gross` - `tax` rupiah to be ordered, with the idempotency key of the write."""

    idempotency_key: str
    claim_reference: str
    gross: int
    tax: int
    net: int
    bank_code: str
    account_number: str
    account_name: str


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What is asked about a claim at once: a membership with its account on a day, and a bank account."""

    nik: str
    kpj: str
    on: date
    bank_code: str
    account_number: str


@dataclass(frozen=True, slots=True)
class Standing:
    """The answer to an Inquiry; of nobody, and of a merged member, there is no balance, nothing earlier."""

    member: Member | None
    balance: Balance | None
    earlier: tuple[EarlierPayment, ...]
    holder: AccountHolder


@dataclass(frozen=True, slots=True)
class Refusal:
    """The final no to one item among many; `code` is one of REFUSAL_CODES."""

    code: str
    message: str


class CircuitState(StrEnum):
    """Whether this process asks the core system: yes; no, after failures; one request now and then."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half-open"


@dataclass(frozen=True, slots=True)
class Circuit:
    """The state of this process's circuit breaker, since when (UTC)."""

    state: CircuitState
    since: datetime


@dataclass(frozen=True, slots=True)
class CoreHealth:
    """Whether the core system answers, in how many milliseconds, and a word for operators if not.

    `circuit` is None for an adapter that has no circuit breaker.
    """

    ok: bool
    milliseconds: int
    detail: str
    circuit: Circuit | None = None


REFUSAL_CODES = frozenset(
    {
        "unknown_member",
        "unknown_employer",
        "unknown_claim",
        "date_out_of_range",
        "membership_active",
        "member_merged",
        "nothing_to_pay",
        "claim_number_used",
        "amounts_do_not_add_up",
        "insufficient_balance",
        "payment_already_ordered",
        "order_withdrawn",
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

    Methods that take many give one answer for each item, in order, a Refusal where the single call would
    raise CoreRefused; they raise ValueError for more than MOST_AT_ONCE. An error for the whole leaves open
    which items were done: send all again.
    """

    def find_member(self, *, nik: str, kpj: str, request_id: str = "") -> Member | None:
        """Return the member to whom both numbers belong, or None."""
        ...

    def balance(self, *, kpj: str, on: date, request_id: str = "") -> Balance:
        """Return the account on the day.

        Raises CoreRefused: unknown_member, member_merged, date_out_of_range.
        """
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

        Raises CoreRefused: unknown_member, member_merged, membership_active, nothing_to_pay,
        claim_number_used, idempotency_key_reused.
        """
        ...

    def open_claims(
        self, *, openings: Sequence[ClaimOpening], request_id: str = ""
    ) -> tuple[str | Refusal, ...]:
        """Open each claim and return the references; see `open_claim`."""
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
        payment_already_ordered, order_withdrawn, idempotency_key_reused.
        """
        ...

    def order_payments(
        self, *, orders: Sequence[PaymentRequest], request_id: str = ""
    ) -> tuple[PaymentOrder | Refusal, ...]:
        """Order each payment and return the orders; see `order_payment`."""
        ...

    def withdraw_order(self, *, idempotency_key: str, request_id: str = "") -> PaymentStatus | None:
        """Make sure that no order is taken under this key any more; None says that none ever was.

        An order taken before is not touched: the answer is where it stands. A later one under the key is
        refused (`order_withdrawn`), so a request still on its way does no harm.
        """
        ...

    def payment_status(
        self, *, reference: str | None = None, idempotency_key: str | None = None, request_id: str = ""
    ) -> PaymentStatus | None:
        """Return where the order stands, found by exactly one of the two, or None if there is none.

        None for a key means that the order never arrived. Raises ValueError unless one is given.
        """
        ...

    def payment_statuses(
        self, *, idempotency_keys: Sequence[str], request_id: str = ""
    ) -> tuple[PaymentStatus | None, ...]:
        """Return where each order stands, None for a key under which none arrived."""
        ...

    def list_payments(
        self,
        *,
        since: datetime,
        until: datetime,
        after: str = "",
        most: int = MOST_PER_PAGE,
        request_id: str = "",
    ) -> PaymentPage:
        """Return payments whose state last changed in [`since`, `until`), the earliest change first.

        `after` is the `next` of the page before. A payment that changes between two pages moves on with its
        change and is seen again there. Raises ValueError unless `most` is 1 to MOST_PER_PAGE.
        """
        ...

    def standings(
        self, *, inquiries: Sequence[Inquiry], request_id: str = ""
    ) -> tuple[Standing | Refusal, ...]:
        """Return in one answer what find_member, balance, earlier_payments and inquire_account say."""
        ...

    def check(self) -> CoreHealth:
        """Return whether the core system answers now; never raises."""
        ...

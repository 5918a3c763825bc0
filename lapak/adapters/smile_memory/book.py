"""What the twin keeps: savers, claims, payments, and the answers given under each idempotency key."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from lapak.claims.ports import CoreRefused, EarlierPayment, Member, Payment, PaymentState, PaymentStatus

WITHDRAWN = ("withdrawn",)


@dataclass(frozen=True, slots=True)
class Saver:
    """A member and what the account holds, rupiah; the amounts stand still over time."""

    member: Member
    contributions: int
    yield_: int
    paid_before: tuple[EarlierPayment, ...] = ()


@dataclass(slots=True)
class KeptClaim:
    """A claim that was opened."""

    reference: str
    claim_number: str
    kpj: str
    reason: str


@dataclass(slots=True)
class KeptPayment:
    """A payment that was ordered; `returned_at` is None unless the bank returns it.

    A `silent` one stays under way to who asks about it; only the listing says what became of it.
    """

    reference: str
    idempotency_key: str
    claim: KeptClaim
    gross: int
    tax: int
    net: int
    bank_code: str
    account_number: str
    ordered_at: datetime
    settles_at: datetime
    returned_at: datetime | None
    return_reason: str
    silent: bool = False

    def state(self, now: datetime) -> PaymentState:
        """Return where it stands."""
        if now < self.settles_at:
            return PaymentState.ORDERED
        if self.returned_at is not None and now >= self.returned_at:
            return PaymentState.RETURNED
        return PaymentState.PAID

    def at(self, now: datetime) -> datetime:
        """Return since when it stands there."""
        state = self.state(now)
        if state is PaymentState.RETURNED and self.returned_at is not None:
            return self.returned_at
        return self.settles_at if state is PaymentState.PAID else self.ordered_at

    def status(self, now: datetime) -> PaymentStatus:
        """Return what is answered to who asks about it."""
        silent = self.silent
        state = PaymentState.ORDERED if silent else self.state(now)
        return PaymentStatus(
            reference=self.reference,
            state=state,
            at=self.ordered_at if silent else self.at(now),
            reason=self._reason(state),
            sums=(self.gross, self.tax, self.net),
            account=(self.bank_code, self.account_number),
        )

    def listed(self, now: datetime) -> Payment:
        """Return it as a listing shows it."""
        state = self.state(now)
        return Payment(
            reference=self.reference,
            idempotency_key=self.idempotency_key,
            claim_reference=self.claim.reference,
            claim_number=self.claim.claim_number,
            gross=self.gross,
            tax=self.tax,
            net=self.net,
            bank_code=self.bank_code,
            account_number=self.account_number,
            ordered_at=self.ordered_at,
            state=state,
            at=self.at(now),
            reason=self._reason(state),
        )

    def _reason(self, state: PaymentState) -> str:
        return self.return_reason if state is PaymentState.RETURNED else ""


@dataclass(slots=True)
class Book:
    """What was written."""

    claims: dict[str, KeptClaim] = field(default_factory=dict)
    payments: dict[str, KeptPayment] = field(default_factory=dict)
    answers: dict[str, tuple[tuple[object, ...], str]] = field(default_factory=dict)

    def once(self, key: str, request: tuple[object, ...], work: Callable[[], str]) -> str:
        """Do the work unless the key has an answer already, and return the answer."""
        if key not in self.answers:
            self.answers[key] = (request, work())
            return self.answers[key][1]
        known, answer = self.answers[key]
        if known == WITHDRAWN:
            raise CoreRefused("order_withdrawn", "the order was withdrawn before it came")
        if known != request:
            raise CoreRefused("idempotency_key_reused", "the key was used for another request")
        return answer

    def payment(self, *, reference: str | None = None, key: str | None = None) -> KeptPayment | None:
        """Return the payment with this reference or idempotency key, or None."""
        found = (
            one
            for one in self.payments.values()
            if reference in (one.reference, None) and key in (one.idempotency_key, None)
        )
        return next(found, None)

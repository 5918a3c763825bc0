"""The memory twin of the core system: the same rules as over HTTP, for tests with a handful of people."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from threading import RLock
from typing import TypeVar
from zoneinfo import ZoneInfo

from lapak.claims.ports import (
    AccountHolder,
    AccountStatus,
    Balance,
    CoreError,
    CoreHealth,
    CoreRefused,
    EarlierPayment,
    Member,
    PaymentOrder,
    PaymentState,
    PaymentStatus,
)
from lapak.kernel.clock import utc_now

# Parts paid after ten years may be claimed while at work (PP 46/2015 Art. 22).
WHILE_AT_WORK = frozenset({"partial_10", "partial_30"})
FIRST_BALANCE_YEAR = 1978
JAKARTA = ZoneInfo("Asia/Jakarta")
BankAccount = tuple[str, str]
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Saver:
    """A member and what the account holds, rupiah; the amounts stand still over time."""

    member: Member
    contributions: int
    yield_: int
    paid_before: tuple[EarlierPayment, ...] = ()


@dataclass(slots=True)
class _Claim:
    reference: str
    claim_number: str
    kpj: str
    reason: str


@dataclass(slots=True)
class _Payment:
    reference: str
    idempotency_key: str
    claim: _Claim
    gross: int
    tax: int
    ordered_at: datetime
    settles_at: datetime
    return_reason: str

    def state(self, now: datetime) -> PaymentState:
        if now < self.settles_at:
            return PaymentState.ORDERED
        return PaymentState.RETURNED if self.return_reason else PaymentState.PAID


@dataclass(slots=True)
class _Failure:
    operation: str
    error: CoreError
    after_work: bool


@dataclass(slots=True)
class _Book:
    """What was written, and the answers given under each idempotency key."""

    claims: dict[str, _Claim] = field(default_factory=dict)
    payments: dict[str, _Payment] = field(default_factory=dict)
    answers: dict[str, tuple[tuple[object, ...], str]] = field(default_factory=dict)


class SmileMemory:
    """A core system that lives as long as the object, safe to share between threads.

    `calls` lists the methods called with their request ids, in order.
    """

    def __init__(
        self,
        *,
        members: Iterable[Saver] = (),
        accounts: Mapping[BankAccount, AccountHolder] | None = None,
        returning: Iterable[BankAccount] = (),
        settle_after: timedelta = timedelta(0),
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._savers = {saver.member.kpj: saver for saver in members}
        self._accounts = dict(accounts or {})
        self._returning = frozenset(returning)
        self._settle_after = settle_after
        self._clock = clock
        self.calls: list[tuple[str, str]] = []
        self._book = _Book()
        self._failures: list[_Failure] = []
        self._lock = RLock()

    def fail_next(self, operation: str, error: CoreError, *, after_work: bool = False) -> None:
        """Make the next call of a method raise; with `after_work` only after it did its work."""
        self._failures.append(_Failure(operation, error, after_work))

    def find_member(self, *, nik: str, kpj: str, request_id: str = "") -> Member | None:
        """See CoreSystem.find_member."""
        return self._run("find_member", request_id, lambda: self._find_member(nik, kpj))

    def balance(self, *, kpj: str, on: date, request_id: str = "") -> Balance:
        """See CoreSystem.balance."""
        return self._run("balance", request_id, lambda: self._balance(kpj, on))

    def earlier_payments(self, *, kpj: str, request_id: str = "") -> tuple[EarlierPayment, ...]:
        """See CoreSystem.earlier_payments."""
        return self._run("earlier_payments", request_id, lambda: self._earlier_payments(kpj))

    def inquire_account(self, *, bank_code: str, account_number: str, request_id: str = "") -> AccountHolder:
        """See CoreSystem.inquire_account."""
        return self._run("inquire_account", request_id, lambda: self._holder(bank_code, account_number))

    def headcount(self, *, npp: str, on: date, request_id: str = "") -> int:
        """See CoreSystem.headcount."""
        return self._run("headcount", request_id, lambda: self._headcount(npp, on))

    def open_claim(
        self, *, idempotency_key: str, claim_number: str, kpj: str, reason: str, request_id: str = ""
    ) -> str:
        """See CoreSystem.open_claim."""
        request = ("open_claim", claim_number, kpj, reason)
        return self._run(
            "open_claim",
            request_id,
            lambda: self._once(idempotency_key, request, lambda: self._open_claim(claim_number, kpj, reason)),
        )

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
        """See CoreSystem.order_payment."""
        amounts, account = (gross, tax, net), (bank_code, account_number)
        request = ("order_payment", claim_reference, *amounts, *account, account_name)

        def work() -> str:
            return self._order_payment(idempotency_key, claim_reference, amounts, account, account_name)

        reference = self._run("order_payment", request_id, lambda: self._once(idempotency_key, request, work))
        return PaymentOrder(reference=reference, status=PaymentState.ORDERED)

    def payment_status(
        self, *, reference: str | None = None, idempotency_key: str | None = None, request_id: str = ""
    ) -> PaymentStatus | None:
        """See CoreSystem.payment_status."""
        if (reference is None) == (idempotency_key is None):
            raise ValueError("give either the reference or the idempotency key")
        return self._run(
            "payment_status", request_id, lambda: self._payment_status(reference, idempotency_key)
        )

    def check(self) -> CoreHealth:
        """See CoreSystem.check."""
        return CoreHealth(ok=True, milliseconds=0, detail="")

    def _run(self, operation: str, request_id: str, work: Callable[[], Result]) -> Result:
        with self._lock:
            self.calls.append((operation, request_id))
            failure = next((one for one in self._failures if one.operation == operation), None)
            if failure is None:
                return work()
            self._failures.remove(failure)
            if failure.after_work:
                work()
            raise failure.error

    def _once(self, key: str, request: tuple[object, ...], work: Callable[[], str]) -> str:
        """Do the work unless the key has an answer already, and return the answer."""
        if key in self._book.answers:
            known, answer = self._book.answers[key]
            if known != request:
                raise CoreRefused("idempotency_key_reused", "the key was used for another request")
            return answer
        answer = work()
        self._book.answers[key] = (request, answer)
        return answer

    def _find_member(self, nik: str, kpj: str) -> Member | None:
        saver = self._savers.get(kpj)
        return saver.member if saver is not None and saver.member.nik == nik else None

    def _saver(self, kpj: str) -> Saver:
        if kpj not in self._savers:
            raise CoreRefused("unknown_member", "there is no member with this number")
        return self._savers[kpj]

    def _balance(self, kpj: str, on: date) -> Balance:
        saver = self._saver(kpj)
        if not FIRST_BALANCE_YEAR <= on.year <= self._today().year + 1:
            raise CoreRefused("date_out_of_range", "balances are kept from 1978 to the end of next year")
        paid = [payment for payment in self._earlier_payments(kpj) if payment.paid_on <= on]
        paid_out = sum(payment.gross for payment in paid)
        return Balance(
            kpj=kpj,
            contributions=saver.contributions,
            yield_=saver.yield_,
            paid_out=paid_out,
            total=saver.contributions + saver.yield_ - paid_out,
            as_of=on,
            version=f"memory-{len(paid)}",
        )

    def _earlier_payments(self, kpj: str) -> tuple[EarlierPayment, ...]:
        now = self._clock()
        ordered = (
            EarlierPayment(
                paid_on=payment.ordered_at.astimezone(JAKARTA).date(),
                kind=payment.claim.reason if payment.claim.reason in WHILE_AT_WORK else "full",
                gross=payment.gross,
                tax=payment.tax,
            )
            for payment in self._book.payments.values()
            if payment.claim.kpj == kpj and payment.state(now) is not PaymentState.RETURNED
        )
        return (*self._saver(kpj).paid_before, *ordered)

    def _holder(self, bank_code: str, account_number: str) -> AccountHolder:
        unknown = AccountHolder(name="", status=AccountStatus.UNKNOWN)
        return self._accounts.get((bank_code, account_number), unknown)

    def _headcount(self, npp: str, on: date) -> int:
        jobs = [job for saver in self._savers.values() for job in saver.member.employments if job.npp == npp]
        if not jobs:
            raise CoreRefused("unknown_employer", "there is no employer with this number")
        return sum(job.started_on <= on and (job.ended_on is None or job.ended_on >= on) for job in jobs)

    def _open_claim(self, claim_number: str, kpj: str, reason: str) -> str:
        employments = self._saver(kpj).member.employments
        for claim in self._book.claims.values():
            if claim.claim_number == claim_number:
                if (claim.kpj, claim.reason) == (kpj, reason):
                    return claim.reference
                raise CoreRefused("claim_number_used", "the claim number belongs to another claim")
        if reason not in WHILE_AT_WORK and any(job.ended_on is None for job in employments):
            raise CoreRefused("membership_active", "the membership is still active")
        if self._balance(kpj, self._today()).total <= 0:
            raise CoreRefused("nothing_to_pay", "the account holds nothing")
        reference = f"SML-{len(self._book.claims) + 1:06d}"
        self._book.claims[reference] = _Claim(reference, claim_number, kpj, reason)
        return reference

    def _order_payment(
        self, key: str, claim_reference: str, amounts: tuple[int, int, int], account: BankAccount, name: str
    ) -> str:
        gross, tax, net = amounts
        claim, now = self._book.claims.get(claim_reference), self._clock()
        if claim is None:
            raise CoreRefused("unknown_claim", "there is no claim with this reference")
        if net != gross - tax or net <= 0:
            raise CoreRefused("amounts_do_not_add_up", "net must be gross minus tax, and more than nothing")
        if any(
            payment.claim is claim and payment.state(now) is not PaymentState.RETURNED
            for payment in self._book.payments.values()
        ):
            raise CoreRefused("payment_already_ordered", "the claim has a payment that was not returned")
        if gross > self._balance(claim.kpj, self._today()).total:
            raise CoreRefused("insufficient_balance", "the account holds less than the amount")
        reference = f"PAY-{len(self._book.payments) + 1:06d}"
        settles_at, reason = now + self._settle_after, self._return_reason(account, name)
        self._book.payments[reference] = _Payment(reference, key, claim, gross, tax, now, settles_at, reason)
        return reference

    def _return_reason(self, account: BankAccount, name: str) -> str:
        """Return why the bank will send the money back, or an empty text if it will not."""
        holder = self._holder(*account)
        if holder.status is not AccountStatus.ACTIVE:
            return f"account_{holder.status}"
        if _plain(holder.name) != _plain(name):
            return "account_name_differs"
        return "returned_by_bank" if account in self._returning else ""

    def _payment_status(self, reference: str | None, idempotency_key: str | None) -> PaymentStatus | None:
        for payment in self._book.payments.values():
            if reference in (payment.reference, None) and idempotency_key in (payment.idempotency_key, None):
                state = payment.state(self._clock())
                ordered = state is PaymentState.ORDERED
                return PaymentStatus(
                    reference=payment.reference,
                    state=state,
                    at=payment.ordered_at if ordered else payment.settles_at,
                    reason=payment.return_reason if state is PaymentState.RETURNED else "",
                )
        return None

    def _today(self) -> date:
        return self._clock().astimezone(JAKARTA).date()


def _plain(name: str) -> str:
    """Return a holder's name as banks compare it: capital letters and digits only."""
    return "".join(character for character in name.upper() if character.isalnum())

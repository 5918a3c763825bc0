"""The same rules as over HTTP, kept in memory."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import count
from threading import RLock
from typing import TypeVar
from zoneinfo import ZoneInfo

from lapak.adapters.smile_memory.book import WITHDRAWN, Book, KeptClaim, KeptPayment, Saver
from lapak.claims.ports import (
    MOST_AT_ONCE,
    MOST_PER_PAGE,
    AccountHolder,
    AccountStatus,
    Balance,
    ClaimOpening,
    CoreError,
    CoreHealth,
    CoreRefused,
    CoreUnavailable,
    EarlierPayment,
    Inquiry,
    Member,
    PaymentOrder,
    PaymentPage,
    PaymentRequest,
    PaymentState,
    PaymentStatus,
    Refusal,
    Standing,
)
from lapak.kernel.clock import utc_now

# Parts paid after ten years may be claimed while at work (PP 46/2015 Art. 22).
WHILE_AT_WORK = frozenset({"partial_10", "partial_30"})
# Reasons for which nobody waits until the employer has reported the end of work.
BEFORE_THE_END = WHILE_AT_WORK | {"death", "total_disability"}
# A failure of the call for one strikes the call for many too.
FOR_MANY = {
    "open_claims": "open_claim",
    "order_payments": "order_payment",
    "payment_statuses": "payment_status",
    "standings": "standing",
}
FIRST_BALANCE_YEAR = 1978
JAKARTA = ZoneInfo("Asia/Jakarta")
BankAccount = tuple[str, str]
Asked = TypeVar("Asked")
Result = TypeVar("Result")


@dataclass(slots=True)
class _Failure:
    operation: str
    error: CoreError
    after_work: bool


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
        self._book = Book()
        self._numbers = count(1)
        self._failures: list[_Failure] = []
        self._away = False
        self._lock = RLock()

    def fail_next(self, operation: str, error: CoreError, *, after_work: bool = False) -> None:
        """Make the next call of a method raise; with `after_work` only after it did its work.

        In a call for many a refusal strikes one item.
        """
        self._failures.append(_Failure(operation, error, after_work))

    def be_away(self, away: bool = True) -> None:
        """Answer nothing more, until called with False."""
        self._away = away

    def tamper(self, key: str, **changes: object) -> None:
        """Change what the core system keeps of the payment ordered under a key, field by field."""
        kept = self._payment_of(key)
        self._book.payments[kept.reference] = replace(kept, **changes)  # type: ignore[arg-type] # by name

    def forget(self, key: str) -> None:
        """Lose the payment ordered under a key, as if it had never come."""
        del self._book.payments[self._payment_of(key).reference]
        del self._book.answers[key]

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
        opening = ClaimOpening(idempotency_key, claim_number, kpj, reason)
        return self._run("open_claim", request_id, lambda: self._open_once(opening))

    def open_claims(
        self, *, openings: Sequence[ClaimOpening], request_id: str = ""
    ) -> tuple[str | Refusal, ...]:
        """See CoreSystem.open_claims."""
        _require_few(openings)
        return self._run(
            "open_claims", request_id, lambda: self._each("open_claims", self._open_once, openings)
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
        order = PaymentRequest(
            idempotency_key, claim_reference, gross, tax, net, bank_code, account_number, account_name
        )
        return self._run("order_payment", request_id, lambda: self._order_once(order))

    def order_payments(
        self, *, orders: Sequence[PaymentRequest], request_id: str = ""
    ) -> tuple[PaymentOrder | Refusal, ...]:
        """See CoreSystem.order_payments."""
        _require_few(orders)
        return self._run(
            "order_payments", request_id, lambda: self._each("order_payments", self._order_once, orders)
        )

    def withdraw_order(self, *, idempotency_key: str, request_id: str = "") -> PaymentStatus | None:
        """See CoreSystem.withdraw_order."""
        return self._run("withdraw_order", request_id, lambda: self._withdraw(idempotency_key))

    def payment_status(
        self, *, reference: str | None = None, idempotency_key: str | None = None, request_id: str = ""
    ) -> PaymentStatus | None:
        """See CoreSystem.payment_status."""
        if (reference is None) == (idempotency_key is None):
            raise ValueError("give either the reference or the idempotency key")
        return self._run("payment_status", request_id, lambda: self._status(reference, idempotency_key))

    def payment_statuses(
        self, *, idempotency_keys: Sequence[str], request_id: str = ""
    ) -> tuple[PaymentStatus | None, ...]:
        """See CoreSystem.payment_statuses."""
        _require_few(idempotency_keys)
        return self._run(
            "payment_statuses", request_id, lambda: tuple(self._status(None, key) for key in idempotency_keys)
        )

    def list_payments(
        self,
        *,
        since: datetime,
        until: datetime,
        after: str = "",
        most: int = MOST_PER_PAGE,
        request_id: str = "",
    ) -> PaymentPage:
        """See CoreSystem.list_payments."""
        if not 1 <= most <= MOST_PER_PAGE:
            raise ValueError(f"a page has 1 to {MOST_PER_PAGE} payments")
        return self._run("list_payments", request_id, lambda: self._page(since, until, after, most))

    def standings(
        self, *, inquiries: Sequence[Inquiry], request_id: str = ""
    ) -> tuple[Standing | Refusal, ...]:
        """See CoreSystem.standings."""
        _require_few(inquiries)
        return self._run("standings", request_id, lambda: self._each("standings", self._standing, inquiries))

    def check(self) -> CoreHealth:
        """See CoreSystem.check."""
        return CoreHealth(ok=not self._away, milliseconds=0, detail="away" if self._away else "")

    def _run(self, operation: str, request_id: str, work: Callable[[], Result]) -> Result:
        with self._lock:
            self.calls.append((operation, request_id))
            if self._away:
                raise CoreUnavailable("away")
            failure = self._next_failure(operation, of_items=False)
            if failure is None:
                return work()
            if failure.after_work:
                work()
            raise failure.error

    def _next_failure(self, operation: str, *, of_items: bool) -> _Failure | None:
        """Take the next failure of a call; of one for many, a refusal strikes an item of it."""
        single = FOR_MANY.get(operation)
        for failure in self._failures:
            refuses = single is not None and isinstance(failure.error, CoreRefused)
            if failure.operation in (operation, single) and refuses is of_items:
                self._failures.remove(failure)
                return failure
        return None

    def _each(
        self, operation: str, work: Callable[[Asked], Result], items: Sequence[Asked]
    ) -> tuple[Result | Refusal, ...]:
        """Return the answer to each item, a refusal as such."""

        def answer(item: Asked) -> Result | Refusal:
            failure = self._next_failure(operation, of_items=True)
            try:
                if failure is None or failure.after_work:
                    done = work(item)
                if failure is not None:
                    raise failure.error
            except CoreRefused as refusal:
                return Refusal(refusal.code, refusal.message)
            return done

        return tuple(answer(item) for item in items)

    def _find_member(self, nik: str, kpj: str) -> Member | None:
        saver = self._savers.get(kpj)
        return saver.member if saver is not None and saver.member.nik == nik else None

    def _saver(self, kpj: str) -> Saver:
        if kpj not in self._savers:
            raise CoreRefused("unknown_member", "there is no member with this number")
        return self._savers[kpj]

    def _balance(self, kpj: str, on: date) -> Balance:
        saver = self._saver(kpj)
        if saver.member.merged_into:
            raise CoreRefused("member_merged", "the membership was taken over by another number")
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
            if payment.claim.kpj == kpj and not _is_returned(payment, now)
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

    def _open_once(self, opening: ClaimOpening) -> str:
        request = ("open_claim", opening.claim_number, opening.kpj, opening.reason)
        return self._book.once(opening.idempotency_key, request, lambda: self._open(opening))

    def _open(self, opening: ClaimOpening) -> str:
        kpj, reason = opening.kpj, opening.reason
        member = self._saver(kpj).member
        for claim in self._book.claims.values():
            if claim.claim_number == opening.claim_number:
                if (claim.kpj, claim.reason) == (kpj, reason):
                    return claim.reference
                raise CoreRefused("claim_number_used", "the claim number belongs to another claim")
        balance = self._balance(kpj, self._today())
        if reason not in BEFORE_THE_END and any(job.ended_on is None for job in member.employments):
            raise CoreRefused("membership_active", "the membership is still active")
        if balance.total <= 0:
            raise CoreRefused("nothing_to_pay", "the account holds nothing")
        reference = f"SML-{len(self._book.claims) + 1:06d}"
        self._book.claims[reference] = KeptClaim(reference, opening.claim_number, kpj, reason)
        return reference

    def _order_once(self, order: PaymentRequest) -> PaymentOrder:
        request = ("order_payment", replace(order, idempotency_key=""))
        reference = self._book.once(order.idempotency_key, request, lambda: self._order(order))
        return PaymentOrder(reference=reference, status=PaymentState.ORDERED)

    def _order(self, order: PaymentRequest) -> str:
        claim, now = self._book.claims.get(order.claim_reference), self._clock()
        if claim is None:
            raise CoreRefused("unknown_claim", "there is no claim with this reference")
        if order.net != order.gross - order.tax or order.net <= 0:
            raise CoreRefused("amounts_do_not_add_up", "net must be gross minus tax, and more than nothing")
        if any(
            payment.claim is claim and not _is_returned(payment, now)
            for payment in self._book.payments.values()
        ):
            raise CoreRefused("payment_already_ordered", "the claim has a payment that was not returned")
        if order.gross > self._balance(claim.kpj, self._today()).total:
            raise CoreRefused("insufficient_balance", "the account holds less than the amount")
        reference = f"PAY-{next(self._numbers):06d}"
        settles_at = now + self._settle_after
        reason = self._return_reason((order.bank_code, order.account_number), order.account_name)
        self._book.payments[reference] = KeptPayment(
            reference=reference,
            idempotency_key=order.idempotency_key,
            claim=claim,
            gross=order.gross,
            tax=order.tax,
            net=order.net,
            bank_code=order.bank_code,
            account_number=order.account_number,
            ordered_at=now,
            settles_at=settles_at,
            returned_at=settles_at if reason else None,
            return_reason=reason,
        )
        return reference

    def _return_reason(self, account: BankAccount, name: str) -> str:
        """Return why the bank will send the money back, or an empty text if it will not."""
        holder = self._holder(*account)
        if holder.status is not AccountStatus.ACTIVE:
            return f"account_{holder.status}"
        if _plain(holder.name) != _plain(name):
            return "account_name_differs"
        return "returned_by_bank" if account in self._returning else ""

    def _withdraw(self, key: str) -> PaymentStatus | None:
        found = self._status(None, key)
        if found is None:
            self._book.answers.setdefault(key, (WITHDRAWN, ""))
        return found

    def _status(self, reference: str | None, key: str | None) -> PaymentStatus | None:
        payment = self._book.payment(reference=reference, key=key)
        return payment.status(self._clock()) if payment else None

    def _page(self, since: datetime, until: datetime, after: str, most: int) -> PaymentPage:
        now = self._clock()
        changed = sorted((one.at(now), one.reference) for one in self._book.payments.values())
        listed = [one for one in changed if since <= one[0] < until and _cursor(*one) > after]
        shown = [self._book.payments[reference].listed(now) for _, reference in listed[:most]]
        follows = _cursor(*listed[most - 1]) if len(listed) > most else ""
        return PaymentPage(payments=tuple(shown), next=follows)

    def _standing(self, asked: Inquiry) -> Standing:
        member = self._find_member(asked.nik, asked.kpj)
        known = member is not None and member.merged_into is None
        return Standing(
            member=member,
            balance=self._balance(asked.kpj, asked.on) if known else None,
            earlier=self._earlier_payments(asked.kpj) if known else (),
            holder=self._holder(asked.bank_code, asked.account_number),
        )

    def _payment_of(self, key: str) -> KeptPayment:
        payment = self._book.payment(key=key)
        if payment is None:
            raise LookupError(key)
        return payment

    def _today(self) -> date:
        return self._clock().astimezone(JAKARTA).date()


def _require_few(items: Sequence[object]) -> None:
    if not 1 <= len(items) <= MOST_AT_ONCE:
        raise ValueError(f"one request takes 1 to {MOST_AT_ONCE} items")


def _cursor(at: datetime, reference: str) -> str:
    return f"{at.isoformat(timespec='microseconds')}~{reference}"


def _is_returned(payment: KeptPayment, now: datetime) -> bool:
    return payment.state(now) is PaymentState.RETURNED


def _plain(name: str) -> str:
    """Return a holder's name as banks compare it: capital letters and digits only."""
    return "".join(character for character in name.upper() if character.isalnum())

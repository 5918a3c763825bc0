"""The CoreSystem port over HTTP."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import TypeVar

import httpx
from pydantic import BaseModel

from lapak.adapters.smile_http import answers
from lapak.adapters.smile_http.breaker import Breaker
from lapak.adapters.smile_http.transport import Transport
from lapak.claims.ports import (
    MOST_AT_ONCE,
    MOST_PER_PAGE,
    AccountHolder,
    Balance,
    ClaimOpening,
    CoreAnswerInvalid,
    CoreHealth,
    CoreUnavailable,
    EarlierPayment,
    Inquiry,
    Member,
    PaymentOrder,
    PaymentPage,
    PaymentRequest,
    PaymentStatus,
    Refusal,
    Standing,
)
from lapak.kernel.clock import monotonic_seconds

CHECK_SECONDS = 2.0
# Calls for many have more to do, so they are waited for this many times longer.
TIMES_FOR_MANY = 3
Answer = TypeVar("Answer", bound=BaseModel)


class SmileHttp:
    """The core system at `url`. One instance serves all threads of a process and pools its connections.

    An attempt is waited for `read_seconds` (three times that for many items); no new one begins after twelve
    seconds. After `failures` in a row the circuit opens: everybody gets CoreUnavailable at once, and one
    request every `open_seconds` tries whether the core system is back.
    """

    def __init__(
        self,
        *,
        url: str,
        token: str,
        read_seconds: float = 5.0,
        attempts: int = 3,
        failures: int = 5,
        open_seconds: float = 5.0,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._seconds = read_seconds
        self._client = httpx.Client(
            base_url=url, headers={"Authorization": f"Bearer {token}"}, transport=transport
        )
        self._breaker = Breaker(failures=failures, open_seconds=open_seconds)
        self._transport = Transport(client=self._client, attempts=attempts, breaker=self._breaker)

    def close(self) -> None:
        """Close the pooled connections."""
        self._client.close()

    def find_member(self, *, nik: str, kpj: str, request_id: str = "") -> Member | None:
        """See CoreSystem.find_member."""
        body = {"nik": nik, "kpj": kpj}
        found = self._ask("/v1/members/lookup", answers.FoundMember, body, request_id=request_id).member
        if found is None:
            return None
        _require((found.nik, found.kpj) == (nik, kpj), "a member of other numbers")
        return found.to_port()

    def balance(self, *, kpj: str, on: date, request_id: str = "") -> Balance:
        """See CoreSystem.balance."""
        body = {"kpj": kpj, "on": on.isoformat()}
        account = self._ask("/v1/balances/lookup", answers.Balance, body, request_id=request_id)
        _require((account.kpj, account.as_of) == (kpj, on), "a balance of another account or day")
        return account.to_port()

    def earlier_payments(self, *, kpj: str, request_id: str = "") -> tuple[EarlierPayment, ...]:
        """See CoreSystem.earlier_payments."""
        history = self._ask(
            "/v1/payments/history", answers.EarlierPayments, {"kpj": kpj}, request_id=request_id
        )
        return tuple(payment.to_port() for payment in history.payments)

    def inquire_account(self, *, bank_code: str, account_number: str, request_id: str = "") -> AccountHolder:
        """See CoreSystem.inquire_account."""
        body = {"bank_code": bank_code, "account_number": account_number}
        return self._ask("/v1/accounts/inquiry", answers.AccountHolder, body, request_id=request_id).to_port()

    def headcount(self, *, npp: str, on: date, request_id: str = "") -> int:
        """See CoreSystem.headcount."""
        body = {"npp": npp, "on": on.isoformat()}
        counted = self._ask("/v1/employers/headcount", answers.Headcount, body, request_id=request_id)
        _require((counted.npp, counted.on) == (npp, on), "a head count of another employer or day")
        return counted.headcount

    def standings(
        self, *, inquiries: Sequence[Inquiry], request_id: str = ""
    ) -> tuple[Standing | Refusal, ...]:
        """See CoreSystem.standings."""
        asked = [{**asdict(one), "on": one.on.isoformat()} for one in inquiries]
        said = self._ask_for_many(
            "/v1/standings", answers.Standings, "inquiries", asked, request_id=request_id
        )
        _require(len(said.answers) == len(inquiries), "another number of answers than questions")
        for one, inquiry in zip(said.answers, inquiries, strict=True):
            if isinstance(one, answers.Standing):
                _require_about(one, inquiry)
        return tuple(one.to_port() for one in said.answers)

    def open_claim(
        self, *, idempotency_key: str, claim_number: str, kpj: str, reason: str, request_id: str = ""
    ) -> str:
        """See CoreSystem.open_claim."""
        body = {"claim_number": claim_number, "kpj": kpj, "reason": reason}
        return self._ask(
            "/v1/claims",
            answers.ClaimOpened,
            body,
            request_id=request_id,
            idempotency_key=idempotency_key,
        ).to_port()

    def open_claims(
        self, *, openings: Sequence[ClaimOpening], request_id: str = ""
    ) -> tuple[str | Refusal, ...]:
        """See CoreSystem.open_claims."""
        asked = [asdict(one) for one in openings]
        said = self._ask_for_many(
            "/v1/claims/batch", answers.ClaimsOpened, "openings", asked, request_id=request_id
        )
        _require(len(said.answers) == len(openings), "another number of answers than claims")
        return tuple(one.to_port() for one in said.answers)

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
        body = {
            "claim_reference": claim_reference,
            "gross": gross,
            "tax": tax,
            "net": net,
            "bank_code": bank_code,
            "account_number": account_number,
            "account_name": account_name,
        }
        return self._ask(
            "/v1/payment-orders",
            answers.PaymentOrdered,
            body,
            request_id=request_id,
            idempotency_key=idempotency_key,
        ).to_port()

    def order_payments(
        self, *, orders: Sequence[PaymentRequest], request_id: str = ""
    ) -> tuple[PaymentOrder | Refusal, ...]:
        """See CoreSystem.order_payments."""
        asked = [asdict(one) for one in orders]
        said = self._ask_for_many(
            "/v1/payment-orders/batch", answers.PaymentsOrdered, "orders", asked, request_id=request_id
        )
        _require(len(said.answers) == len(orders), "another number of answers than orders")
        return tuple(one.to_port() for one in said.answers)

    def withdraw_order(self, *, idempotency_key: str, request_id: str = "") -> PaymentStatus | None:
        """See CoreSystem.withdraw_order."""
        body = {"idempotency_key": idempotency_key}
        return self._ask(
            "/v1/payment-orders/withdraw", answers.FoundPayment, body, request_id=request_id
        ).to_port()

    def payment_status(
        self, *, reference: str | None = None, idempotency_key: str | None = None, request_id: str = ""
    ) -> PaymentStatus | None:
        """See CoreSystem.payment_status."""
        if reference is not None and idempotency_key is None:
            body = {"reference": reference}
        elif idempotency_key is not None and reference is None:
            body = {"idempotency_key": idempotency_key}
        else:
            raise ValueError("give either the reference or the idempotency key")
        found = self._ask(
            "/v1/payment-orders/lookup", answers.FoundPayment, body, request_id=request_id
        ).to_port()
        if found is not None and reference is not None:
            _require(found.reference == reference, "the status of another order")
        return found

    def payment_statuses(
        self, *, idempotency_keys: Sequence[str], request_id: str = ""
    ) -> tuple[PaymentStatus | None, ...]:
        """See CoreSystem.payment_statuses."""
        said = self._ask_for_many(
            "/v1/payment-orders/lookup-batch",
            answers.FoundPayments,
            "idempotency_keys",
            list(idempotency_keys),
            request_id=request_id,
        )
        _require(len(said.payments) == len(idempotency_keys), "another number of answers than keys")
        return tuple(one.to_port() if one else None for one in said.payments)

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
        page = self._ask(
            "/v1/payment-orders/list",
            answers.PaymentPage,
            {"since": since.isoformat(), "until": until.isoformat(), "after": after, "most": most},
            request_id=request_id,
            times=TIMES_FOR_MANY,
        )
        _require(len(page.payments) <= most, "more payments than asked for")
        _require(all(since <= one.at < until for one in page.payments), "a payment outside the period")
        _require(not page.next or (bool(page.payments) and page.next != after), "a listing without an end")
        return PaymentPage(payments=tuple(one.listed() for one in page.payments), next=page.next)

    def check(self) -> CoreHealth:
        """See CoreSystem.check. Asks whatever the circuit says, and does not change it."""
        circuit, began = self._breaker.circuit(), monotonic_seconds()
        try:
            response = self._transport.get("/healthz", seconds=CHECK_SECONDS)
        except CoreUnavailable as error:
            return CoreHealth(ok=False, milliseconds=0, detail=str(error), circuit=circuit)
        milliseconds = round((monotonic_seconds() - began) * 1000)
        detail = "" if response.is_success else f"status {response.status_code}"
        return CoreHealth(ok=response.is_success, milliseconds=milliseconds, detail=detail, circuit=circuit)

    def _ask(
        self,
        path: str,
        answer: type[Answer],
        body: Mapping[str, object],
        *,
        request_id: str,
        idempotency_key: str = "",
        times: int = 1,
    ) -> Answer:
        return self._transport.post(
            path,
            answer,
            body=body,
            seconds=self._seconds * times,
            request_id=request_id,
            idempotency_key=idempotency_key,
        )

    def _ask_for_many(
        self, path: str, answer: type[Answer], name: str, items: Sequence[object], *, request_id: str
    ) -> Answer:
        if not 1 <= len(items) <= MOST_AT_ONCE:
            raise ValueError(f"one request takes 1 to {MOST_AT_ONCE} items")
        return self._ask(path, answer, {name: items}, request_id=request_id, times=TIMES_FOR_MANY)


def _require_about(standing: answers.Standing, asked: Inquiry) -> None:
    if standing.member is not None:
        numbers = (standing.member.nik, standing.member.kpj)
        _require(numbers == (asked.nik, asked.kpj), "a member of other numbers")
    if standing.balance is not None:
        found = (standing.balance.kpj, standing.balance.as_of)
        _require(found == (asked.kpj, asked.on), "a balance of another account or day")


def _require(holds: bool, otherwise: str) -> None:
    """Raise CoreAnswerInvalid when the core system answers about something else than it was asked."""
    if not holds:
        raise CoreAnswerInvalid(f"the answer is about {otherwise}")

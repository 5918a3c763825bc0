"""The CoreSystem port over HTTP."""

from datetime import date

import httpx

from lapak.adapters.smile_http import answers
from lapak.adapters.smile_http.transport import Transport
from lapak.claims.ports import (
    AccountHolder,
    Balance,
    CoreHealth,
    CoreUnavailable,
    EarlierPayment,
    Member,
    PaymentOrder,
    PaymentStatus,
)

CHECK_SECONDS = 2.0


class SmileHttp:
    """The core system at `url`. One instance serves all threads of a process and pools its connections.

    A call ends after about `attempts` x `read_seconds` at the latest.
    """

    def __init__(
        self,
        *,
        url: str,
        token: str,
        connect_seconds: float = 2.0,
        read_seconds: float = 5.0,
        attempts: int = 3,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        client = httpx.Client(
            base_url=url,
            headers={"Authorization": f"Bearer {token}"},
            timeout=httpx.Timeout(read_seconds, connect=connect_seconds),
            transport=transport,
        )
        self._client = client
        self._transport = Transport(client=client, attempts=attempts)

    def close(self) -> None:
        """Close the pooled connections."""
        self._client.close()

    def find_member(self, *, nik: str, kpj: str, request_id: str = "") -> Member | None:
        """See CoreSystem.find_member."""
        found = self._transport.post(
            "/v1/members/lookup",
            answers.FoundMember,
            body={"nik": nik, "kpj": kpj},
            request_id=request_id,
        )
        return None if found.member is None else found.member.to_port()

    def balance(self, *, kpj: str, on: date, request_id: str = "") -> Balance:
        """See CoreSystem.balance."""
        account = self._transport.post(
            "/v1/balances/lookup",
            answers.Balance,
            body={"kpj": kpj, "on": on.isoformat()},
            request_id=request_id,
        )
        return account.to_port()

    def earlier_payments(self, *, kpj: str, request_id: str = "") -> tuple[EarlierPayment, ...]:
        """See CoreSystem.earlier_payments."""
        history = self._transport.post(
            "/v1/payments/history", answers.EarlierPayments, body={"kpj": kpj}, request_id=request_id
        )
        return tuple(payment.to_port() for payment in history.payments)

    def inquire_account(self, *, bank_code: str, account_number: str, request_id: str = "") -> AccountHolder:
        """See CoreSystem.inquire_account."""
        holder = self._transport.post(
            "/v1/accounts/inquiry",
            answers.AccountHolder,
            body={"bank_code": bank_code, "account_number": account_number},
            request_id=request_id,
        )
        return AccountHolder(name=holder.name, status=holder.status)

    def headcount(self, *, npp: str, on: date, request_id: str = "") -> int:
        """See CoreSystem.headcount."""
        counted = self._transport.post(
            "/v1/employers/headcount",
            answers.Headcount,
            body={"npp": npp, "on": on.isoformat()},
            request_id=request_id,
        )
        return counted.headcount

    def open_claim(
        self, *, idempotency_key: str, claim_number: str, kpj: str, reason: str, request_id: str = ""
    ) -> str:
        """See CoreSystem.open_claim."""
        opened = self._transport.post(
            "/v1/claims",
            answers.ClaimOpened,
            body={"claim_number": claim_number, "kpj": kpj, "reason": reason},
            request_id=request_id,
            idempotency_key=idempotency_key,
        )
        return opened.reference

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
        ordered = self._transport.post(
            "/v1/payment-orders",
            answers.PaymentOrdered,
            body={
                "claim_reference": claim_reference,
                "gross": gross,
                "tax": tax,
                "net": net,
                "bank_code": bank_code,
                "account_number": account_number,
                "account_name": account_name,
            },
            request_id=request_id,
            idempotency_key=idempotency_key,
        )
        return PaymentOrder(reference=ordered.reference, status=ordered.status)

    def payment_status(
        self, *, reference: str | None = None, idempotency_key: str | None = None, request_id: str = ""
    ) -> PaymentStatus | None:
        """See CoreSystem.payment_status."""
        if reference is not None and idempotency_key is None:
            body: dict[str, str | int] = {"reference": reference}
        elif idempotency_key is not None and reference is None:
            body = {"idempotency_key": idempotency_key}
        else:
            raise ValueError("give either the reference or the idempotency key")
        found = self._transport.post(
            "/v1/payment-orders/lookup", answers.FoundPayment, body=body, request_id=request_id
        )
        return None if found.payment is None else found.payment.to_port()

    def check(self) -> CoreHealth:
        """See CoreSystem.check."""
        try:
            response = self._transport.get("/healthz", seconds=CHECK_SECONDS)
        except CoreUnavailable as error:
            return CoreHealth(ok=False, milliseconds=0, detail=str(error))
        milliseconds = round(response.elapsed.total_seconds() * 1000)
        detail = "" if response.is_success else f"status {response.status_code}"
        return CoreHealth(ok=response.is_success, milliseconds=milliseconds, detail=detail)

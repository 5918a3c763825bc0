"""What the background tasks tell the core system."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lapak.claims.facts import CoreFacts
from lapak.claims.models import Claim, PaymentOrder
from lapak.claims.ports import PaymentRequest
from lapak.claims.queries.once import asking_once
from lapak.claims.queries.sums import sum_differs
from lapak.kernel.errors import NotFound


@dataclass(frozen=True)
class Opening:
    """A claim as the core system is told of it; `reference` is empty until it answered."""

    number: str
    kpj: str
    reason: str
    reference: str


@dataclass(frozen=True)
class Order:
    """A payment order as the core system is told of it, in rupiah; `open` until it is settled.

    `seen` is what the core system had answered when the payment was decided on.
    """

    id: UUID
    open: bool
    idempotency_key: str
    core_reference: str
    claim_reference: str
    claim_refusal: str
    gross: int
    tax: int
    net: int
    bank_code: str
    account_number: str
    account_name: str
    seen: CoreFacts

    def is_for(self, *, sums: tuple[int, int, int], account: tuple[str, str]) -> bool:
        """Return whether gross, tax and net and the account (bank, number) are those that were ordered."""
        ordered = (self.gross, self.tax, self.net)
        return sums == ordered and account == (self.bank_code, self.account_number)

    @property
    def request(self) -> PaymentRequest:
        """The order in the words of the port."""
        return PaymentRequest(
            idempotency_key=self.idempotency_key,
            claim_reference=self.claim_reference,
            gross=self.gross,
            tax=self.tax,
            net=self.net,
            bank_code=self.bank_code,
            account_number=self.account_number,
            account_name=self.account_name,
        )


def openings(*, claim_ids: Collection[UUID]) -> dict[UUID, Opening]:
    """Return what to tell of those of the submitted claims that exist, by id."""
    rows = Claim.objects.filter(pk__in=claim_ids).only("number", "kpj", "reason", "core_reference")
    return {row.pk: Opening(row.number or "", row.kpj, row.reason, row.core_reference) for row in rows}


def order(*, order_id: UUID) -> Order:
    """Return what to tell of an order. Raises NotFound(`order_unknown`)."""
    found = orders(order_ids=[order_id])
    if not found:
        raise NotFound("order_unknown")
    return found[order_id]


def orders(*, order_ids: Collection[UUID]) -> dict[UUID, Order]:
    """Return what to tell of those of the orders that exist, by id."""
    rows = PaymentOrder.objects.select_related("claim").filter(pk__in=order_ids)
    return {row.pk: _order(row) for row in rows}


def changed_sums(*, order_ids: Collection[UUID], now: datetime) -> frozenset[UUID]:
    """Return the orders of which today, on the day of the branch, another sum or tax would be worked out."""
    rows = PaymentOrder.objects.select_related("claim__branch").filter(pk__in=order_ids)
    with asking_once():
        return frozenset(row.pk for row in rows if sum_differs(row.claim, now=now))


def last_order(*, claim_id: UUID) -> Order | None:
    """Return the newest attempt to pay a claim, None when there is none."""
    row = PaymentOrder.objects.select_related("claim").filter(claim_id=claim_id).order_by("-attempt").first()
    return _order(row) if row else None


def _order(row: PaymentOrder) -> Order:
    return Order(
        id=row.pk,
        open=row.state == PaymentOrder.State.ORDERED,
        idempotency_key=row.idempotency_key,
        core_reference=row.core_reference,
        claim_reference=row.claim.core_reference,
        claim_refusal=row.claim.core_refusal,
        gross=row.gross,
        tax=row.tax,
        net=row.net,
        bank_code=row.bank_code,
        account_number=row.account_number,
        account_name=row.account_name,
        seen=row.claim.known,
    )

"""What the background tasks tell the core system."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from lapak.claims.models import Claim, PaymentOrder
from lapak.kernel.errors import NotFound

LONG_UNDER_WAY = timedelta(hours=6)


@dataclass(frozen=True)
class Opening:
    """A claim as the core system is told of it; `reference` is empty until it answered."""

    number: str
    kpj: str
    reason: str
    reference: str


@dataclass(frozen=True)
class Order:
    """A payment order as the core system is told of it, in rupiah; `open` until it is settled."""

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


def opening(*, claim_id: UUID) -> Opening:
    """Return what to tell of a submitted claim. Raises NotFound(`claim_unknown`)."""
    row = Claim.objects.filter(pk=claim_id).first()
    if row is None:
        raise NotFound("claim_unknown")
    return Opening(row.number or "", row.kpj, row.reason, row.core_reference)


def order(*, order_id: UUID) -> Order:
    """Return what to tell of an order. Raises NotFound(`order_unknown`)."""
    row = PaymentOrder.objects.select_related("claim").filter(pk=order_id).first()
    if row is None:
        raise NotFound("order_unknown")
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
    )


def long_under_way(*, now: datetime) -> tuple[UUID, ...]:
    """Return orders the core system took hours ago and nobody has seen settled, the oldest first."""
    rows = PaymentOrder.objects.filter(
        state=PaymentOrder.State.ORDERED, ordered_at__lt=now - LONG_UNDER_WAY
    ).exclude(core_reference="")
    return tuple(rows.order_by("ordered_at").values_list("pk", flat=True))

"""Telling the core system what is owed to it. Handlers may run twice and at the same time."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from procrastinate.contrib.django import app

from lapak.claims.core import core_system
from lapak.claims.operations import payment
from lapak.claims.operations.endings import expire_overdue
from lapak.claims.ports import CoreAnswerInvalid, CoreRefused, CoreUnavailable, PaymentState
from lapak.claims.queries import orders
from lapak.claims.queries.orders import Order
from lapak.kernel.clock import utc_now
from lapak.outbox.registry import GiveUp, NotYet, Owed, TryLater, handler

Answer = TypeVar("Answer")


@handler("core.open_claim")
def open_claim(message: Owed, now: datetime) -> None:
    """Open a submitted claim in the core system and keep its reference, or why it refuses."""
    claim_id = UUID(message.payload["claim"])
    told = orders.opening(claim_id=claim_id)
    if told.reference:
        return
    try:
        reference = _ask(
            lambda: core_system().open_claim(
                idempotency_key=message.key,
                claim_number=told.number,
                kpj=told.kpj,
                reason=told.reason,
                request_id=str(message.id),
            )
        )
    except CoreRefused as refusal:
        payment.record_core_refusal(claim_id=claim_id, code=refusal.code, now=now)
        raise GiveUp(refusal.code) from refusal
    payment.record_core_claim(claim_id=claim_id, reference=reference, now=now)


@handler("core.order_payment")
def order_payment(message: Owed, now: datetime) -> None:
    """Send a payment order under its own key; a second sending gets the first answer and pays nothing."""
    order = orders.order(order_id=UUID(message.payload["order"]))
    if not order.open or order.core_reference:
        return
    if not order.claim_reference:
        raise GiveUp(order.claim_refusal) if order.claim_refusal else NotYet("claim_not_open_yet")
    try:
        reference = _ask(lambda: _send(order, request_id=str(message.id)))
    except CoreRefused as refusal:
        payment.record_refused(order_id=order.id, code=refusal.code, now=now)
        raise GiveUp(refusal.code) from refusal
    payment.record_ordered(order_id=order.id, reference=reference, now=now)


@handler("core.watch_payment")
def watch_payment(message: Owed, now: datetime) -> None:
    """Look whether an order was paid or returned, and come back later while it is neither."""
    order = orders.order(order_id=UUID(message.payload["order"]))
    if not order.open:
        return
    status = _ask(
        lambda: core_system().payment_status(reference=order.core_reference, request_id=str(message.id))
    )
    if status is None:
        raise TryLater("payment_not_known")
    if status.state is PaymentState.ORDERED:
        raise NotYet("payment_under_way")
    payment.record_payment_status(
        order_id=order.id, state=status.state, reason=status.reason, at=status.at, now=now
    )


@app.periodic(cron="7 * * * *")
@app.task(name="claims.watch_again", queueing_lock="claims.watch_again", pass_context=False)
def watch_again(timestamp: int) -> None:  # noqa: ARG001 procrastinate hands the planned time to periodic tasks
    """Take up again payments that banks settle later than the outbox keeps trying."""
    now = utc_now()
    for order_id in orders.long_under_way(now=now):
        payment.watch_again(order_id=order_id, now=now)


@app.periodic(cron="23 * * * *")
@app.task(name="claims.expire", queueing_lock="claims.expire", pass_context=False)
def expire(timestamp: int) -> None:  # noqa: ARG001 procrastinate hands the planned time to periodic tasks
    """Close drafts left lying and corrections that never came."""
    expire_overdue(now=utc_now())


def _send(order: Order, *, request_id: str) -> str:
    """Return the core system's reference of the order. Raises CoreError."""
    core = core_system()
    try:
        return core.order_payment(
            idempotency_key=order.idempotency_key,
            claim_reference=order.claim_reference,
            gross=order.gross,
            tax=order.tax,
            net=order.net,
            bank_code=order.bank_code,
            account_number=order.account_number,
            account_name=order.account_name,
            request_id=request_id,
        ).reference
    except CoreRefused:
        # Refused although this very order was taken before: then it stands, and nothing is ordered anew.
        taken = core.payment_status(idempotency_key=order.idempotency_key, request_id=request_id)
        if taken is None:
            raise
        return taken.reference


def _ask(question: Callable[[], Answer]) -> Answer:
    """Return the answer. Raises NotYet without one, TryLater for one of no use, CoreRefused for a no."""
    try:
        return question()
    except CoreUnavailable as failure:
        raise NotYet("core_unavailable") from failure
    except CoreAnswerInvalid as failure:
        raise TryLater("core_answer_invalid") from failure

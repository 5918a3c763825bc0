"""Telling the core system what is owed to it. Handlers may run twice and at the same time."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

import structlog
from procrastinate.contrib.django import app

from lapak.claims import inquiries
from lapak.claims.core import core_system
from lapak.claims.facts import CoreFacts, differs
from lapak.claims.operations import payment, recalling
from lapak.claims.operations.endings import expire_overdue
from lapak.claims.operations.needs import forget_needs
from lapak.claims.operations.payment import Became
from lapak.claims.ports import (
    MOST_AT_ONCE,
    ClaimOpening,
    CoreAnswerInvalid,
    CoreUnavailable,
    PaymentState,
    Refusal,
)
from lapak.claims.queries import orders
from lapak.claims.queries.orders import Order
from lapak.claims.queries.reconciliation import is_due
from lapak.claims.steps.reconciling import reconcile
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import Conflict
from lapak.outbox.operations import hasten
from lapak.outbox.registry import (
    Failure,
    Failures,
    GiveUp,
    NotYet,
    Owed,
    TryLater,
    batch_handler,
)

Answer = TypeVar("Answer")
# Each item goes under its own key, so two workers with the same message at the same time do no harm.
LEASE = timedelta(seconds=30)
KINDS = ("core.open_claim", "core.order_payment", "core.watch_payment")
log = structlog.get_logger()


@batch_handler("core.open_claim", most=MOST_AT_ONCE, lease=LEASE)
def open_claims(messages: Sequence[Owed], now: datetime) -> Failures:
    """Open submitted claims in the core system and keep its references, or why it refuses."""
    known = orders.openings(claim_ids=[UUID(message.payload["claim"]) for message in messages])
    asked = {message.id: UUID(message.payload["claim"]) for message in messages}
    asked = {id: claim_id for id, claim_id in asked.items() if not known[claim_id].reference}
    keys = {message.id: message.key for message in messages}
    if not asked:
        return {}
    requests = [
        ClaimOpening(
            idempotency_key=keys[id],
            claim_number=known[claim_id].number,
            kpj=known[claim_id].kpj,
            reason=known[claim_id].reason,
        )
        for id, claim_id in asked.items()
    ]
    request_id = str(next(iter(asked)))
    verdicts = _ask(lambda: core_system().open_claims(openings=requests, request_id=request_id))
    failures: dict[UUID, Failure] = {}
    references: dict[UUID, str] = {}
    for (id, claim_id), verdict in zip(asked.items(), verdicts, strict=True):
        if isinstance(verdict, Refusal):
            payment.record_core_refusal(claim_id=claim_id, code=verdict.code, now=now)
            failures[id] = GiveUp(verdict.code)
        else:
            references[claim_id] = verdict
    payment.record_core_claims(references=references, now=now)
    opened = [str(claim_id) for claim_id in references]
    hasten(kinds=["core.order_payment"], code="claim_not_open_yet", now=now, subjects=opened)
    return failures


@batch_handler("core.order_payment", most=MOST_AT_ONCE, lease=LEASE)
def order_payments(messages: Sequence[Owed], now: datetime) -> Failures:
    """Send payment orders, each under its own key; a second sending gets the first answer and pays nothing.

    Immediately before, the core system is asked once more what each payment was decided on. Where it answers
    otherwise, or a later year or choice makes another sum of it, the order is withdrawn and the claim goes
    back to its officer.
    """
    known = orders.orders(order_ids=[UUID(message.payload["order"]) for message in messages])
    failures: dict[UUID, Failure] = {}
    ready: dict[UUID, Order] = {}
    for message in messages:
        order = known[UUID(message.payload["order"])]
        if not order.open or order.core_reference:
            continue
        if order.claim_reference:
            ready[message.id] = order
        elif order.claim_refusal:
            recalling.record_recalled(order_id=order.id, why="core_refused", fresh=order.seen, now=now)
        else:
            failures[message.id] = NotYet("claim_not_open_yet")
    if ready:
        _send(_still_so(ready, now, failures), now)
    return failures


def _still_so(ready: Mapping[UUID, Order], now: datetime, failures: dict[UUID, Failure]) -> dict[UUID, Order]:
    """Return the orders for which the core system still answers what was decided on, and the sum is still the
    same today; take back the others.
    """
    seen = [order.seen for order in ready.values()]
    answers = _ask(lambda: inquiries.ask_all_again(seen=seen, now=now, request_id=str(next(iter(ready)))))
    changed = orders.changed_sums(order_ids=[order.id for order in ready.values()], now=now)
    same: dict[UUID, Order] = {}
    for (message_id, order), fresh in zip(ready.items(), answers, strict=True):
        if fresh is None:
            failures[message_id] = TryLater("core_answer_invalid")
        elif why := differs(order.seen, fresh) or ("sum_changed" if order.id in changed else ""):
            _take_back(order, why, fresh, message_id, now)
        else:
            same[message_id] = order
    return same


def _take_back(order: Order, why: str, fresh: CoreFacts, message_id: UUID, now: datetime) -> None:
    """Withdraw an order, unless the core system has it: then its own payment is what changed the answer."""
    taken = _ask(
        lambda: core_system().withdraw_order(
            idempotency_key=order.idempotency_key, request_id=str(message_id)
        )
    )
    if taken is None:
        recalling.record_recalled(order_id=order.id, why=why, fresh=fresh, now=now)
    else:
        payment.record_ordered(order_id=order.id, reference=taken.reference, now=now)


def _send(ready: Mapping[UUID, Order], now: datetime) -> None:
    if not ready:
        return
    requests = [order.request for order in ready.values()]
    request_id = str(next(iter(ready)))
    verdicts = _ask(lambda: core_system().order_payments(orders=requests, request_id=request_id))
    taken: dict[UUID, str] = {}
    for order, verdict in zip(ready.values(), verdicts, strict=True):
        if isinstance(verdict, Refusal):
            _refused(order, verdict.code, request_id, now)
        else:
            taken[order.id] = verdict.reference
    payment.record_all_ordered(references=taken, now=now)


def _refused(order: Order, code: str, request_id: str, now: datetime) -> None:
    """Note a refusal; refused although this very order was taken before, it stands, and nothing is anew."""
    taken = _ask(
        lambda: core_system().payment_status(idempotency_key=order.idempotency_key, request_id=request_id)
    )
    if taken is None:
        payment.record_refused(order_id=order.id, code=code, now=now)
    else:
        payment.record_ordered(order_id=order.id, reference=taken.reference, now=now)


@batch_handler("core.watch_payment", most=MOST_AT_ONCE, lease=LEASE)
def watch_payments(messages: Sequence[Owed], now: datetime) -> Failures:
    """Look whether orders were paid or returned, and come back later for those that are neither."""
    known = orders.orders(order_ids=[UUID(message.payload["order"]) for message in messages])
    watched = {message.id: known[UUID(message.payload["order"])] for message in messages}
    watched = {id: order for id, order in watched.items() if order.open}
    if not watched:
        return {}
    keys = [order.idempotency_key for order in watched.values()]
    request_id = str(next(iter(watched)))
    found = _ask(lambda: core_system().payment_statuses(idempotency_keys=keys, request_id=request_id))
    failures: dict[UUID, Failure] = {}
    became: dict[UUID, Became] = {}
    for (id, order), status in zip(watched.items(), found, strict=True):
        if status is None:
            failures[id] = TryLater("payment_not_known")
            continue
        under_way = status.state is PaymentState.ORDERED
        if under_way:
            failures[id] = NotYet("payment_under_way")
        if not under_way or not order.is_for(sums=status.sums, account=status.account):
            became[order.id] = Became(status.state, status.at, status.reason, status.sums, status.account)
    held = payment.record_payment_statuses(became=became, now=now)
    return failures | {id: NotYet("payment_differs") for id, order in watched.items() if order.id in held}


@app.periodic(cron="41 17-22 * * *")  # after midnight in the whole country, and again if it was broken off
@app.task(name="claims.reconcile", queueing_lock="claims.reconcile", pass_context=False)
def reconcile_nightly(timestamp: int) -> None:  # noqa: ARG001 procrastinate hands the planned time to periodic tasks
    """Compare our payments with the core system's, and mend what differs."""
    if not is_due(now=utc_now()):
        return
    try:
        reconcile(now=utc_now())
    except (CoreUnavailable, CoreAnswerInvalid, Conflict) as failure:
        log.warning("claims.not_reconciled", why=type(failure).__name__)


@app.periodic(cron="23 * * * *")
@app.task(name="claims.expire", queueing_lock="claims.expire", pass_context=False)
def expire(timestamp: int) -> None:  # noqa: ARG001 procrastinate hands the planned time to periodic tasks
    """Close drafts left lying and corrections that never came; forget the help asked for in ended claims."""
    expire_overdue(now=utc_now())
    forget_needs()


def _ask(question: Callable[[], Answer]) -> Answer:
    """Return the answer. Raises NotYet without one, TryLater for one of no use, CoreRefused for a no."""
    try:
        answer = question()
    except CoreUnavailable as failure:
        raise NotYet("core_unavailable") from failure
    except CoreAnswerInvalid as failure:
        raise TryLater("core_answer_invalid") from failure
    hasten(kinds=KINDS, code="core_unavailable", now=utc_now())  # it answers again
    return answer

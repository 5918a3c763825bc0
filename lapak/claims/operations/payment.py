"""Ordering, settling and ordering again. Lock order: the claim, then its orders.

Each attempt has one idempotency key, made with the order in the transaction that decided it: however often
the order is sent, the core system pays it once.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from lapak.claims.models import Claim, Decision, PaymentOrder
from lapak.claims.operations.approvals import count_approval, has_approved, tell_partly_approved
from lapak.claims.operations.decisions import keep_decision
from lapak.claims.operations.findings import is_held_back
from lapak.claims.operations.rows import (
    ClaimChanged,
    changed,
    checks_topic,
    day_of,
    each_locked,
    locked,
    owe_about,
    owe_letter,
    owe_mail,
    role_of,
    save,
)
from lapak.claims.operations.rows import move as make_move
from lapak.claims.operations.sheet import writing
from lapak.claims.ports import PaymentState
from lapak.claims.queries.approvals import approval_progress
from lapak.claims.queries.assess import assess
from lapak.claims.queries.sums import sum_differs
from lapak.claims.rules.claim_moves import ClaimMove, ClaimState, decide_order_again, require_four_eyes
from lapak.claims.rules.eligibility import Weight
from lapak.kernel.actors import Actor, ActorKind
from lapak.kernel.errors import Conflict, FieldError, InvalidInput, NotFound
from lapak.kernel.ids import new_id
from lapak.outbox.operations import AT_ONCE

SYSTEM = Actor.system(job="claims.payment")
FIRST_LOOK = timedelta(seconds=2)  # no bank has paid before


@dataclass(frozen=True)
class Became:
    """What became of a payment order at a moment (UTC), and the bank's reason for returning it.

    `sums` (gross, tax, net in rupiah) and `account` (bank, number) are what was paid, where that was told.
    """

    state: PaymentState
    at: datetime
    reason: str = ""
    sums: tuple[int, int, int] | None = None
    account: tuple[str, str] | None = None


@dataclass(frozen=True)
class OrderedAgain:
    """The claim, and the new attempt to pay it; None while others have to approve the new account too."""

    claim: ClaimChanged
    order_id: UUID | None


def place_order(row: Claim, *, now: datetime) -> PaymentOrder:
    """Order the payment of the locked claim's sum to its account, as the next attempt.

    Raises Conflict(`sum_unknown`), and IntegrityError when an order is under way or paid, which the caller's
    rules have refused before.
    """
    if row.gross is None or row.tax is None or row.net is None:
        raise Conflict("sum_unknown")
    attempt = len(row.orders.all()) + 1
    order = PaymentOrder(
        id=new_id(now=now),
        claim=row,
        attempt=attempt,
        idempotency_key=f"pay:{row.pk}:{attempt}",
        gross=row.gross,
        tax=row.tax,
        net=row.net,
        bank_code=row.bank_code,
        account_number=row.account_number,
        account_name=row.account_name,
        ordered_at=now,
    )
    with writing(now=now) as sheet:
        sheet.added.append(order)
    _owe(row, order, kind="core.order_payment", key=f"order:{order.pk}", now=now)
    return order


@transaction.atomic
def record_core_claims(*, references: Mapping[UUID, str], now: datetime) -> None:
    """Keep the core system's references of claims; the same again changes nothing."""

    def keep(row: Claim) -> None:
        if row.core_reference != references[row.pk]:
            row.core_reference, row.core_refusal = references[row.pk], ""
            save(row, what="claim.opened_in_core", actor=SYSTEM, now=now)

    each_locked(keep, claim_ids=references, actor=SYSTEM, now=now)


@transaction.atomic
def record_core_refusal(*, claim_id: UUID, code: str, now: datetime) -> None:
    """Keep why the core system does not open the claim; until it does, nobody can verify or approve it."""
    row = locked(claim_id=claim_id, actor=SYSTEM)
    if row.core_refusal != code:
        row.core_refusal = code
        save(row, what="claim.refused_by_core", actor=SYSTEM, now=now, data={"reason": code})


def record_ordered(*, order_id: UUID, reference: str, now: datetime) -> None:
    """Note that the core system took the order, and begin to watch it. Doing it twice changes nothing."""
    record_all_ordered(references={order_id: reference}, now=now)


@transaction.atomic
def record_all_ordered(*, references: Mapping[UUID, str], now: datetime) -> None:
    """Note that the core system took several orders, each as `record_ordered` does."""

    def note(row: Claim, order: PaymentOrder) -> None:
        if order.state != PaymentOrder.State.ORDERED or order.core_reference:
            return
        order.core_reference = references[order.pk]
        with writing(now=now) as sheet:
            sheet.change([order], "core_reference")
        _owe(row, order, kind="core.watch_payment", key=f"watch:{order.pk}", now=now, after=FIRST_LOOK)
        data = {"order": str(order.pk), "attempt": order.attempt}
        if row.state == ClaimState.APPROVED:
            make_move(row, move=ClaimMove.ORDER_PAYMENT, actor=SYSTEM, now=now, data=data)
        else:
            save(row, what="claim.order_taken", actor=SYSTEM, now=now, data=data)

    _each_order(note, references, now)


@transaction.atomic
def record_refused(*, order_id: UUID, code: str, now: datetime) -> None:
    """Note that the core system will not take this order. Staff order again once the cause is gone."""
    row, order = locked_order(order_id)
    if order.state != PaymentOrder.State.ORDERED:
        return
    settle_order(order, PaymentOrder.State.REFUSED, now=now, reason=code)
    data = {"order": str(order.pk), "reason": code}
    save(row, what="claim.order_refused", actor=SYSTEM, now=now, data=data, topics=(checks_topic(row),))


def record_payment_status(
    *, order_id: UUID, state: PaymentState, reason: str, at: datetime, now: datetime
) -> None:
    """Note that an order was paid or returned by the bank (`at`, UTC), and tell the person.

    What is settled stays as it is; `ordered` changes nothing.
    """
    record_payment_statuses(became={order_id: Became(state, at, reason)}, now=now)


@transaction.atomic
def record_payment_statuses(*, became: Mapping[UUID, Became], now: datetime) -> frozenset[UUID]:
    """Note what became of several orders, each as `record_payment_status` does.

    Another sum than ordered, or another account, is kept for a person instead, and not recorded before that
    person has seen to it; return the orders held back so.
    """
    held: set[UUID] = set()

    def note(row: Claim, order: PaymentOrder) -> None:
        found = became[order.pk]
        if order.state != PaymentOrder.State.ORDERED:
            return
        returned = found.state is PaymentState.RETURNED
        if not returned and is_held_back(row, order, sums=found.sums, account=found.account, now=now):
            held.add(order.pk)
            return
        if found.state is PaymentState.ORDERED:
            return
        if found.state is PaymentState.PAID:
            _paid(row, order, found, now)
        else:
            _returned(row, order, found, now)

    _each_order(note, became, now)
    return frozenset(held)


@transaction.atomic
def order_again(
    *, claim_id: UUID, actor: Actor, now: datetime, expected_version: int | None = None
) -> OrderedAgain:
    """Order once more after a return, to the account given since; or after the core system refused an order.

    Only what is still approved: a claim that went back to its officer since, or ended, is not paid. To
    another account as many people approve as the sum needed before; the last of them orders. Ordering again
    what is under way gives the same order. Raises Conflict(`new_account_needed`, `changed_meanwhile`,
    `payment_settled`, `sum_changed` when today's sum is not the one approved), InvalidInput
    (`account_unusable`) with the findings, FourEyesRefused, MoveRefused, NotFound.
    """
    row = locked(claim_id=claim_id, actor=actor)
    last = row.orders.select_for_update().order_by("-attempt").first()
    if last is None or last.state == PaymentOrder.State.PAID:
        raise Conflict("payment_settled")
    if last.state == PaymentOrder.State.ORDERED:
        return OrderedAgain(changed(row), last.pk)
    refused = last.state == PaymentOrder.State.REFUSED
    state = decide_order_again(state=ClaimState(row.state), role=role_of(actor), refused=refused)
    if actor.kind is ActorKind.STAFF:
        require_four_eyes(officer_id=row.officer_id, checker_id=actor.id)
    if expected_version is not None and expected_version != row.version:
        raise Conflict("changed_meanwhile")
    _require_usable_account(row, last, now)
    if differs := sum_differs(row, now=now):
        raise Conflict(differs)
    if row.state == ClaimState.PAYMENT_RETURNED and not _enough_approve(row, actor, now):
        return OrderedAgain(changed(row), None)
    row.state = state
    keep_decision(
        row, kind=Decision.Kind.ORDERED_AGAIN, actor=actor, now=now, reason_code=last.return_reason[:40]
    )
    done = save(
        row,
        what="claim.order_again",
        actor=actor,
        now=now,
        data={"net": row.net},
        topics=(checks_topic(row),),
    )
    return OrderedAgain(done, place_order(row, now=now).pk)


def _enough_approve(row: Claim, actor: Actor, now: datetime) -> bool:
    """Count the actor's approval of the new account once; return whether nobody else has to approve it."""
    if actor.kind is not ActorKind.STAFF:
        return True
    if has_approved(row, actor=actor):
        return approval_progress(row).is_complete
    progress = count_approval(row, actor=actor, now=now)
    if not progress.is_complete:
        tell_partly_approved(row, progress, actor=actor, now=now)
    return progress.is_complete


def _require_usable_account(row: Claim, last: PaymentOrder, now: datetime) -> None:
    """Raise unless an account was given since the return that the bank and the rules allow."""
    returned = last.state == PaymentOrder.State.RETURNED
    since = last.settled_at
    if returned and (row.account_given_at is None or (since and row.account_given_at <= since)):
        raise Conflict("new_account_needed")
    answer = assess(row, on=day_of(row, now))
    against = [
        finding
        for finding in (answer.of_weight(Weight.BLOCKS) if answer else ())
        if finding.code.startswith("account_")
    ]
    if against:
        raise InvalidInput("account_unusable", fields=[FieldError("account", one.code) for one in against])


def settle_order(order: PaymentOrder, state: PaymentOrder.State, *, now: datetime, reason: str = "") -> None:
    """Write what became of a locked order at a moment (UTC)."""
    order.state, order.settled_at, order.return_reason = state, now, reason
    with writing(now=now) as sheet:
        sheet.change([order], "state", "settled_at", "return_reason")


def locked_order(order_id: UUID) -> tuple[Claim, PaymentOrder]:
    """Return an order and its claim, the claim locked first. Raises NotFound(`order_unknown`)."""
    claim_id = PaymentOrder.objects.filter(pk=order_id).values_list("claim_id", flat=True).first()
    if claim_id is None:
        raise NotFound("order_unknown")
    row = locked(claim_id=claim_id, actor=SYSTEM)
    return row, PaymentOrder.objects.select_for_update().get(pk=order_id)


def _paid(row: Claim, order: PaymentOrder, found: Became, now: datetime) -> None:
    settle_order(order, PaymentOrder.State.PAID, now=found.at)
    row.paid_at = found.at
    data = {"order": str(order.pk), "attempt": order.attempt}
    make_move(row, move=ClaimMove.RECORD_PAID, actor=SYSTEM, now=now, data=data)
    owe_mail(row, template="paid", now=now)
    owe_letter(row, kind="withholding", now=now)


def _returned(row: Claim, order: PaymentOrder, found: Became, now: datetime) -> None:
    settle_order(order, PaymentOrder.State.RETURNED, now=found.at, reason=found.reason)
    row.approval_round += 1  # it will go to another account, which nobody has approved yet
    data = {"order": str(order.pk), "attempt": order.attempt, "reason": found.reason}
    topics = (checks_topic(row),)
    make_move(row, move=ClaimMove.RECORD_RETURNED, actor=SYSTEM, now=now, data=data, topics=topics)
    owe_mail(row, template="returned", now=now, reason=found.reason)


def _each_order(
    act: Callable[[Claim, PaymentOrder], None], order_ids: Collection[UUID], now: datetime
) -> None:
    """Let `act` decide on each order, its claim locked. Raises NotFound(`order_unknown`)."""
    claims = dict(PaymentOrder.objects.filter(pk__in=order_ids).values_list("pk", "claim_id"))
    if len(claims) < len(order_ids):
        raise NotFound("order_unknown")

    def act_on_orders(row: Claim) -> None:
        for order in row.orders.all():
            if order.pk in order_ids:
                act(row, order)

    # Whoever writes an order holds its claim, so that no order needs a lock of its own.
    verdicts = each_locked(
        act_on_orders, claim_ids=set(claims.values()), actor=SYSTEM, now=now, beside=["orders"]
    )
    for refusal in verdicts.values():
        if refusal is not None:  # the system is refused nothing: somebody has to look at it
            raise refusal


def _owe(
    row: Claim,
    order: PaymentOrder,
    *,
    kind: str,
    key: str,
    now: datetime,
    after: timedelta = AT_ONCE,
) -> None:
    owe_about(row, kind=kind, key=key, payload={"order": str(order.pk)}, now=now, after=after)

"""The calls of the published contract: where each is found, what it takes, what it does."""

from collections.abc import Callable
from datetime import timedelta

from pydantic import BaseModel

from smile_simulator.book import Answer
from smile_simulator.core import Core, Opening, Ordering, each
from smile_simulator.faults import Kind, Struck, lie
from smile_simulator.payments import Oddity, PaymentRequest
from smile_simulator.requests import (
    BalanceOf,
    EarlierPaymentsOf,
    FindMember,
    FindPayment,
    FindPayments,
    HeadcountOf,
    InquireAccount,
    Inquiry,
    ListPayments,
    OpenClaim,
    OpenClaims,
    OrderPayment,
    OrderPayments,
    Standings,
    WithdrawOrder,
)

# Operation -> path and body.
CALLS: dict[str, tuple[str, type[BaseModel]]] = {
    "find_member": ("/v1/members/lookup", FindMember),
    "balance": ("/v1/balances/lookup", BalanceOf),
    "earlier_payments": ("/v1/payments/history", EarlierPaymentsOf),
    "inquire_account": ("/v1/accounts/inquiry", InquireAccount),
    "headcount": ("/v1/employers/headcount", HeadcountOf),
    "standings": ("/v1/standings", Standings),
    "open_claim": ("/v1/claims", OpenClaim),
    "open_claims": ("/v1/claims/batch", OpenClaims),
    "order_payment": ("/v1/payment-orders", OrderPayment),
    "order_payments": ("/v1/payment-orders/batch", OrderPayments),
    "withdraw_order": ("/v1/payment-orders/withdraw", WithdrawOrder),
    "payment_status": ("/v1/payment-orders/lookup", FindPayment),
    "payment_statuses": ("/v1/payment-orders/lookup-batch", FindPayments),
    "list_payments": ("/v1/payment-orders/list", ListPayments),
}
# Calls that answer 201, and of them those whose idempotency key travels in the header.
WRITES = frozenset({"open_claim", "order_payment", "open_claims", "order_payments"})
KEYED = frozenset({"open_claim", "order_payment"})
Draw = Callable[[], Struck]


def perform(core: Core, body: BaseModel, *, key: str, draw: Draw) -> Answer:
    """Do what the body asks and return the answer; `draw` says what goes wrong with the next item of it."""
    match body:
        case FindMember():
            return lie(core.members.find(body.nik, body.kpj), draw())
        case BalanceOf():
            return lie(core.members.balance(body.kpj, body.on), draw())
        case EarlierPaymentsOf():
            return core.members.earlier_payments(body.kpj)
        case InquireAccount():
            return lie(core.members.inquire_account(body.bank_code, body.account_number), draw())
        case HeadcountOf():
            return core.members.headcount(body.npp, body.on)
        case Standings():
            return {"answers": each(lambda one: _standing(core, one, draw()), body.inquiries)}
        case OpenClaim():
            return core.open_claim(_opening(key, body, draw()))
        case OpenClaims():
            many = [_opening(one.idempotency_key, one, draw()) for one in body.openings]
            return {"answers": core.open_claims(many)}
        case OrderPayment():
            return core.order_payment(_ordering(key, body, draw()))
        case OrderPayments():
            orders = [_ordering(one.idempotency_key, one, draw()) for one in body.orders]
            return {"answers": core.order_payments(orders)}
        case _:
            return _follow(core, body, draw)


def _follow(core: Core, body: BaseModel, draw: Draw) -> Answer:
    """Answer the calls about orders that were sent before."""
    match body:
        case WithdrawOrder():
            return core.withdraw_order(body.idempotency_key)
        case FindPayment():
            found = core.payments.status(reference=body.reference, idempotency_key=body.idempotency_key)
            return lie(found, draw())
        case FindPayments():
            statuses = (
                lie(core.payments.status(reference=None, idempotency_key=key), draw())["payment"]
                for key in body.idempotency_keys
            )
            return {"payments": list(statuses)}
        case ListPayments():
            return core.payments.listing(body.since, body.until, body.after, body.most)
        case _:
            raise TypeError(f"no call takes {type(body).__name__}")


def _standing(core: Core, asked: Inquiry, struck: Struck) -> Answer:
    said = core.members.standing(**asked.model_dump())
    member = lie({"member": said["member"]}, struck)["member"]
    known = member is not None and member["merged_into"] is None
    return {
        "member": member,
        "balance": lie(said["balance"], struck) if known else None,
        "earlier": said["earlier"] if known else [],
        "holder": lie(said["holder"], struck),
    }


def _opening(key: str, claim: OpenClaim, struck: Struck) -> Opening:
    return Opening(key, claim.claim_number, claim.kpj, claim.reason, pay=Kind.PAY_UNORDERED in struck)


def _ordering(key: str, payment: OrderPayment, struck: Struck) -> Ordering:
    late = struck.get(Kind.LATE_RETURN)
    oddity = Oddity(
        returned=Kind.RETURN_PAYMENT in struck,
        lost=Kind.LOSE_PAYMENT in struck,
        silent=Kind.PAY_SILENTLY in struck,
        late_return=timedelta(milliseconds=late.delay_ms) if late else None,
        another_sum=Kind.PAY_ANOTHER_SUM in struck,
        another_account=Kind.PAY_ANOTHER_ACCOUNT in struck,
    )
    values = {name: getattr(payment, name) for name in PaymentRequest.__slots__}
    return Ordering(key, PaymentRequest(**values), oddity)

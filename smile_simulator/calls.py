"""The calls of the published contract: where each is found, what it takes, what it does."""

from pydantic import BaseModel

from smile_simulator.core import Answer, Core, PaymentRequest
from smile_simulator.requests import (
    BalanceOf,
    EarlierPaymentsOf,
    FindMember,
    FindPayment,
    HeadcountOf,
    InquireAccount,
    OpenClaim,
    OrderPayment,
)

# Operation -> path and body.
CALLS: dict[str, tuple[str, type[BaseModel]]] = {
    "find_member": ("/v1/members/lookup", FindMember),
    "balance": ("/v1/balances/lookup", BalanceOf),
    "earlier_payments": ("/v1/payments/history", EarlierPaymentsOf),
    "inquire_account": ("/v1/accounts/inquiry", InquireAccount),
    "headcount": ("/v1/employers/headcount", HeadcountOf),
    "open_claim": ("/v1/claims", OpenClaim),
    "order_payment": ("/v1/payment-orders", OrderPayment),
    "payment_status": ("/v1/payment-orders/lookup", FindPayment),
}
WRITES = frozenset({"open_claim", "order_payment"})


def perform(core: Core, body: BaseModel, *, key: str, returned: bool) -> Answer:
    """Do what the body asks and return the answer. `key` counts for writes, `returned` for payments."""
    match body:
        case FindMember():
            return core.find_member(body.nik, body.kpj)
        case BalanceOf():
            return core.balance(body.kpj, body.on)
        case EarlierPaymentsOf():
            return core.earlier_payments(body.kpj)
        case InquireAccount():
            return core.inquire_account(body.bank_code, body.account_number)
        case HeadcountOf():
            return core.headcount(body.npp, body.on)
        case OpenClaim():
            return core.open_claim(key, body.claim_number, body.kpj, body.reason)
        case OrderPayment():
            return core.order_payment(key, PaymentRequest(**body.model_dump()), returned=returned)
        case FindPayment():
            return core.payment_status(reference=body.reference, idempotency_key=body.idempotency_key)
        case _:
            raise TypeError(f"no call takes {type(body).__name__}")

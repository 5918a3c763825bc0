"""Bad days on demand. A fault says what goes wrong, at which operation, how often and how many times.

Draws come from the fault's own seed, so a run with the same requests goes wrong at the same places.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from random import Random
from typing import Any

from smile_simulator.numbers import draws

OPERATIONS = (
    "find_member",
    "balance",
    "earlier_payments",
    "inquire_account",
    "headcount",
    "standings",
    "open_claim",
    "open_claims",
    "order_payment",
    "order_payments",
    "withdraw_order",
    "payment_status",
    "payment_statuses",
    "list_payments",
)
ANY = "*"
# A fault at the call for one strikes the call for many too.
FOR_MANY = {
    "open_claims": "open_claim",
    "order_payments": "order_payment",
    "payment_statuses": "payment_status",
}
MERGED_INTO = "99999999999"
ANOTHER_HOLDER = "ORANG LAIN"
ANOTHER_BALANCE = 1_000_000


class Kind(StrEnum):
    """What goes wrong."""

    LATENCY = "latency"  # the answer comes `delay_ms` late
    ERROR = "error"  # 503 and nothing was done
    ERROR_AFTER = "error_after"  # the work was done, the answer is 500
    TIMEOUT_AFTER = "timeout_after"  # the work was done, no answer for `delay_ms`
    CUT_AFTER = "cut_after"  # the work was done, the connection breaks in the middle of the answer
    DUPLICATE = "duplicate"  # the request arrives twice, as from a repeating proxy
    MALFORMED = "malformed"  # an answer that breaks the contract
    # What goes wrong with one payment or answer; in a call for many each item is drawn for itself.
    RETURN_PAYMENT = "return_payment"  # the bank will return the payment ordered
    LATE_RETURN = "late_return"  # the bank returns it `delay_ms` after it was paid
    LOSE_PAYMENT = "lose_payment"  # the order is acknowledged and forgotten
    PAY_SILENTLY = "pay_silently"  # asked about, it stays under way; only the listing tells
    PAY_ANOTHER_SUM = "pay_another_sum"  # less is paid than was ordered
    PAY_ANOTHER_ACCOUNT = "pay_another_account"  # the money goes elsewhere than ordered
    PAY_UNORDERED = "pay_unordered"  # the claim opened is paid though nobody ordered it
    EARLY_PAID = "early_paid"  # a payment under way is said to be paid
    WRONG_BALANCE = "wrong_balance"  # a total that is not the sum of its parts
    BALANCE_MOVED = "balance_moved"  # the account holds more than before
    MERGED = "merged"  # the membership was taken over by another number
    ACTIVE_AGAIN = "active_again"  # the last employment runs again
    HOLDER_CHANGED = "holder_changed"  # the account has another holder


_ORDERS = frozenset({"order_payment", "order_payments"})
_STATUSES = frozenset({"payment_status", "payment_statuses"})
# Where a fault of one item can strike; the others strike any call.
OF_ITEMS: dict[Kind, frozenset[str]] = {
    Kind.RETURN_PAYMENT: _ORDERS,
    Kind.LATE_RETURN: _ORDERS,
    Kind.LOSE_PAYMENT: _ORDERS,
    Kind.PAY_SILENTLY: _ORDERS,
    Kind.PAY_ANOTHER_SUM: _ORDERS,
    Kind.PAY_ANOTHER_ACCOUNT: _ORDERS,
    Kind.PAY_UNORDERED: frozenset({"open_claim", "open_claims"}),
    Kind.EARLY_PAID: _STATUSES,
    Kind.WRONG_BALANCE: frozenset({"balance", "standings"}),
    Kind.BALANCE_MOVED: frozenset({"balance", "standings"}),
    Kind.MERGED: frozenset({"find_member", "standings"}),
    Kind.ACTIVE_AGAIN: frozenset({"find_member", "standings"}),
    Kind.HOLDER_CHANGED: frozenset({"inquire_account", "standings"}),
}


@dataclass(slots=True)
class Fault:
    """One thing that goes wrong. `rate` is a probability; `remaining` None means without end."""

    kind: Kind
    operation: str = ANY
    rate: float = 1.0
    remaining: int | None = None
    delay_ms: int = 0
    seed: int = 0
    rng: Random = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if self.operation not in (*OPERATIONS, ANY):
            raise ValueError(f"unknown operation {self.operation!r}; there are {', '.join(OPERATIONS)} and *")
        if not 0 < self.rate <= 1:
            raise ValueError("rate must be above 0 and at most 1")
        if self.remaining is not None and self.remaining < 1:
            raise ValueError("remaining must be at least 1")
        if not 0 <= self.delay_ms <= 600_000:
            raise ValueError("delay_ms must be between 0 and 600000")
        self.rng = draws(f"{self.seed}/{self.kind}/{self.operation}")

    def strikes(self, operation: str) -> bool:
        """Return whether it goes wrong this time, and count it if so."""
        if self.operation not in (operation, FOR_MANY.get(operation), ANY) or self.remaining == 0:
            return False
        if operation not in OF_ITEMS.get(self.kind, OPERATIONS):
            return False
        if self.rng.random() >= self.rate:
            return False
        if self.remaining is not None:
            self.remaining -= 1
        return True

    def as_json(self) -> dict[str, Any]:
        """Return the fault as the admin call shows it."""
        names = ("kind", "operation", "rate", "remaining", "delay_ms", "seed")
        return {name: getattr(self, name) for name in names}


Struck = Mapping[Kind, Fault]


class Faults:
    """The faults in force."""

    def __init__(self, faults: list[Fault] | None = None) -> None:
        self.active = faults or []
        self._stopping = asyncio.Event()

    def add(self, fault: Fault) -> None:
        """Put one more in force."""
        self.active.append(fault)

    def clear(self) -> None:
        """End all."""
        self.active.clear()

    async def wait(self, delay_ms: int) -> None:
        """Wait so long, or until the process is asked to stop."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), delay_ms / 1000)

    def let_go(self) -> None:
        """End every wait, now and later."""
        self._stopping.set()

    def strike(self, operation: str) -> Struck:
        """Return the faults that hit this request as a whole, one of each kind."""
        return self._drawn(operation, of_items=False)

    def strike_item(self, operation: str) -> Struck:
        """Return the faults that hit the next item of this request, one of each kind."""
        return self._drawn(operation, of_items=True)

    def _drawn(self, operation: str, *, of_items: bool) -> Struck:
        drawn = (fault for fault in self.active if (fault.kind in OF_ITEMS) is of_items)
        return {fault.kind: fault for fault in drawn if fault.strikes(operation)}


def lie(answer: dict[str, Any], struck: Struck) -> dict[str, Any]:
    """Return a balance, a member, a holder or a payment as a core system in this state would tell it."""
    if "total" in answer:
        return _other_balance(answer, struck)
    if answer.get("member"):
        return {"member": _other_member(answer["member"], struck)}
    if Kind.HOLDER_CHANGED in struck and answer.get("status") == "active":
        return {**answer, "name": ANOTHER_HOLDER}
    payment = answer.get("payment")
    if Kind.EARLY_PAID in struck and payment and payment["state"] == "ordered":
        return {"payment": {**payment, "state": "paid", "at": datetime.now(tz=UTC).isoformat()}}
    return answer


def _other_balance(balance: dict[str, Any], struck: Struck) -> dict[str, Any]:
    if Kind.WRONG_BALANCE in struck:
        return {**balance, "total": balance["total"] + ANOTHER_BALANCE}
    if Kind.BALANCE_MOVED in struck:
        return {
            **balance,
            "contributions": balance["contributions"] + ANOTHER_BALANCE,
            "total": balance["total"] + ANOTHER_BALANCE,
            "version": f"{balance['version']}-moved",
        }
    return balance


def _other_member(member: dict[str, Any], struck: Struck) -> dict[str, Any]:
    if Kind.MERGED in struck:
        return {**member, "merged_into": MERGED_INTO}
    if Kind.ACTIVE_AGAIN in struck and member["employments"]:
        *before, last = member["employments"]
        running = {"ended_on": None, "deactivated_on": None, "end_reason": None}
        return {**member, "employments": [*before, {**last, **running, "contribution_status": "active"}]}
    return member


def from_json(given: dict[str, Any]) -> Fault:
    """Return the fault an admin call asks for. Raises ValueError in words for the caller."""
    types: dict[str, type | tuple[type, ...]] = {
        "kind": str,
        "operation": str,
        "rate": (int, float),
        "remaining": (int, type(None)),
        "delay_ms": int,
        "seed": int,
    }
    for name, value in given.items():
        if name not in types or not isinstance(value, types[name]) or isinstance(value, bool):
            raise ValueError(f"{name!r} is unknown or of the wrong type; known are {', '.join(types)}")
    if "kind" not in given:
        raise ValueError("'kind' is missing")
    return Fault(**{**given, "kind": Kind(given["kind"])})


def from_option(text: str) -> Fault:
    """Return the fault of a command line option such as `kind=latency,operation=balance,delay_ms=800`."""
    given: dict[str, Any] = {}
    for part in text.split(","):
        name, _, value = part.partition("=")
        given[name] = (
            float(value)
            if name == "rate"
            else int(value)
            if name in ("remaining", "delay_ms", "seed")
            else value
        )
    return from_json(given)

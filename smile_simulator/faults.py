"""Bad days on demand. A fault says what goes wrong, at which operation, how often and how many times.

Draws come from the fault's own seed, so a run with the same requests goes wrong at the same places.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
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
    "open_claim",
    "order_payment",
    "payment_status",
)
ANY = "*"


class Kind(StrEnum):
    """What goes wrong."""

    LATENCY = "latency"  # the answer comes `delay_ms` late
    ERROR = "error"  # 503 and nothing was done
    ERROR_AFTER = "error_after"  # the work was done, the answer is 500
    TIMEOUT_AFTER = "timeout_after"  # the work was done, no answer for `delay_ms`
    CUT_AFTER = "cut_after"  # the work was done, the connection breaks in the middle of the answer
    DUPLICATE = "duplicate"  # the request arrives twice, as from a repeating proxy
    RETURN_PAYMENT = "return_payment"  # the bank will return the payment ordered
    WRONG_BALANCE = "wrong_balance"  # a total that is not the sum of its parts
    MALFORMED = "malformed"  # an answer that breaks the contract


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
        if self.operation not in (operation, ANY) or self.remaining == 0:
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

    def strike(self, operation: str) -> dict[Kind, Fault]:
        """Return the faults that hit this request, one of each kind."""
        return {fault.kind: fault for fault in self.active if fault.strikes(operation)}


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

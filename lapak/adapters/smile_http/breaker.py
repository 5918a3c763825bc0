"""The circuit breaker: after repeated failures nobody waits for a core system that does not answer.

Each process has one of its own, so each finds out for itself. pybreaker keeps the states and counts. Its
`call` would hold a lock while the network is waited for, so only the outcome goes through it here.
"""

import threading
from collections.abc import Callable
from typing import TypeVar

import pybreaker
import structlog
from prometheus_client import Enum, Gauge

from lapak.claims.ports import Circuit, CircuitState, CoreUnavailable
from lapak.kernel.clock import monotonic_seconds, utc_now

Result = TypeVar("Result")
log = structlog.get_logger("lapak.smile")

CIRCUIT = Enum(
    "lapak_core_circuit", "The circuit to the core system, of this process.", states=[*CircuitState]
)
SINCE = Gauge("lapak_core_circuit_since_seconds", "Since when it is in this state, seconds since 1970.")


class CircuitOpen(CoreUnavailable):
    """The core system was not asked: it failed too often just now."""


class Breaker:
    """Opens after `failures` in a row, and lets one request through as a probe every `open_seconds`."""

    def __init__(self, *, failures: int, open_seconds: float) -> None:
        self._open_seconds = open_seconds
        # The pause is counted here, by a clock that never runs backwards.
        self._breaker = pybreaker.CircuitBreaker(fail_max=failures, reset_timeout=0)
        self._breaker.add_listener(_Telling(self._changed))
        self._lock = threading.Lock()
        self._since = utc_now()
        self._next_probe = 0.0
        self._tell()

    def circuit(self) -> Circuit:
        """Return the state, and since when."""
        return Circuit(CircuitState(self._breaker.current_state), self._since)

    def call(self, work: Callable[[], Result]) -> Result:
        """Do the work, and count it. Raises CircuitOpen instead while the circuit is open.

        Only CoreUnavailable counts as a failure: whoever refuses is there.
        """
        self._admit()
        try:
            result = work()
        except CoreUnavailable as failure:
            self._count(failure)
            raise
        except Exception:
            self._count(None)
            raise
        self._count(None)
        return result

    def _admit(self) -> None:
        """Let through who may ask: everybody while it is closed, otherwise a probe now and then."""
        with self._lock:
            if self._breaker.current_state == pybreaker.STATE_CLOSED:
                return
            if monotonic_seconds() < self._next_probe:
                raise CircuitOpen("circuit open")
            self._next_probe = monotonic_seconds() + self._open_seconds
            if self._breaker.current_state == pybreaker.STATE_OPEN:
                self._breaker.half_open()

    def _count(self, failure: CoreUnavailable | None) -> None:
        def outcome() -> None:
            if failure is not None:
                raise failure

        with self._lock:
            if self._breaker.current_state == pybreaker.STATE_OPEN:
                return  # asked before it opened: the probe decides, not a straggler
            try:
                self._breaker.call(outcome)
            except (pybreaker.CircuitBreakerError, CoreUnavailable):
                return

    def _changed(self, state: str) -> None:
        self._since = utc_now()
        if state == pybreaker.STATE_OPEN:
            self._next_probe = monotonic_seconds() + self._open_seconds
        log.warning("core system: circuit", state=state)
        self._tell()

    def _tell(self) -> None:
        CIRCUIT.state(self._breaker.current_state)
        SINCE.set(self._since.timestamp())


class _Telling(pybreaker.CircuitBreakerListener):
    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell

    def state_change(
        self,
        cb: pybreaker.CircuitBreaker,  # noqa: ARG002 - pybreaker's signature
        old_state: pybreaker.CircuitBreakerState | None,  # noqa: ARG002
        new_state: pybreaker.CircuitBreakerState,
    ) -> None:
        """Pass on the name of the new state."""
        self._tell(new_state.name)

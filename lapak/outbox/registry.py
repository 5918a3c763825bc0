"""Who delivers which kind of message. A capability registers its handlers in its `tasks`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from lapak.outbox.rules import LEASE, lane_of


@dataclass(frozen=True)
class Owed:
    """A message as its handler sees it; `key` is the idempotency key to hand to the other system."""

    id: UUID
    kind: str
    key: str
    payload: Mapping[str, Any]
    subject_id: str


class TryLater(Exception):
    """The other system could not take it now; deliver again after a wait. `code` goes to the record."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotYet(TryLater):
    """Nothing went wrong with the message: the other system is away, or what must come first has not come.

    It waits as long as that takes, and no attempt is counted, so that a day without the other system makes
    no dead letter.
    """


class GiveUp(Exception):
    """The other system will never take it: a dead letter for a person to resolve."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


Failure = TryLater | GiveUp
Failures = Mapping[UUID, Failure]
Handler = Callable[[Owed, datetime], None]
BatchHandler = Callable[[Sequence[Owed], datetime], Failures]


@dataclass(frozen=True)
class Delivery:
    """How a kind is delivered: up to `most` messages by one call, which returns those not delivered.

    After `lease` another worker takes up what one that died had begun.
    """

    most: int
    by: BatchHandler
    lease: timedelta = LEASE


_deliveries: dict[str, Delivery] = {}


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register the decorated function for messages of `kind`, one by one.

    It must be safe to run twice, and raises TryLater, NotYet or GiveUp when the message was not taken.
    """

    def register(function: Handler) -> Handler:
        _deliveries[kind] = Delivery(1, lambda messages, now: _each(function, messages, now))
        return function

    return register


def batch_handler(
    kind: str, *, most: int, lease: timedelta = LEASE
) -> Callable[[BatchHandler], BatchHandler]:
    """Register the decorated function for up to `most` messages of `kind` at once.

    It must be safe to run twice, and returns why which message was not taken; what it raises holds for all.
    A `lease` that a slow delivery may outlast wants a function that is safe to run twice at the same time.
    """

    def register(function: BatchHandler) -> BatchHandler:
        _deliveries[kind] = Delivery(most, function, lease)
        return function

    return register


def delivery_of(*, kind: str) -> Delivery:
    """Return how `kind` is delivered; KeyError when no capability registered it."""
    return _deliveries[kind]


def handler_for(*, kind: str) -> Handler:
    """Return what delivers one message of `kind` and raises its failure; KeyError as `delivery_of`."""
    by = _deliveries[kind].by

    def deliver(message: Owed, now: datetime) -> None:
        failure = by([message], now).get(message.id)
        if failure is not None:
            raise failure

    return deliver


def kinds_in(*, lane: str) -> tuple[str, ...]:
    """Return the registered kinds of a lane, in the order in which they were registered."""
    return tuple(kind for kind in _deliveries if lane_of(kind=kind) == lane)


def lanes() -> tuple[str, ...]:
    """Return all lanes with a registered kind."""
    return tuple(dict.fromkeys(lane_of(kind=kind) for kind in _deliveries))


def _each(function: Handler, messages: Sequence[Owed], now: datetime) -> Failures:
    failures: dict[UUID, Failure] = {}
    for message in messages:
        try:
            function(message, now)
        except (TryLater, GiveUp) as failure:
            failures[message.id] = failure
    return failures

"""Who delivers which kind of message. A capability registers its handlers in its `tasks`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


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


class GiveUp(Exception):
    """The other system will never take it: a dead letter for a person to resolve."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


Handler = Callable[[Owed, datetime], None]

_handlers: dict[str, Handler] = {}


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register the decorated function for messages of `kind`; it must be safe to run twice."""

    def register(function: Handler) -> Handler:
        _handlers[kind] = function
        return function

    return register


def handler_for(*, kind: str) -> Handler:
    """Return the handler of `kind`; KeyError when no capability registered one."""
    return _handlers[kind]

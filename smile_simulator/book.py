"""The database as the parts of the core system use it: one connection, its clock, writes done once.

Days are Jakarta's: the core system lives there.
"""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

Answer = dict[str, Any]
JAKARTA = timedelta(hours=7)
WITHDRAWN = "order_withdrawn"


class Refusal(Exception):
    """The request was understood and is refused. `status` is the HTTP status it travels with."""

    def __init__(self, code: str, message: str, *, status: int = 409) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.status = status

    def as_json(self) -> Answer:
        """Return the body it travels in."""
        return {"code": self.code, "message": self.message}


@dataclass(slots=True)
class Book:
    """The core system's database over one connection; used by one thread at a time."""

    connection: sqlite3.Connection
    clock: Callable[[], datetime]

    def one(self, statement: str, *parameters: object) -> sqlite3.Row | None:
        """Return the first row, or None."""
        row: sqlite3.Row | None = self.connection.execute(statement, parameters).fetchone()
        return row

    def now(self) -> float:
        """Return the present moment in seconds since 1970."""
        return self.clock().timestamp()

    def today(self) -> date:
        """Return the day it is in Jakarta."""
        return jakarta_day(self.now())

    @contextmanager
    def write(self) -> Iterator[None]:
        """Open a transaction; it is on disk when the block ends well, and undone when it does not."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.connection.execute("COMMIT")
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise

    def once(
        self, key: str, operation: str, request: Mapping[str, object], work: Callable[[], Answer]
    ) -> Answer:
        """Do the work unless the key has an answer already, and return the answer; inside `write`.

        A refusal is not kept: the request may be mended under the same key.
        """
        fingerprint = _fingerprint(operation, request)
        row = self.one("SELECT * FROM idempotency WHERE key = ?", key)
        if row is None:
            answer = work()
            self.keep(key, fingerprint, answer)
            return answer
        if row["fingerprint"] == WITHDRAWN:
            raise Refusal(WITHDRAWN, "the order was withdrawn before it came")
        if row["fingerprint"] != fingerprint:
            raise Refusal("idempotency_key_reused", "the key was used for another request")
        kept: Answer = json.loads(row["answer"])
        return kept

    def keep(self, key: str, fingerprint: str, answer: Answer) -> None:
        """Keep the answer given under a key."""
        self.connection.execute(
            "INSERT INTO idempotency VALUES (?, ?, ?)", (key, fingerprint, json.dumps(answer))
        )


def jakarta_day(moment: float) -> date:
    """Return the day in Jakarta at a moment in seconds since 1970."""
    return (datetime.fromtimestamp(moment, tz=UTC) + JAKARTA).date()


def iso(moment: float) -> str:
    """Return a moment in seconds since 1970 as the contract writes it."""
    return datetime.fromtimestamp(moment, tz=UTC).isoformat()


def _fingerprint(operation: str, request: Mapping[str, object]) -> str:
    return hashlib.sha256(f"{operation}{json.dumps(request, sort_keys=True)}".encode()).hexdigest()

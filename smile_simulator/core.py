"""The core system on its database. Writes are acknowledged after the commit."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from secrets import token_hex
from typing import TypeVar

from smile_simulator.book import Answer, Book, Refusal
from smile_simulator.members import BEFORE_THE_END, Members
from smile_simulator.payments import NOTHING_ODD, Oddity, PaymentRequest, Payments

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Opening:
    """A claim to be opened under an idempotency key. With `pay` the core system also pays it unasked."""

    key: str
    claim_number: str
    kpj: str
    reason: str
    pay: bool = False


@dataclass(frozen=True, slots=True)
class Ordering:
    """A payment to be ordered under an idempotency key, and what goes wrong with it."""

    key: str
    payment: PaymentRequest
    oddity: Oddity = NOTHING_ODD


@dataclass(slots=True)
class Core:
    """The core system over one connection; used by one thread at a time."""

    connection: sqlite3.Connection
    clock: Callable[[], datetime]
    settle_after: timedelta
    book: Book = field(init=False)
    members: Members = field(init=False)
    payments: Payments = field(init=False)

    def __post_init__(self) -> None:
        self.book = Book(self.connection, self.clock)
        self.members = Members(self.book)
        self.payments = Payments(self.book, self.members, self.settle_after)

    def open_claim(self, opening: Opening) -> Answer:
        """Open a claim and return its reference. Refuses as `openapi.yaml` lists."""
        with self.book.write():
            return self._open_once(opening)

    def open_claims(self, openings: Sequence[Opening]) -> list[Answer]:
        """Open each claim; an item that is refused leaves the others be."""
        with self.book.write():
            return each(self._open_once, openings)

    def order_payment(self, ordering: Ordering) -> Answer:
        """Take a payment order. Refuses as `openapi.yaml` lists."""
        with self.book.write():
            return self._order(ordering)

    def order_payments(self, orderings: Sequence[Ordering]) -> list[Answer]:
        """Take each order; an item that is refused leaves the others be."""
        with self.book.write():
            return each(self._order, orderings)

    def withdraw_order(self, key: str) -> Answer:
        """Refuse any later order under the key; return an order taken before."""
        with self.book.write():
            return self.payments.withdraw(key)

    def _order(self, ordering: Ordering) -> Answer:
        return self.payments.order(ordering.key, ordering.payment, ordering.oddity)

    def _open_once(self, opening: Opening) -> Answer:
        request = {"claim_number": opening.claim_number, "kpj": opening.kpj, "reason": opening.reason}
        return self.book.once(opening.key, "open_claim", request, lambda: self._open(opening))

    def _open(self, opening: Opening) -> Answer:
        kpj, reason = opening.kpj, opening.reason
        self.members.require(kpj)
        row = self.book.one("SELECT * FROM claim WHERE claim_number = ?", opening.claim_number)
        if row is not None:
            if (row["kpj"], row["reason"]) == (kpj, reason):
                return {"reference": row["reference"]}
            raise Refusal("claim_number_used", "the claim number belongs to another claim")
        if reason not in BEFORE_THE_END and self.members.still_employed(kpj):
            raise Refusal("membership_active", "the membership is still active")
        if self.members.account_balance(kpj, self.book.today()).total <= 0:
            raise Refusal("nothing_to_pay", "the account holds nothing")
        reference = f"SML-{token_hex(6).upper()}"
        self.connection.execute(
            "INSERT INTO claim VALUES (?, ?, ?, ?, ?)",
            (reference, opening.claim_number, kpj, reason, self.book.now()),
        )
        if opening.pay:
            self.payments.pay_unordered(reference, kpj)
        return {"reference": reference}


def each(work: Callable[[Item], Answer], items: Iterable[Item]) -> list[Answer]:
    """Return the answer to each item, a refusal as the contract writes it among others."""
    return [_answer_or_refusal(work, item) for item in items]


def _answer_or_refusal(work: Callable[[Item], Answer], item: Item) -> Answer:
    try:
        return work(item)
    except Refusal as refusal:
        return {"refused": refusal.as_json()}

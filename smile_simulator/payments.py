"""Payment orders: taking them, withdrawing those that never came, telling where they stand."""

import sqlite3
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from secrets import token_hex

from smile_simulator.book import WITHDRAWN, Answer, Book, Refusal, iso
from smile_simulator.members import Members

ANOTHER_SUM = 1_000_000
ANOTHER_ACCOUNT = ("999", "999999999999")
# Where a payment stands at :now, and since when.
_STANDING = """
    SELECT payment.*, claim_number,
        CASE WHEN :now < settles_at THEN 'ordered'
             WHEN returned_at IS NOT NULL AND :now >= returned_at THEN 'returned' ELSE 'paid' END AS state,
        CASE WHEN :now < settles_at THEN ordered_at
             WHEN returned_at IS NOT NULL AND :now >= returned_at THEN returned_at ELSE settles_at END AS at
    FROM payment JOIN claim ON claim.reference = claim_reference
"""


@dataclass(frozen=True, slots=True)
class PaymentRequest:
    """A payment to be made, whole rupiah."""

    claim_reference: str
    gross: int
    tax: int
    net: int
    bank_code: str
    account_number: str
    account_name: str


@dataclass(frozen=True, slots=True)
class Oddity:
    """What goes wrong with one payment; `late_return` is how long after paying the bank sends it back."""

    returned: bool = False
    lost: bool = False
    silent: bool = False
    late_return: timedelta | None = None
    another_sum: bool = False
    another_account: bool = False


NOTHING_ODD = Oddity()


@dataclass(slots=True)
class Payments:
    """Orders and what became of them; those taken settle after `settle_after`."""

    book: Book
    members: Members
    settle_after: timedelta

    def order(self, key: str, payment: PaymentRequest, oddity: Oddity = NOTHING_ODD) -> Answer:
        """Take an order, inside `book.write`. Refuses as `openapi.yaml` lists."""
        if oddity.lost:
            return {"reference": f"PAY-{token_hex(6).upper()}", "status": "ordered"}
        request = asdict(payment)
        return self.book.once(
            key, "order_payment", request, lambda: {"reference": self._take(key, payment, oddity)}
        ) | {"status": "ordered"}

    def withdraw(self, key: str) -> Answer:
        """Refuse any later order under the key; return `payment`, an order taken before. In `book.write`."""
        found = self.status(reference=None, idempotency_key=key)
        known = self.book.one("SELECT 1 FROM idempotency WHERE key = ?", key)
        if found["payment"] is None and known is None:
            self.book.keep(key, WITHDRAWN, {})
        return found

    def status(self, *, reference: str | None, idempotency_key: str | None) -> Answer:
        """Return `payment`, null if no order has this reference or key."""
        column, value = (
            ("payment.reference", reference) if reference else ("idempotency_key", idempotency_key)
        )
        row = self.book.connection.execute(
            f"{_STANDING} WHERE {column} = :value",
            {"now": self.book.now(), "value": value},
        ).fetchone()
        if row is None:
            return {"payment": None}
        if row["silent"]:
            return {"payment": {**_status(row), "state": "ordered", "at": iso(row["ordered_at"])}}
        return {"payment": _status(row)}

    def listing(self, since: datetime, until: datetime, after: str, most: int) -> Answer:
        """Return `payments` that last changed in the period, and `next` if there are more."""
        moment, _, reference = after.partition("~")
        rows = self.book.connection.execute(
            f"SELECT * FROM ({_STANDING}) WHERE at >= :since AND at < :until"  # noqa: S608 - constants
            " AND (at, reference) > (:moment, :reference) ORDER BY at, reference LIMIT :most",
            {
                "now": self.book.now(),
                "since": since.timestamp(),
                "until": until.timestamp(),
                "moment": float(moment or 0),
                "reference": reference,
                "most": most + 1,
            },
        ).fetchall()
        shown = rows[:most]
        follows = f"{shown[-1]['at']!r}~{shown[-1]['reference']}" if len(rows) > most else ""
        return {"payments": [_listed(row) for row in shown], "next": follows}

    def pay_unordered(self, claim_reference: str, kpj: str) -> None:
        """Pay a claim that nobody ordered to be paid, as another channel would; inside `book.write`."""
        gross = self.members.account_balance(kpj, self.book.today()).total
        request = PaymentRequest(claim_reference, gross, 0, gross, *ANOTHER_ACCOUNT, "")
        self._insert(f"elsewhere-{token_hex(6)}", request, reason="", oddity=NOTHING_ODD)

    def _take(self, key: str, payment: PaymentRequest, oddity: Oddity) -> str:
        claim = self.book.one("SELECT * FROM claim WHERE reference = ?", payment.claim_reference)
        if claim is None:
            raise Refusal("unknown_claim", "there is no claim with this reference", status=404)
        if payment.net != payment.gross - payment.tax or payment.net <= 0:
            raise Refusal("amounts_do_not_add_up", "net must be gross minus tax, and more than nothing")
        if self.book.one(
            "SELECT 1 FROM payment WHERE claim_reference = ? AND (returned_at IS NULL OR returned_at > ?)",
            payment.claim_reference,
            self.book.now(),
        ):
            raise Refusal("payment_already_ordered", "the claim has a payment that was not returned")
        if payment.gross > self.members.account_balance(claim["kpj"], self.book.today()).total:
            raise Refusal("insufficient_balance", "the account holds less than the amount")
        reason = "returned_by_bank" if oddity.returned else self._return_reason(payment)
        return self._insert(key, payment, reason=reason, oddity=oddity)

    def _insert(self, key: str, payment: PaymentRequest, *, reason: str, oddity: Oddity) -> str:
        """Keep a payment and return its reference."""
        payment = _distorted(payment, oddity)
        reference, now = f"PAY-{token_hex(6).upper()}", self.book.now()
        settles_at = now + self.settle_after.total_seconds()
        returned_at = settles_at if reason else None
        if not reason and oddity.late_return is not None:
            reason, returned_at = "returned_by_bank", settles_at + oddity.late_return.total_seconds()
        row: Mapping[str, object] = {
            **asdict(payment),
            "reference": reference,
            "idempotency_key": key,
            "ordered_at": now,
            "settles_at": settles_at,
            "returned_at": returned_at,
            "return_reason": reason,
            "silent": oddity.silent,
        }
        columns = ", ".join(row)
        places = ", ".join(f":{column}" for column in row)
        self.book.connection.execute(
            f"INSERT INTO payment ({columns}) VALUES ({places})",  # noqa: S608 - columns of ours
            row,
        )
        return reference

    def _return_reason(self, payment: PaymentRequest) -> str:
        """Return why the bank will send the money back, or an empty text if it will not."""
        account = self.members.bank_account(payment.bank_code, payment.account_number)
        if account is None:
            return "account_unknown"
        if account["status"] != "active":
            return f"account_{account['status']}"
        if _plain(account["holder"]) != _plain(payment.account_name):
            return "account_name_differs"
        return "returned_by_bank" if account["returns"] else ""


def _distorted(payment: PaymentRequest, oddity: Oddity) -> PaymentRequest:
    if oddity.another_sum and payment.net > ANOTHER_SUM:
        gross, net = payment.gross - ANOTHER_SUM, payment.net - ANOTHER_SUM
        payment = replace(payment, gross=gross, net=net)
    if oddity.another_account:
        payment = replace(payment, bank_code=ANOTHER_ACCOUNT[0], account_number=ANOTHER_ACCOUNT[1])
    return payment


def _status(row: sqlite3.Row) -> Answer:
    reason = row["return_reason"] if row["state"] == "returned" else ""
    paid = {name: row[name] for name in ("gross", "tax", "net", "bank_code", "account_number")}
    return {
        "reference": row["reference"],
        "state": row["state"],
        "at": iso(row["at"]),
        "reason": reason,
        **paid,
    }


def _listed(row: sqlite3.Row) -> Answer:
    return {
        **_status(row),
        **{name: row[name] for name in ("idempotency_key", "claim_reference", "claim_number")},
        "ordered_at": iso(row["ordered_at"]),
    }


def _plain(name: str) -> str:
    """Return a holder's name as banks compare it: capital letters and digits only."""
    return "".join(character for character in name.upper() if character.isalnum())

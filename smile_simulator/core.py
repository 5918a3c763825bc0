"""What the core system does, on its database: looking up, opening claims, taking payment orders.

Reads return plain dictionaries in the shape of `openapi.yaml`. Writes run in one transaction that also
keeps the answer under the idempotency key; they are acknowledged after the commit.
"""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from secrets import token_hex
from typing import Any

from smile_simulator import ledger
from smile_simulator.ledger import AccountBalance, Correction, PaidOut, Spell

Answer = dict[str, Any]
# Reasons a member may claim while still at work: parts paid after ten years (PP 46/2015 Art. 22).
WHILE_AT_WORK = frozenset({"partial_10", "partial_30"})
FIRST_BALANCE_YEAR = 1978
# The core system lives in Jakarta; its days begin there.
JAKARTA = timedelta(hours=7)


class Refusal(Exception):
    """The request was understood and is refused. `status` is the HTTP status it travels with."""

    def __init__(self, code: str, message: str, *, status: int = 409) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.status = status


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


@dataclass(slots=True)
class Core:
    """The core system over one connection; used by one thread at a time."""

    connection: sqlite3.Connection
    clock: Callable[[], datetime]
    settle_after: timedelta

    def find_member(self, nik: str, kpj: str) -> Answer:
        """Return `member`, null unless both numbers belong to one person."""
        row = self._one("SELECT * FROM member WHERE kpj = ? AND nik = ?", kpj, nik)
        if row is None:
            return {"member": None}
        employments = self.connection.execute(
            "SELECT e.*, f.name FROM employment e JOIN employer f USING (npp)"
            " WHERE kpj = ? ORDER BY started_on",
            (kpj,),
        )
        member = {key: row[key] for key in row.keys()}  # noqa: SIM118 - a Row iterates over values
        return {"member": {**member, "employments": [_employment(job) for job in employments]}}

    def balance(self, kpj: str, on: date) -> Answer:
        """Return the individual account on a day. Refuses unknown_member, date_out_of_range."""
        self._require_member(kpj)
        if not FIRST_BALANCE_YEAR <= on.year <= self._today().year + 1:
            raise Refusal("date_out_of_range", "balances are kept from 1978 to the end of next year")
        account = self._account_balance(kpj, on)
        return {
            "kpj": kpj,
            "contributions": account.contributions,
            "yield": account.yield_,
            "paid_out": account.paid_out,
            "total": account.total,
            "as_of": on.isoformat(),
            "version": account.version,
        }

    def earlier_payments(self, kpj: str) -> Answer:
        """Return payments ordered or made, the oldest first. Refuses unknown_member."""
        self._require_member(kpj)
        payments = [
            {"paid_on": paid.paid_on.isoformat(), "kind": paid.kind, "gross": paid.gross, "tax": paid.tax}
            for paid in self._paid_out(kpj)
        ]
        return {"payments": payments}

    def inquire_account(self, bank_code: str, account_number: str) -> Answer:
        """Return the holder and the state of an account; `unknown` if there is none."""
        account = self._account(bank_code, account_number)
        if account is None:
            return {"name": "", "status": "unknown"}
        return {"name": account["holder"], "status": account["status"]}

    def headcount(self, npp: str, on: date) -> Answer:
        """Return how many members worked at a firm on a day. Refuses unknown_employer."""
        if self._one("SELECT 1 FROM employer WHERE npp = ?", npp) is None:
            raise Refusal("unknown_employer", "there is no employer with this number", status=404)
        row = self._one(
            "SELECT count(*) AS workers FROM employment"
            " WHERE npp = ? AND started_on <= ? AND (ended_on IS NULL OR ended_on >= ?)",
            npp,
            on.isoformat(),
            on.isoformat(),
        )
        return {"npp": npp, "on": on.isoformat(), "headcount": row["workers"] if row else 0}

    def open_claim(self, key: str, claim_number: str, kpj: str, reason: str) -> Answer:
        """Open a claim and return its reference. Refuses as `openapi.yaml` lists."""
        request = {"claim_number": claim_number, "kpj": kpj, "reason": reason}
        with self._write(key, "open_claim", request) as earlier:
            return earlier or self._keep(key, "open_claim", request, self._open_claim(**request))

    def order_payment(self, key: str, payment: PaymentRequest, *, returned: bool = False) -> Answer:
        """Take a payment order; if `returned`, the bank sends it back. Refuses as `openapi.yaml` lists."""
        request = {name: getattr(payment, name) for name in PaymentRequest.__slots__}
        with self._write(key, "order_payment", request) as earlier:
            return earlier or self._keep(
                key, "order_payment", request, self._order_payment(key, payment, returned)
            )

    def payment_status(self, *, reference: str | None, idempotency_key: str | None) -> Answer:
        """Return `payment`, null if no order has this reference or key."""
        column, value = ("reference", reference) if reference else ("idempotency_key", idempotency_key)
        row = self._one(f"SELECT * FROM payment WHERE {column} = ?", value)  # noqa: S608 - one of two constants
        if row is None:
            return {"payment": None}
        settled = self.clock().timestamp() >= row["settles_at"]
        state = "ordered" if not settled else "returned" if row["return_reason"] else "paid"
        at = datetime.fromtimestamp(row["settles_at" if settled else "ordered_at"], tz=UTC)
        reason = row["return_reason"] if state == "returned" else ""
        return {
            "payment": {"reference": row["reference"], "state": state, "at": at.isoformat(), "reason": reason}
        }

    def _open_claim(self, claim_number: str, kpj: str, reason: str) -> Answer:
        self._require_member(kpj)
        row = self._one("SELECT * FROM claim WHERE claim_number = ?", claim_number)
        if row is not None:
            if (row["kpj"], row["reason"]) == (kpj, reason):
                return {"reference": row["reference"]}
            raise Refusal("claim_number_used", "the claim number belongs to another claim")
        if reason not in WHILE_AT_WORK and self._still_employed(kpj):
            raise Refusal("membership_active", "the membership is still active")
        if self._account_balance(kpj, self._today()).total <= 0:
            raise Refusal("nothing_to_pay", "the account holds nothing")
        reference = f"SML-{token_hex(6).upper()}"
        self.connection.execute(
            "INSERT INTO claim VALUES (?, ?, ?, ?, ?)",
            (reference, claim_number, kpj, reason, self.clock().timestamp()),
        )
        return {"reference": reference}

    def _order_payment(self, key: str, payment: PaymentRequest, returned: bool) -> Answer:
        claim = self._one("SELECT * FROM claim WHERE reference = ?", payment.claim_reference)
        if claim is None:
            raise Refusal("unknown_claim", "there is no claim with this reference", status=404)
        if payment.net != payment.gross - payment.tax or payment.net <= 0:
            raise Refusal("amounts_do_not_add_up", "net must be gross minus tax, and more than nothing")
        now = self.clock().timestamp()
        if self._one(
            "SELECT 1 FROM payment WHERE claim_reference = ? AND (return_reason = '' OR settles_at > ?)",
            payment.claim_reference,
            now,
        ):
            raise Refusal("payment_already_ordered", "the claim has a payment that was not returned")
        if payment.gross > self._account_balance(claim["kpj"], self._today()).total:
            raise Refusal("insufficient_balance", "the account holds less than the amount")
        reference = f"PAY-{token_hex(6).upper()}"
        reason = "returned_by_bank" if returned else self._return_reason(payment)
        self.connection.execute(
            "INSERT INTO payment VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                reference,
                key,
                payment.claim_reference,
                payment.gross,
                payment.tax,
                payment.net,
                payment.bank_code,
                payment.account_number,
                payment.account_name,
                now,
                now + self.settle_after.total_seconds(),
                reason,
            ),
        )
        return {"reference": reference, "status": "ordered"}

    def _return_reason(self, payment: PaymentRequest) -> str:
        """Return why the bank will send the money back, or an empty text if it will not."""
        account = self._account(payment.bank_code, payment.account_number)
        if account is None:
            return "account_unknown"
        if account["status"] != "active":
            return f"account_{account['status']}"
        if _plain(account["holder"]) != _plain(payment.account_name):
            return "account_name_differs"
        return "returned_by_bank" if account["returns"] else ""

    @contextmanager
    def _write(self, key: str, operation: str, request: Mapping[str, object]) -> Iterator[Answer | None]:
        """Open a transaction and yield the answer already given under this key, if any."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            row = self._one("SELECT * FROM idempotency WHERE key = ?", key)
            if row is not None and row["fingerprint"] != _fingerprint(operation, request):
                raise Refusal("idempotency_key_reused", "the key was used for another request")
            yield json.loads(row["answer"]) if row is not None else None
            self.connection.execute("COMMIT")
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise

    def _keep(self, key: str, operation: str, request: Mapping[str, object], answer: Answer) -> Answer:
        self.connection.execute(
            "INSERT INTO idempotency VALUES (?, ?, ?)",
            (key, _fingerprint(operation, request), json.dumps(answer)),
        )
        return answer

    def _account_balance(self, kpj: str, on: date) -> AccountBalance:
        spells = self.connection.execute(
            "SELECT npp, year, first_month, months, wage FROM spell WHERE kpj = ?", (kpj,)
        )
        corrections = self.connection.execute(
            "SELECT booked_on, contributions, yield FROM correction WHERE kpj = ?", (kpj,)
        )
        return ledger.balance(
            spells=[Spell(*row) for row in spells],
            corrections=[Correction(date.fromisoformat(row[0]), row[1], row[2]) for row in corrections],
            paid=self._paid_out(kpj),
            on=on,
        )

    def _paid_out(self, kpj: str) -> list[PaidOut]:
        """Return what left the account: payments of the past, and orders that were not returned."""
        before = self.connection.execute(
            "SELECT paid_on, kind, gross, tax FROM paid_before WHERE kpj = ? ORDER BY paid_on", (kpj,)
        )
        paid = [PaidOut(date.fromisoformat(row[0]), *row[1:]) for row in before]
        ordered = self.connection.execute(
            "SELECT ordered_at, reason, gross, tax"
            " FROM payment JOIN claim ON claim.reference = claim_reference"
            " WHERE kpj = ? AND (return_reason = '' OR settles_at > ?) ORDER BY ordered_at",
            (kpj, self.clock().timestamp()),
        )
        for row in ordered:
            kind = row["reason"] if row["reason"] in WHILE_AT_WORK else ledger.FULL
            paid.append(PaidOut(_jakarta_day(row["ordered_at"]), kind, row["gross"], row["tax"]))
        return paid

    def _still_employed(self, kpj: str) -> bool:
        return self._one("SELECT 1 FROM employment WHERE kpj = ? AND ended_on IS NULL", kpj) is not None

    def _require_member(self, kpj: str) -> None:
        if self._one("SELECT 1 FROM member WHERE kpj = ?", kpj) is None:
            raise Refusal("unknown_member", "there is no member with this number", status=404)

    def _account(self, bank_code: str, account_number: str) -> sqlite3.Row | None:
        return self._one(
            "SELECT * FROM account WHERE bank_code = ? AND number = ?", bank_code, account_number
        )

    def _today(self) -> date:
        return _jakarta_day(self.clock().timestamp())

    def _one(self, statement: str, *parameters: object) -> sqlite3.Row | None:
        row: sqlite3.Row | None = self.connection.execute(statement, parameters).fetchone()
        return row


def _employment(row: sqlite3.Row) -> Answer:
    return {
        "npp": row["npp"],
        "employer_name": row["name"],
        "started_on": row["started_on"],
        "ended_on": row["ended_on"],
        "deactivated_on": row["deactivated_on"],
        "end_reason": row["end_reason"],
        "contribution_status": "inactive" if row["deactivated_on"] else "active",
    }


def _jakarta_day(moment: float) -> date:
    return (datetime.fromtimestamp(moment, tz=UTC) + JAKARTA).date()


def _plain(name: str) -> str:
    """Return a holder's name as banks compare it: capital letters and digits only."""
    return "".join(character for character in name.upper() if character.isalnum())


def _fingerprint(operation: str, request: Mapping[str, object]) -> str:
    return hashlib.sha256(f"{operation}{json.dumps(request, sort_keys=True)}".encode()).hexdigest()

"""What the core system knows of members, accounts and employers. Answers have the shape of `openapi.yaml`."""

import sqlite3
from dataclasses import dataclass
from datetime import date

from smile_simulator import ledger
from smile_simulator.book import Answer, Book, Refusal, jakarta_day
from smile_simulator.ledger import AccountBalance, Correction, PaidOut, Spell

# Reasons a member may claim while still at work: parts paid after ten years (PP 46/2015 Art. 22).
WHILE_AT_WORK = frozenset({"partial_10", "partial_30"})
# Reasons for which nobody waits until the employer has reported the end of work.
BEFORE_THE_END = WHILE_AT_WORK | {"death", "total_disability"}
FIRST_BALANCE_YEAR = 1978


@dataclass(slots=True)
class Members:
    """The register and the accounts in it."""

    book: Book

    def find(self, nik: str, kpj: str) -> Answer:
        """Return `member`, null unless both numbers belong to one person."""
        row = self.book.one("SELECT * FROM member WHERE kpj = ? AND nik = ?", kpj, nik)
        if row is None:
            return {"member": None}
        employments = self.book.connection.execute(
            "SELECT e.*, f.name FROM employment e JOIN employer f USING (npp)"
            " WHERE kpj = ? ORDER BY started_on",
            (kpj,),
        )
        member = {key: row[key] for key in row.keys()}  # noqa: SIM118 - a Row iterates over values
        jobs = [_employment(job) for job in employments]
        return {"member": {**member, "employments": jobs, "merged_into": None}}

    def balance(self, kpj: str, on: date) -> Answer:
        """Return the individual account on a day. Refuses unknown_member, date_out_of_range."""
        self.require(kpj)
        if not FIRST_BALANCE_YEAR <= on.year <= self.book.today().year + 1:
            raise Refusal("date_out_of_range", "balances are kept from 1978 to the end of next year")
        account = self.account_balance(kpj, on)
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
        self.require(kpj)
        return {"payments": [paid.as_json() for paid in self._paid_out(kpj)]}

    def inquire_account(self, bank_code: str, account_number: str) -> Answer:
        """Return the holder and the state of an account; `unknown` if there is none."""
        account = self.bank_account(bank_code, account_number)
        if account is None:
            return {"name": "", "status": "unknown"}
        return {"name": account["holder"], "status": account["status"]}

    def standing(self, nik: str, kpj: str, on: date, bank_code: str, account_number: str) -> Answer:
        """Return all of the above about a claim. Refuses date_out_of_range."""
        member = self.find(nik, kpj)["member"]
        return {
            "member": member,
            "balance": self.balance(kpj, on) if member else None,
            "earlier": self.earlier_payments(kpj)["payments"] if member else [],
            "holder": self.inquire_account(bank_code, account_number),
        }

    def headcount(self, npp: str, on: date) -> Answer:
        """Return how many members worked at a firm on a day. Refuses unknown_employer."""
        if self.book.one("SELECT 1 FROM employer WHERE npp = ?", npp) is None:
            raise Refusal("unknown_employer", "there is no employer with this number", status=404)
        row = self.book.one(
            "SELECT count(*) AS workers FROM employment"
            " WHERE npp = ? AND started_on <= ? AND (ended_on IS NULL OR ended_on >= ?)",
            npp,
            on.isoformat(),
            on.isoformat(),
        )
        return {"npp": npp, "on": on.isoformat(), "headcount": row["workers"] if row else 0}

    def account_balance(self, kpj: str, on: date) -> AccountBalance:
        """Return the account of a member on the day."""
        spells = self.book.connection.execute(
            "SELECT npp, year, first_month, months, wage FROM spell WHERE kpj = ?", (kpj,)
        )
        corrections = self.book.connection.execute(
            "SELECT booked_on, contributions, yield FROM correction WHERE kpj = ?", (kpj,)
        )
        return ledger.balance(
            spells=[Spell(*row) for row in spells],
            corrections=[Correction(date.fromisoformat(row[0]), row[1], row[2]) for row in corrections],
            paid=self._paid_out(kpj),
            on=on,
        )

    def still_employed(self, kpj: str) -> bool:
        """Return whether an employment of the member still runs."""
        found = self.book.one("SELECT 1 FROM employment WHERE kpj = ? AND ended_on IS NULL", kpj)
        return found is not None

    def require(self, kpj: str) -> None:
        """Refuse unknown_member unless there is one."""
        if self.book.one("SELECT 1 FROM member WHERE kpj = ?", kpj) is None:
            raise Refusal("unknown_member", "there is no member with this number", status=404)

    def bank_account(self, bank_code: str, account_number: str) -> sqlite3.Row | None:
        """Return the account's row, or None."""
        return self.book.one(
            "SELECT * FROM account WHERE bank_code = ? AND number = ?", bank_code, account_number
        )

    def _paid_out(self, kpj: str) -> list[PaidOut]:
        """Return what left the account: payments of the past, and orders that were not returned."""
        before = self.book.connection.execute(
            "SELECT paid_on, kind, gross, tax FROM paid_before WHERE kpj = ? ORDER BY paid_on", (kpj,)
        )
        paid = [PaidOut(date.fromisoformat(row[0]), *row[1:]) for row in before]
        ordered = self.book.connection.execute(
            "SELECT ordered_at, reason, gross, tax"
            " FROM payment JOIN claim ON claim.reference = claim_reference"
            " WHERE kpj = ? AND (returned_at IS NULL OR returned_at > ?) ORDER BY ordered_at",
            (kpj, self.book.now()),
        )
        for row in ordered:
            kind = row["reason"] if row["reason"] in WHILE_AT_WORK else ledger.FULL
            paid.append(PaidOut(jakarta_day(row["ordered_at"]), kind, row["gross"], row["tax"]))
        return paid


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

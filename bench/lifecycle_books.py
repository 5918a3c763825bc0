"""Both books of the bench, and the bare transactions it is measured against."""

import json
import os
import socket
import time
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import httpx
import psycopg


def free_port() -> int:
    """Return a port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def add_fault(text: str) -> None:
    """Have the core system fail from now on; `text` as its command line has it."""
    kind, rate = text.split(",rate=")
    answer = httpx.post(
        f"{os.environ['LAPAK_SMILE_URL']}/admin/faults",
        json={"kind": kind, "rate": float(rate)},
        headers={"Authorization": f"Bearer {os.environ['LAPAK_SMILE_TOKEN']}"},
    )
    answer.raise_for_status()


def settle_down() -> None:
    """Let the database note what was prepared, as a database that grew slowly would have."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")
        cursor.execute("checkpoint")


def wait_until_paid(*, count: int, within: float) -> None:
    """Wait until all claims are paid; give up when nothing moves for so long."""
    from lapak.claims.models import Claim

    paid, moved = 0, time.monotonic()
    while paid < count:
        now_paid = Claim.objects.filter(state="paid").count()
        if now_paid > paid:
            paid, moved = now_paid, time.monotonic()
        elif time.monotonic() - moved > within:
            states = Counter(Claim.objects.values_list("state", flat=True))
            raise RuntimeError(f"nothing moved for {within} s: {states}")
        time.sleep(0.5)


def compare(*, since: datetime) -> dict[str, Any]:
    """Return what differs between our tables and the core system's listing, and what was owed to others."""
    from lapak.claims.core import core_system
    from lapak.claims.models import PaymentOrder
    from lapak.journal.queries import verify
    from lapak.kernel.clock import utc_now
    from lapak.outbox.models import Message

    theirs, after = [], ""
    while True:
        page = core_system().list_payments(since=since, until=utc_now() + timedelta(minutes=1), after=after)
        theirs.extend(page.payments)
        after = page.next
        if not after:
            break
    ours = dict(PaymentOrder.objects.filter(state="paid").values_list("idempotency_key", "net"))
    paid_there = Counter(one.claim_number for one in theirs if one.state == "paid")
    sums = {one.idempotency_key: one.net for one in theirs if one.state == "paid"}
    again = PaymentOrder.objects.filter(state="paid").values_list("claim", flat=True)
    chains = verify()
    return {
        "lost": len(ours.keys() - sums.keys()),
        "paid_there_only": len(sums.keys() - ours.keys()),
        "other_sum": sum(ours[key] != net for key, net in sums.items() if key in ours),
        "paid_twice": sum(n > 1 for n in paid_there.values()) + sum(n > 1 for n in Counter(again).values()),
        "payments": len(ours),
        "journal_entries": chains.entries,
        "journal_broken": len(chains.broken),
        "retries": sum(
            Message.objects.filter(kind__startswith="core.", attempts__gt=1).values_list(
                "attempts", flat=True
            )
        ),
        "dead_letters": Message.objects.filter(state="dead").count(),
        "owed_to_others": dict(Counter(Message.objects.filter(state="owed").values_list("kind", flat=True))),
    }


# What a claim leaves behind, in the order in which it is written.
TABLES = {
    "journal_entry": "subject_id",
    "claims_check": "claim_id",
    "claims_decision": "claim_id",
    "claims_approval": "claim_id",
    "claims_paymentorder": "claim_id",
    "claims_signature": "claim_id",
    "documents_document": "subject_id",
    "outbox_message": "subject_id",
}
STEPS = 9  # begin, checks, papers, sign, verify, approve, opened, ordered, paid


def floor(*, url: str, claims: int, size: int) -> float:
    """Return claims a second when the same rows are written by bare SQL, one transaction a step of a list."""
    with psycopg.connect(url, autocommit=True) as connection:
        ids = [row[0] for row in connection.execute("select id from claims_claim limit %s", [claims])]
        for table in ("claims_claim", *TABLES):
            connection.execute(f"create table floor_{table} (like {table} including all)")
        connection.execute(
            "insert into floor_claims_claim select * from claims_claim where id = any(%s)", [ids]
        )
        lists = [_rows(connection, ids[n : n + size]) for n in range(0, len(ids), size)]
        begun = time.perf_counter()
        for list_ids, rows in lists:
            for step in range(STEPS):
                with connection.transaction():
                    connection.execute(
                        "select 1 from floor_claims_claim where id = any(%s) for update", [list_ids]
                    )
                    connection.execute(
                        "update floor_claims_claim set version = version + 1 where id = any(%s)", [list_ids]
                    )
                    for table, content in rows.items():
                        rows_of = f"jsonb_populate_recordset(null::{table}, %s)"
                        connection.execute(
                            f"insert into floor_{table} select * from {rows_of}", [content[step]]
                        )
        return len(ids) / (time.perf_counter() - begun)


def _rows(connection: psycopg.Connection[Any], ids: list[Any]) -> tuple[list[Any], dict[str, list[str]]]:
    """Return what was written about these claims, shared out among the steps."""
    found = {}
    for table, column in TABLES.items():
        rows = [
            row[0]
            for row in connection.execute(
                f"select to_jsonb(one) from {table} one where {column}::text = any(%s)",
                [[str(id) for id in ids]],
            )
        ]
        found[table] = [json.dumps(rows[step::STEPS]) for step in range(STEPS)]
    return ids, found

"""Comparing our book of payments with the core system's, page by page; broken off, it goes on where it was.

Their listing is walked first, then those of our orders that it did not name are asked about. Two comparisons
never run at the same time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import connection

from lapak.claims.core import core_system
from lapak.claims.operations import reconciling
from lapak.claims.operations.findings import keep_for_a_person
from lapak.claims.ports import MOST_AT_ONCE, MOST_PER_PAGE, Payment, PaymentStatus
from lapak.claims.queries import reconciliation as books
from lapak.claims.queries.reconciliation import Booked, RunView
from lapak.claims.rules.reconciliation import (
    MENDED,
    UNDOING,
    Difference,
    TheirOrder,
    Theirs,
    difference,
)
from lapak.kernel.errors import Conflict

LOCK = 0x1A9A_C0DE  # of PostgreSQL's advisory locks, held by one comparison at a time
FIRST_PERIOD = timedelta(days=7)
OVERLAP = timedelta(hours=1)  # clocks differ, and what changed while they were listing is seen again
MARGIN = timedelta(minutes=5)  # what is younger is still on its way
log = structlog.get_logger()


@dataclass
class _Pass:
    """One comparison under way."""

    run: RunView
    now: datetime


def reconcile(*, now: datetime, since: datetime | None = None, until: datetime | None = None) -> RunView:
    """Compare a period, mend what can be mended, and return the finished comparison.

    Without a period: from where the last one ended until now. A comparison that was broken off is finished
    first. Raises CoreUnavailable and CoreAnswerInvalid (call again to go on), Conflict(`already_comparing`),
    InvalidInput(`period_empty`).
    """
    with _alone():
        broken_off = books.unfinished()
        if broken_off is not None:
            finished = _finish(broken_off, now)
            if since is None and until is None:
                return finished
        last = books.compared_until()
        begin = since or (last - OVERLAP if last else now - FIRST_PERIOD)
        end = min(until or now, now - MARGIN)
        run_id = reconciling.begin(since=begin, until=end, now=now)
        return _finish(books.run(run_id=run_id), now)


@contextmanager
def _alone() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise Conflict("already_comparing")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_unlock(%s)", [LOCK])


def _finish(run: RunView, now: datetime) -> RunView:
    one = _Pass(run, now)
    if run.stage == "theirs":
        _walk_theirs(one, run.cursor)
    _walk_ours(one, UUID(run.cursor) if run.stage == "ours" and run.cursor else None)
    return books.run(run_id=run.id)


def _walk_theirs(one: _Pass, cursor: str) -> None:
    run = one.run
    while True:
        page = core_system().list_payments(since=run.since, until=run.until, after=cursor, most=MOST_PER_PAGE)
        ours = books.booked(keys=[payment.idempotency_key for payment in page.payments])
        for payment in page.payments:
            _compare(one, ours.get(payment.idempotency_key), _listed(payment), payment)
        cursor = page.next
        reconciling.note_progress(
            run_id=run.id,
            stage="theirs" if cursor else "ours",
            cursor=cursor,
            compared=len(page.payments),
            met=[booked.order_id for booked in ours.values()],
            now=one.now,
        )
        if not cursor:
            return


def _walk_ours(one: _Pass, after: UUID | None) -> None:
    run = one.run
    while mine := books.not_met(run=run, after=after, most=MOST_AT_ONCE):
        statuses = core_system().payment_statuses(idempotency_keys=[each.idempotency_key for each in mine])
        for booked, status in zip(mine, statuses, strict=True):
            _compare(one, booked, _asked(status), None)
        after = mine[-1].order_id
        reconciling.note_progress(
            run_id=run.id, stage="ours", cursor=str(after), compared=len(mine), met=(), now=one.now
        )
    reconciling.note_progress(run_id=run.id, stage="done", cursor="", compared=0, met=(), now=one.now)


def _compare(one: _Pass, ours: Booked | None, theirs: TheirOrder, payment: Payment | None) -> None:
    found = difference(ours=ours.order if ours else None, theirs=theirs)
    if found is None:
        return
    if ours is None or found not in MENDED:
        _keep(one, found, ours, theirs, payment)
        return
    if found in UNDOING:
        # A page may be older than what we wrote since: only what is so now is undone.
        theirs = _asked(core_system().payment_status(idempotency_key=ours.idempotency_key))
    _mend(one, found, ours, theirs)


def _mend(one: _Pass, found: Difference, ours: Booked, theirs: TheirOrder) -> None:
    """Put an order right; what nobody foresaw is logged and left to a person, and the others go on."""
    run_id, order_id = one.run.id, ours.order_id
    try:
        reconciling.mend(run_id=run_id, order_id=order_id, found=found, theirs=theirs, now=one.now)
    except Exception:
        log.exception("claims.not_mended", run=run_id, order=str(order_id), found=found)
        reconciling.leave_to_a_person(
            run_id=run_id, order_id=order_id, found=found, theirs=theirs, now=one.now
        )


def _keep(
    one: _Pass, kind: Difference, ours: Booked | None, theirs: TheirOrder, payment: Payment | None
) -> None:
    claim_id = ours.claim_id if ours else None
    if claim_id is None and payment is not None:
        named = books.claims_named(references=[payment.claim_reference])
        claim_id = named.get(payment.claim_reference)
    keep_for_a_person(
        run_id=one.run.id,
        kind=kind,
        claim_id=claim_id,
        order_id=ours.order_id if ours else None,
        core_reference=theirs.reference,
        our_net=ours.net if ours else None,
        their_net=theirs.sums[2] if theirs.sums else None,
        now=one.now,
    )


def _listed(payment: Payment) -> TheirOrder:
    return TheirOrder(
        state=Theirs(payment.state),
        reference=payment.reference,
        at=payment.at,
        reason=payment.reason,
        sums=(payment.gross, payment.tax, payment.net),
        account=(payment.bank_code, payment.account_number),
    )


def _asked(status: PaymentStatus | None) -> TheirOrder:
    if status is None:
        return TheirOrder(state=Theirs.UNKNOWN)
    return TheirOrder(
        state=Theirs(status.state),
        reference=status.reference,
        at=status.at,
        reason=status.reason,
        sums=status.sums,
        account=status.account,
    )

"""Writing down what a comparison of the books found, and mending it. Lock order: the claim, then its orders.

Each mend decides anew on the locked rows, so a status that comes in at the same moment is not undone.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from lapak.claims.models import Claim, PaymentOrder, Reconciliation, ReconciliationFinding
from lapak.claims.operations.findings import keep_for_a_person
from lapak.claims.operations.payment import (
    SYSTEM,
    locked_order,
    record_ordered,
    record_payment_status,
    settle_order,
)
from lapak.claims.operations.rows import checks_topic, owe_about, owe_mail, save, subject_of
from lapak.claims.operations.rows import move as make_move
from lapak.claims.ports import PaymentState
from lapak.claims.queries.assess import another_is_live
from lapak.claims.queries.kin import require_no_kin
from lapak.claims.queries.reconciliation import booked_of
from lapak.claims.rules.claim_moves import ClaimMove, ClaimState
from lapak.claims.rules.reconciliation import MENDED, Difference, TheirOrder, difference
from lapak.journal.operations import record
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict, FieldError, InvalidInput, NotFound
from lapak.people.queries import staff_member

LONGEST_NOTE = 1000


@transaction.atomic
def begin(*, since: datetime, until: datetime, now: datetime) -> int:
    """Begin the comparison of a period and return its id. Raises InvalidInput(`period_empty`)."""
    if since >= until:
        raise InvalidInput("period_empty")
    return Reconciliation.objects.create(since=since, until=until, begun_at=now).pk


@transaction.atomic
def note_progress(
    *, run_id: int, stage: str, cursor: str, compared: int, met: Collection[UUID], now: datetime
) -> None:
    """Keep how far a comparison is: `compared` more than before, `met` our orders met in their listing."""
    PaymentOrder.objects.filter(pk__in=met).update(compared_in=run_id)
    done = stage == Reconciliation.Stage.DONE
    Reconciliation.objects.filter(pk=run_id).update(
        stage=stage, cursor=cursor, compared=F("compared") + compared, ended_at=now if done else None
    )


@transaction.atomic
def mend(*, run_id: int, order_id: UUID, found: Difference, theirs: TheirOrder, now: datetime) -> bool:
    """Put right what differs about an order and keep that it was; return whether there was something to do.

    Nothing is ordered anew under another key: what they never heard of is sent again under its own. A claim
    that was paid comes back to life by it: while another one of the membership is under way, that is left to
    a person. Locks the claim, then the order.
    """
    row, order = locked_order(order_id)
    if found not in MENDED or difference(ours=booked_of(order, row).order, theirs=theirs) is not found:
        return False
    if order.state == PaymentOrder.State.PAID and another_is_live(row):
        leave_to_a_person(run_id=run_id, order_id=order_id, found=found, theirs=theirs, now=now)
        return False
    record(
        subject=subject_of(row),
        what="claim.payment_compared",
        actor=SYSTEM,
        now=now,
        data={"run": run_id, "found": found, "order": str(order.pk)},
    )
    if found is Difference.NEVER_HEARD:
        _send_anew(row, order, run_id, now)
    elif found is Difference.NOT_PAID:
        _not_paid(row, order, now)
        _owe(row, order, kind="core.watch_payment", key=f"watch:{order.pk}:r{run_id}", now=now)
    elif found is Difference.RETURNED_UNKNOWN and order.state == PaymentOrder.State.PAID:
        _returned_late(row, order, theirs, now)
    else:
        _catch_up(order, theirs, now)
    ReconciliationFinding.objects.create(
        run_id=run_id,
        kind=found,
        claim=row,
        order=order,
        core_reference=theirs.reference or order.core_reference,
        our_net=order.net,
        their_net=theirs.sums[2] if theirs.sums else None,
        found_at=now,
        mended=True,
    )
    return True


def leave_to_a_person(
    *, run_id: int, order_id: UUID, found: Difference, theirs: TheirOrder, now: datetime
) -> None:
    """Keep what differs about an order and was not put right for a person; found again, it stays one."""
    order = PaymentOrder.objects.get(pk=order_id)
    keep_for_a_person(
        run_id=run_id,
        kind=found,
        claim_id=order.claim_id,
        order_id=order.pk,
        core_reference=theirs.reference or order.core_reference,
        our_net=order.net,
        their_net=theirs.sums[2] if theirs.sums else None,
        now=now,
    )


@transaction.atomic
def resolve(*, finding_id: int, note: str, actor: Actor, now: datetime) -> None:
    """Close a finding with what was done about it; administrators may close all, others their branch's.

    Raises InvalidInput(`note_empty`), NotFound(`finding_unknown`), Conflict(`finding_resolved`), KinRefused.
    """
    if not note.strip():
        raise InvalidInput("note_empty", fields=[FieldError("note", "note_empty")])
    rows = ReconciliationFinding.objects.select_for_update(of=("self",)).select_related("claim")
    row = rows.filter(pk=finding_id, mended=False).first()
    member = staff_member(id=int(actor.id))
    if row is None or member is None:
        raise NotFound("finding_unknown")
    own = row.claim is not None and row.claim.branch_id == member.branch_id
    if not own and "administrator" not in member.roles:
        raise NotFound("finding_unknown")
    if row.claim is not None:
        require_no_kin(claim_id=row.claim.pk, staff_id=member.id)
    if row.resolved_at is not None:
        raise Conflict("finding_resolved")
    row.resolved_at, row.resolved_by_id, row.note = now, member.id, note.strip()[:LONGEST_NOTE]
    row.save(update_fields=["resolved_at", "resolved_by", "note"])
    if row.claim_id is not None:
        claim = Claim.objects.select_for_update(of=("self",)).get(pk=row.claim_id)
        data = {"finding": row.pk, "found": row.kind}
        record(subject=subject_of(claim), what="claim.finding_resolved", actor=actor, now=now, data=data)


def _catch_up(order: PaymentOrder, theirs: TheirOrder, now: datetime) -> None:
    """Note what they did and we did not know: taken, then paid or returned, at their time."""
    if order.state == PaymentOrder.State.REFUSED:
        order.state, order.settled_at, order.return_reason = PaymentOrder.State.ORDERED, None, ""
        order.save(update_fields=["state", "settled_at", "return_reason"])
    record_ordered(order_id=order.pk, reference=theirs.reference, now=now)
    record_payment_status(
        order_id=order.pk,
        state=PaymentState(theirs.state),
        reason=theirs.reason,
        at=theirs.at or now,
        now=now,
    )


def _returned_late(row: Claim, order: PaymentOrder, theirs: TheirOrder, now: datetime) -> None:
    settle_order(order, PaymentOrder.State.RETURNED, now=theirs.at or now, reason=theirs.reason)
    row.paid_at = None
    row.approval_round += 1  # it will go to another account, which nobody has approved yet
    make_move(
        row,
        move=ClaimMove.RECORD_RETURNED,
        actor=SYSTEM,
        now=now,
        data={"order": str(order.pk), "attempt": order.attempt, "reason": theirs.reason},
        topics=(checks_topic(row),),
    )
    owe_mail(row, template="returned", now=now, reason=theirs.reason)


def _not_paid(row: Claim, order: PaymentOrder, now: datetime) -> None:
    order.state, order.settled_at = PaymentOrder.State.ORDERED, None
    order.save(update_fields=["state", "settled_at"])
    row.paid_at = None
    data = {"order": str(order.pk), "attempt": order.attempt}
    make_move(row, move=ClaimMove.RECORD_UNPAID, actor=SYSTEM, now=now, data=data)
    owe_mail(row, template="not_paid_yet", now=now)


def _send_anew(row: Claim, order: PaymentOrder, run_id: int, now: datetime) -> None:
    if order.state == PaymentOrder.State.PAID:
        _not_paid(row, order, now)
    order.core_reference = ""
    order.save(update_fields=["core_reference"])
    _owe(row, order, kind="core.order_payment", key=f"order:{order.pk}:r{run_id}", now=now)
    assert row.state == ClaimState.ORDERED  # it was sent once
    data = {"order": str(order.pk), "attempt": order.attempt}
    save(row, what="claim.order_sent_anew", actor=SYSTEM, now=now, data=data)


def _owe(row: Claim, order: PaymentOrder, *, kind: str, key: str, now: datetime) -> None:
    owe_about(row, kind=kind, key=key, payload={"order": str(order.pk)}, now=now)

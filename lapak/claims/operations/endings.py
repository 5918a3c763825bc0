"""Claims that end without a decision: withdrawn by the person, or left lying too long."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from lapak.booking import operations as booking
from lapak.booking.queries import active_booking
from lapak.claims.models import Claim, PaperState
from lapak.claims.operations.rows import ClaimChanged, checks_topic, day_of, locked, owe_mail
from lapak.claims.operations.rows import move as make_move
from lapak.claims.programmes import programme
from lapak.claims.rules.claim_moves import ClaimMove, ClaimState
from lapak.kernel.actors import Actor
from lapak.queueing import operations as queueing

SYSTEM = Actor.system(job="claims.expire")
MOST_AT_ONCE = 500


def withdraw(
    *, claim_id: UUID, actor: Actor, now: datetime, expected_version: int | None = None
) -> ClaimChanged:
    """End the claim at the person's wish; appointment and places in line go back, and a mail confirms it.

    Who sits at a desk already is let go by the officer. Raises MoveRefused once it is decided,
    Conflict(`changed_meanwhile`), NotFound.
    """
    done = _withdraw(claim_id, actor, now, expected_version)
    # Afterwards: desks lock a ticket before its claim.
    queueing.stop_waiting(subject_id=claim_id, actor=actor, now=now)
    return done


@transaction.atomic
def _withdraw(claim_id: UUID, actor: Actor, now: datetime, expected_version: int | None) -> ClaimChanged:
    row = locked(claim_id=claim_id, actor=actor, expected_version=expected_version)
    done = make_move(row, move=ClaimMove.WITHDRAW, actor=actor, now=now, topics=(checks_topic(row),))
    _give_place_back(row, actor, now)
    if row.number:
        owe_mail(row, template="withdrawn", now=now)
    return done


def expire_overdue(*, now: datetime) -> int:
    """Expire drafts older than the rules keep them, and claims whose correction never came; return how many.

    One transaction each.
    """
    drafts = Claim.objects.filter(state=ClaimState.DRAFT)
    forgotten = [
        drafts.filter(programme=code, created_at__lt=_oldest_kept(code, now))
        for code in drafts.values_list("programme", flat=True).distinct()
    ]
    late = Claim.objects.filter(
        state=ClaimState.NEEDS_CORRECTION,
        papers__state=PaperState.State.ASKED_AGAIN,
        papers__deadline__lt=now.date(),
    )
    ids = {id for rows in (*forgotten, late) for id in rows.values_list("pk", flat=True)[:MOST_AT_ONCE]}
    return sum(_expire(claim_id=id, now=now) for id in sorted(ids))


@transaction.atomic
def _expire(*, claim_id: UUID, now: datetime) -> bool:
    row = locked(claim_id=claim_id, actor=SYSTEM)
    today = day_of(row, now)
    forgotten = row.state == ClaimState.DRAFT and row.created_at < _oldest_kept(row.programme, now)
    too_late = (
        row.state == ClaimState.NEEDS_CORRECTION
        and row.papers.filter(state=PaperState.State.ASKED_AGAIN, deadline__lt=today).exists()
    )
    if not (forgotten or too_late):
        return False
    missing = row.papers.filter(state=PaperState.State.ASKED_AGAIN).order_by("position")
    kinds = list(missing.values_list("kind", flat=True)) if too_late else []
    make_move(row, move=ClaimMove.EXPIRE, actor=SYSTEM, now=now, data={"kinds": kinds})
    _give_place_back(row, SYSTEM, now)
    if too_late:
        owe_mail(row, template="expired", now=now)
    return True


def _oldest_kept(code: str, now: datetime) -> datetime:
    """Return since when the drafts of a programme are kept."""
    return now - timedelta(days=programme(code).rule_set_on(now.date()).draft_days)


def _give_place_back(row: Claim, actor: Actor, now: datetime) -> None:
    """Leave the waiting list and the line of a release, and give the appointment back.

    In this order: who waits is locked before a booking.
    """
    booking.leave(subject_id=row.pk, actor=actor, now=now)
    booking.leave_line_of_claim(subject_id=row.pk, now=now)
    place = active_booking(subject_id=row.pk)
    if place is not None:
        booking.cancel(booking_id=place.id, actor=actor, now=now)

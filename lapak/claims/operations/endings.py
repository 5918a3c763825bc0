"""Claims that end without a decision: withdrawn by the person, or left lying too long."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from lapak.booking import operations as booking
from lapak.booking.queries import active_booking
from lapak.claims.models import Claim, PaperState
from lapak.claims.operations.rows import ClaimChanged, checks_topic, day_of, locked
from lapak.claims.operations.rows import move as make_move
from lapak.claims.programmes import programme
from lapak.claims.rules.claim_moves import ClaimMove, ClaimState
from lapak.kernel.actors import Actor

SYSTEM = Actor.system(job="claims.expire")
MOST_AT_ONCE = 500


@transaction.atomic
def withdraw(
    *, claim_id: UUID, actor: Actor, now: datetime, expected_version: int | None = None
) -> ClaimChanged:
    """End the claim at the person's wish and give the appointment back.

    Raises MoveRefused once it is decided, Conflict(`changed_meanwhile`), NotFound.
    """
    row = locked(claim_id=claim_id, actor=actor, expected_version=expected_version)
    done = make_move(row, move=ClaimMove.WITHDRAW, actor=actor, now=now, topics=(checks_topic(row),))
    _give_place_back(row, actor, now)
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
    make_move(row, move=ClaimMove.EXPIRE, actor=SYSTEM, now=now)
    _give_place_back(row, SYSTEM, now)
    return True


def _oldest_kept(code: str, now: datetime) -> datetime:
    """Return since when the drafts of a programme are kept."""
    return now - timedelta(days=programme(code).rule_set_on(now.date()).draft_days)


def _give_place_back(row: Claim, actor: Actor, now: datetime) -> None:
    place = active_booking(subject_id=row.pk)
    if place is not None:
        booking.cancel(booking_id=place.id, actor=actor, now=now)

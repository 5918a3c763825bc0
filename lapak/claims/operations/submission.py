"""From draft to claim: the appointment, the number, and what is owed to others from then on."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from lapak.booking import operations as booking
from lapak.booking.operations import HeldBooking
from lapak.booking.queries import active_booking, person_key
from lapak.claims.models import Claim
from lapak.claims.operations.asking import locked_asker
from lapak.claims.operations.papers import lay_out_papers
from lapak.claims.operations.rows import (
    day_of,
    decide_move,
    locked,
    locked_by_owner,
    owe_about,
    owe_letter,
    owe_mail,
    programme_of,
    require_state,
    save,
)
from lapak.claims.queries.assess import missing_for_submission
from lapak.claims.queries.parties import acting_person
from lapak.claims.rules.claim_moves import ClaimMove, ClaimState
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict, FieldError, InvalidInput
from lapak.kernel.numbers import claim_number
from lapak.people.operations import issue_link

AWAITS_TALK = (ClaimState.SUBMITTED, ClaimState.NEEDS_CORRECTION)


@dataclass(frozen=True)
class Submitted:
    """The claim's number, and a fresh secret for its link; `already` when it was submitted before."""

    claim_id: UUID
    number: str
    link_secret: str
    already: bool


@transaction.atomic
def choose_slot(
    *,
    claim_id: UUID,
    slot_id: UUID,
    actor: Actor,
    now: datetime,
    priority: str = "",
    expected_version: int | None = None,
) -> HeldBooking:
    """Hold a place for the person and set the claim's branch and channel; an earlier hold goes back.

    Locks the claim, then what `booking.operations.hold` locks. Raises what that raises (SlotGone,
    AlreadyBooked), Conflict, NotFound.
    """
    row = locked_by_owner(claim_id=claim_id, actor=actor, expected_version=expected_version)
    require_state(row, ClaimState.DRAFT)
    if not row.nik:
        raise Conflict("identity_not_checked")
    key = person_key(nik=acting_person(row).nik)
    held = booking.hold(
        slot_id=slot_id, subject_id=row.pk, person_key=key, actor=actor, now=now, priority=priority
    )
    row.branch_id, row.channel = held.branch_id, held.channel
    row.step = Claim.Step.SUMMARY
    save(row, what="claim.slot_chosen", actor=actor, now=now, data={"slot": str(slot_id)})
    return held


@transaction.atomic
def book_slot(
    *, claim_id: UUID, slot_id: UUID, actor: Actor, now: datetime, priority: str = ""
) -> HeldBooking:
    """Promise a time to a claim that is filed, or move its appointment there, and return the place.

    The claim is read as a whole and written only when its branch or channel changes. Locks the claim, then
    what `booking.operations.book` locks. Raises what that raises, Conflict(`claim_moved_on`), NotFound.
    """
    asker = locked_asker(claim_id=claim_id, actor=actor, states=AWAITS_TALK)
    key = asker.person_key
    place = booking.book_within(
        slot_id=slot_id, subject_id=claim_id, person_key=key, actor=actor, now=now, priority=priority
    )
    if (asker.branch_id, asker.channel) != (place.branch_id, place.channel):
        row = locked_by_owner(claim_id=claim_id, actor=actor)
        row.branch_id, row.channel = place.branch_id, place.channel
        save(row, what="claim.slot_chosen", actor=actor, now=now, data={"slot": str(slot_id)})
    return place


@transaction.atomic
def give_slot_back(*, claim_id: UUID, actor: Actor, now: datetime) -> None:
    """Cancel the appointment of a claim that is filed; the claim stays, and without one nothing happens.

    Locks the claim, the booking, the slot. Raises Conflict(`claim_moved_on`), NotFound.
    """
    row = locked_by_owner(claim_id=claim_id, actor=actor)
    require_state(row, *AWAITS_TALK)
    place = active_booking(subject_id=row.pk)
    if place is not None:
        booking.cancel(booking_id=place.id, actor=actor, now=now)


@transaction.atomic
def take_offer(*, claim_id: UUID, offer_id: UUID, actor: Actor, now: datetime) -> HeldBooking:
    """Take the time that the waiting list offers, in place of the appointment, and return the place.

    For a draft it is held for half an hour. Locks the claim, then what `booking.operations.take_offer` locks.
    Raises what that raises, Conflict(`claim_moved_on`), NotFound.
    """
    row = locked_by_owner(claim_id=claim_id, actor=actor)
    require_state(row, ClaimState.DRAFT, *AWAITS_TALK)
    place = booking.take_offer(
        offer_id=offer_id,
        subject_id=row.pk,
        person_key=person_key(nik=acting_person(row).nik),
        actor=actor,
        now=now,
        for_good=row.state != ClaimState.DRAFT,
    )
    if (row.branch_id, row.channel) != (place.branch_id, place.channel):
        row.branch_id, row.channel = place.branch_id, place.channel
        save(row, what="claim.slot_chosen", actor=actor, now=now, data={"slot": str(place.slot_id)})
    return place


@transaction.atomic
def wait_for_slot(
    *,
    claim_id: UUID,
    branch_id: UUID | None,
    channel: str,
    actor: Actor,
    now: datetime,
    priority: str = "",
) -> None:
    """Put a claim, a draft too, on the waiting list of a branch; without one, of all for a video call.

    Locks the claim, the waiter. Raises Conflict(`claim_moved_on`, `identity_not_checked`),
    InvalidInput(`anywhere_by_video`), NotFound.
    """
    row = locked_by_owner(claim_id=claim_id, actor=actor)
    require_state(row, ClaimState.DRAFT, *AWAITS_TALK)
    if not row.nik:
        raise Conflict("identity_not_checked")
    booking.join(
        branch_id=branch_id,
        channel=channel,
        subject_id=row.pk,
        person_key=person_key(nik=acting_person(row).nik),
        priority=priority,
        actor=actor,
        now=now,
    )


@transaction.atomic
def submit(*, claim_id: UUID, actor: Actor, now: datetime) -> Submitted:
    """Make the draft a claim: give it a number, confirm its appointment, owe the core system an opening and
    the person a mail. Submitting twice gives the same number and changes nothing.

    Raises InvalidInput(`claim_incomplete`) with everything still missing and the page it belongs to,
    HoldExpired when the appointment went back meanwhile, Conflict(`claim_in_progress`), NotFound.
    """
    row = locked(claim_id=claim_id, actor=actor)
    if row.number and row.state != ClaimState.DRAFT:
        return _submitted(row, now, already=True)
    row.state = decide_move(row, move=ClaimMove.SUBMIT, actor=actor)
    today = day_of(row, now)
    place = active_booking(subject_id=row.pk)
    missing = _incomplete(row, on=today, has_slot=place is not None)
    if missing:
        raise InvalidInput("claim_incomplete", fields=missing)
    if place is not None:
        booking.confirm(booking_id=place.id, actor=actor, now=now)
    row.number, row.submitted_at = claim_number(filed_on=today, serial=_next_serial(today)), now
    if row.rule_set != row.stored.get("rule_set"):  # others are in force than when it was begun
        lay_out_papers(row, now=now)
    _save_as_the_only_one(row, actor, now)
    _owe_opening(row, now)
    owe_mail(row, template="claim_submitted", now=now)
    owe_letter(row, kind="receipt", now=now)
    return _submitted(row, now, already=False)


def _incomplete(row: Claim, *, on: date, has_slot: bool) -> tuple[FieldError, ...]:
    """Return what is missing under the rules in force on the day of filing."""
    row.rule_set = programme_of(row).rule_set_on(on).id
    return missing_for_submission(row, on=on, has_slot=has_slot)


def _save_as_the_only_one(row: Claim, actor: Actor, now: datetime) -> None:
    try:
        with transaction.atomic():
            save(row, what="claim.submit", actor=actor, now=now)
    except IntegrityError:  # another claim for the same membership, submitted in this very moment
        raise Conflict("claim_in_progress") from None


def _owe_opening(row: Claim, now: datetime) -> None:
    owe_about(row, kind="core.open_claim", key=f"open:{row.pk}", payload={"claim": str(row.pk)}, now=now)


def _submitted(row: Claim, now: datetime, *, already: bool) -> Submitted:
    secret = issue_link(subject_id=row.pk, now=now)
    return Submitted(row.pk, str(row.number), secret, already)


def _next_serial(day: date) -> int:
    """Return the next serial of the day over all branches; its row stays locked until the commit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into claims_dayserial as s (day, last) values (%s, 1)"
            " on conflict (day) do update set last = s.last + 1 returning last",
            [day],
        )
        (serial,) = cursor.fetchone()
    return int(serial)

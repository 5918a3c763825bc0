"""Owing again what was given up on, or giving it up for good, once a person has looked at it."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from lapak.claims.models import LIVE_STATES, Claim
from lapak.claims.operations.rows import locked, role_of, subject_of
from lapak.claims.queries.kin import require_no_kin
from lapak.claims.rules.claim_moves import ClaimRole
from lapak.journal.operations import record
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict, NotAllowed, NotFound
from lapak.outbox import operations as outbox
from lapak.outbox.queries import DeadLetter, dead_letter, dead_letter_about
from lapak.people.queries import staff_member

# A payment order is never just forgotten: it is sent, or withdrawn when the claim goes back to its officer.
ALWAYS_NEEDED = frozenset({"core.order_payment"})
OPENING = "core.open_claim"


class WhyGivenUp(StrEnum):
    """Why a message is given up for good."""

    DONE_OTHERWISE = "done_otherwise"
    NOT_NEEDED = "not_needed"
    IMPOSSIBLE = "impossible"


@transaction.atomic
def try_again(*, message_id: UUID, actor: Actor, now: datetime) -> None:
    """Owe a dead letter about a claim within the actor's reach again, and keep who asked for it.

    Locks the claim, then the message. Raises NotFound(`letter_unknown`, `claim_unknown`).
    """
    letter = dead_letter(message_id=message_id)
    if letter is None or letter.subject_kind != "claim":
        raise NotFound("letter_unknown")
    row = _locked_claim(letter, actor)
    outbox.revive(message_id=message_id, now=now)
    data = {"message": str(message_id), "owed": letter.kind, "code": letter.code}
    record(subject=subject_of(row), what="claim.tried_again", actor=actor, now=now, data=data)


@transaction.atomic
def give_up(*, message_id: UUID, why: WhyGivenUp, actor: Actor, now: datetime) -> None:
    """Give a dead letter about a claim within the actor's reach up for good, and keep who did it and why.

    Locks the claim, then the message. Raises NotFound(`letter_unknown`, `claim_unknown`),
    Conflict(`message_needed`) for a payment order, Conflict(`opening_needed`) for the opening of a claim that
    is under way: the core system pays no claim it was never told of.
    """
    letter = dead_letter(message_id=message_id)
    if letter is None or letter.subject_kind != "claim":
        raise NotFound("letter_unknown")
    row = _locked_claim(letter, actor)
    if letter.kind in ALWAYS_NEEDED:
        raise Conflict("message_needed")
    if letter.kind == OPENING and row.state in LIVE_STATES:
        raise Conflict("opening_needed")
    outbox.abandon(message_id=message_id, now=now)
    data = {"message": str(message_id), "owed": letter.kind, "code": letter.code, "reason": why}
    record(subject=subject_of(row), what="claim.message_given_up", actor=actor, now=now, data=data)


@transaction.atomic
def open_again(*, claim_id: UUID, actor: Actor, now: datetime) -> None:
    """Ask the core system once more to open a claim that it refused, also where that was given up; what waits
    to be asked stays as it is.

    For officers and branch heads. Raises NotAllowed(`move_not_for_role`), Conflict(`core_opened_it`),
    KinRefused, NotFound.
    """
    if role_of(actor) not in (ClaimRole.OFFICER, ClaimRole.BRANCH_HEAD):
        raise NotAllowed("move_not_for_role")
    row = locked(claim_id=claim_id, actor=actor)
    if row.core_reference:
        raise Conflict("core_opened_it")
    letter = dead_letter_about(kind=OPENING, subject=subject_of(row))
    if letter is None:
        return
    outbox.revive(message_id=letter.id, now=now, given_up_too=True)
    data = {"message": str(letter.id), "owed": letter.kind, "code": letter.code}
    record(subject=subject_of(row), what="claim.tried_again", actor=actor, now=now, data=data)


def _locked_claim(letter: DeadLetter, actor: Actor) -> Claim:
    """Return the claim it is about: administrators reach those of every branch, others of their own.

    Nobody reaches those of their kin. Raises KinRefused, NotFound.
    """
    member = staff_member(id=int(actor.id))
    everywhere = member is not None and "administrator" in member.roles
    if everywhere:
        require_no_kin(claim_id=UUID(letter.subject_id), staff_id=int(actor.id))
    reach = Actor.system(job="outbox") if everywhere else actor
    return locked(claim_id=UUID(letter.subject_id), actor=reach)

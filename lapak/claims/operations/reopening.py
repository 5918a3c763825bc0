"""Taking up again what ended without payment, and what its owner says against the ending.

Papers, checks and the signed form stay as they were: nothing is asked twice.
"""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from lapak.claims.models import Claim, Decision, Objection, PaperState
from lapak.claims.operations.deadlines import holidays_around, usual_deadline
from lapak.claims.operations.decisions import keep_decision
from lapak.claims.operations.rows import (
    ClaimChanged,
    checks_topic,
    day_of,
    decide_move,
    locked,
    locked_by_owner,
    office_topic,
    owe_mail,
    save,
)
from lapak.claims.queries.assess import another_is_live
from lapak.claims.rules.claim_moves import ClaimRole, ClaimState
from lapak.claims.rules.reopening import (
    EndedClaim,
    ReopeningRefused,
    answer_due_on,
    reopening_move,
    require_objection,
    require_reopenable,
)
from lapak.claims.rules.workflow import ReasonKind, reason
from lapak.kernel.actors import Actor
from lapak.kernel.errors import FieldError, InvalidInput, NotAllowed
from lapak.kernel.ids import new_id

LONGEST_TEXT = 1000


@transaction.atomic
def reopen(
    *,
    claim_id: UUID,
    reason_code: str,
    actor: Actor,
    now: datetime,
    note: str = "",
    expected_version: int | None = None,
) -> ClaimChanged:
    """Take a rejected, withdrawn or expired claim up again, where its owner left it; tell them why.

    Papers still asked for get a new last day. An open objection is answered by it. Raises ReasonNotOffered,
    ReopeningRefused(`claim_never_submitted`, `another_claim_live`), MoveRefused, Conflict
    (`changed_meanwhile`), NotFound.
    """
    row = locked(claim_id=claim_id, actor=actor, expected_version=expected_version)
    code = reason(ReasonKind.REOPENING, reason_code).code
    asked = row.papers.filter(state=PaperState.State.ASKED_AGAIN)
    ended = EndedClaim(
        state=ClaimState(row.state),
        was_submitted=bool(row.number),
        another_is_live=another_is_live(row),
        asked_again=asked.exists(),
    )
    move = reopening_move(ended)
    state = decide_move(row, move=move, actor=actor)
    require_reopenable(ended)
    keep_decision(row, kind=Decision.Kind.REOPENED, actor=actor, now=now, reason_code=code, note=note)
    row.state, row.decision_reason = state, ""
    row.checker_id = row.checked_at = row.approved_at = row.verified_at = None
    if ended.asked_again:
        asked.update(deadline=usual_deadline(row, now=now), changed_at=now)
    _answer_open(row, outcome=Objection.Outcome.REOPENED, reason_code=code, actor=actor, now=now)
    done = _save_as_the_only_one(row, what=f"claim.{move}", code=code, actor=actor, now=now)
    owe_mail(row, template="reopened", now=now, reason=code)
    return done


@transaction.atomic
def object_to(
    *, claim_id: UUID, text: str, actor: Actor, now: datetime, expected_version: int | None = None
) -> ClaimChanged:
    """Keep what the owner says against the end of the claim, for the branch head to answer within days.

    Raises InvalidInput(`objection_empty`, `objection_too_long`), ReopeningRefused, Conflict, NotFound.
    """
    row = locked_by_owner(claim_id=claim_id, actor=actor, expected_version=expected_version)
    require_objection(
        EndedClaim(
            state=ClaimState(row.state),
            was_submitted=bool(row.number),
            objected=row.objections.filter(against=row.state_since).exists(),
        )
    )
    text = text.strip()
    if not text:
        raise InvalidInput("objection_empty", fields=[FieldError("text", "objection_empty")])
    if len(text) > LONGEST_TEXT:
        too_long = FieldError("text", "objection_too_long", {"most": LONGEST_TEXT})
        raise InvalidInput("objection_too_long", fields=[too_long])
    today = day_of(row, now)
    objection = Objection.objects.create(
        id=new_id(now=now),
        claim=row,
        against=row.state_since,
        text=text,
        at=now,
        due_on=answer_due_on(objected_on=today, holidays=holidays_around(today)),
    )
    data = {"objection": str(objection.pk), "due_on": objection.due_on.isoformat()}
    topics = (office_topic(row),)
    return save(row, what="claim.objected", actor=actor, now=now, data=data, topics=topics)


@transaction.atomic
def uphold(
    *,
    claim_id: UUID,
    reason_code: str,
    actor: Actor,
    now: datetime,
    note: str = "",
    expected_version: int | None = None,
) -> ClaimChanged:
    """Answer an objection: the claim stays as it ended, for a reason the owner reads.

    Who turned the claim down does not answer what is said against it. Raises ReasonNotOffered,
    ReopeningRefused(`objection_not_open`), NotAllowed(`not_your_answer`, `not_for_role`), Conflict, NotFound.
    """
    row = locked(claim_id=claim_id, actor=actor, expected_version=expected_version)
    if actor.role != ClaimRole.BRANCH_HEAD:
        raise NotAllowed("not_for_role")
    if str(row.checker_id) == actor.id:
        raise NotAllowed("not_your_answer")
    code = reason(ReasonKind.OBJECTION_ANSWER, reason_code).code
    if not _answer_open(row, outcome=Objection.Outcome.UPHELD, reason_code=code, actor=actor, now=now):
        raise ReopeningRefused("objection_not_open")
    keep_decision(row, kind=Decision.Kind.UPHELD, actor=actor, now=now, reason_code=code, note=note)
    topics = (office_topic(row),)
    done = save(
        row, what="claim.objection_upheld", actor=actor, now=now, data={"reason": code}, topics=topics
    )
    owe_mail(row, template="objection_upheld", now=now, reason=code)
    return done


def _answer_open(row: Claim, *, outcome: str, reason_code: str, actor: Actor, now: datetime) -> bool:
    """Answer the open objection, if there is one, and return whether there was."""
    answered = row.objections.filter(outcome="").update(
        outcome=outcome, reason_code=reason_code, answered_by_id=int(actor.id), answered_at=now
    )
    return bool(answered)


def _save_as_the_only_one(row: Claim, *, what: str, code: str, actor: Actor, now: datetime) -> ClaimChanged:
    topics = (checks_topic(row),)
    try:
        with transaction.atomic():
            return save(row, what=what, actor=actor, now=now, data={"reason": code}, topics=topics)
    except IntegrityError:  # another claim for the same membership, submitted in this very moment
        raise ReopeningRefused("another_claim_live") from None

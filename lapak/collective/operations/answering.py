"""What a worker says of being filed for: right, not right, or "I go on with it myself".

The worker comes by the link or the code of the claim, and acts on that claim alone.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lapak.claims.operations import collective
from lapak.claims.operations.endings import withdraw
from lapak.collective.models import Worker
from lapak.collective.rules.workers import Objection, Word
from lapak.journal.operations import record
from lapak.kernel.actors import Actor, ActorKind
from lapak.kernel.errors import Conflict, NotAllowed, NotFound
from lapak.kernel.subjects import Subject
from lapak.kernel.transitions import MoveRefused

TALKED_ABOUT = (Objection.DATA_WRONG,)  # such a claim is not ended: the worker goes on with it


@transaction.atomic
def confirm(*, claim_id: UUID, actor: Actor, now: datetime) -> None:
    """Keep that the worker calls it right; saying so twice, or after taking over, changes nothing.

    Locks the worker. Raises NotFound(`worker_unknown`), NotAllowed(`not_your_claim`).
    """
    one = _own(claim_id, actor)
    if one.word == Word.NONE:
        _say(one, Word.CONFIRMED, actor, now)


@transaction.atomic
def object_to(*, claim_id: UUID, why: Objection, actor: Actor, now: datetime) -> bool:
    """Keep that the worker objects, whatever became of the claim. It ends with it, unless only its data are
    wrong: then it is the worker's own from now on. Return whether it could; it cannot once others have it.

    Locks the worker, then the claim. Raises NotFound(`worker_unknown`), NotAllowed(`not_your_claim`).
    """
    one = _own(claim_id, actor)
    one.objection = why
    _say(one, Word.OBJECTED, actor, now)
    try:
        with transaction.atomic():
            if why in TALKED_ABOUT:
                collective.leave_list(claim_id=claim_id, actor=actor, now=now)
            else:
                withdraw(claim_id=claim_id, actor=actor, now=now)
    except (MoveRefused, Conflict):
        return False
    return True


@transaction.atomic
def take_over(*, claim_id: UUID, actor: Actor, now: datetime) -> None:
    """Let the worker go on with the claim alone; taking over twice changes nothing.

    Locks the worker, then the claim. Raises Conflict(`claim_moved_on`) once an officer has it, NotFound
    (`worker_unknown`), NotAllowed(`not_your_claim`).
    """
    one = _own(claim_id, actor)
    if one.word == Word.TAKEN_OVER:
        return
    collective.leave_list(claim_id=claim_id, actor=actor, now=now)
    one.objection = ""
    _say(one, Word.TAKEN_OVER, actor, now)


def _own(claim_id: UUID, actor: Actor) -> Worker:
    if actor.kind is not ActorKind.PARTICIPANT or actor.id != str(claim_id):
        raise NotAllowed("not_your_claim")
    rows = Worker.objects.select_for_update(of=("self",)).select_related("roster__company")
    one = rows.filter(claim_id=claim_id, filed=Worker.Filed.COLLECTIVE).first()
    if one is None:
        raise NotFound("worker_unknown")
    return one


def _say(one: Worker, word: Word, actor: Actor, now: datetime) -> None:
    one.word, one.word_at = word, now
    if word is not Word.CONFIRMED:
        one.batch = None
    one.save(update_fields=["word", "word_at", "objection", "batch"])
    company = one.roster.company
    record(
        subject=Subject("worker", str(one.claim_id)),
        what=f"worker.{word}",
        actor=actor,
        now=now,
        data={"why": one.objection} if one.objection else {},
        topics=[f"company:{company.pk}", f"office:{company.branch_id}"],
    )

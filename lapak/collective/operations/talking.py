"""Conversations by video of their own kind, one at a time for an officer, beside the desk with its places.

Lock order: the talk's batch or mandate, the talk, its call.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from lapak.calls import operations as calls
from lapak.calls.rules.modes import Mode
from lapak.claims.queries.kin import require_no_kin
from lapak.collective.models import Mandate, Talk, Worker
from lapak.collective.operations.mandates import identify
from lapak.collective.operations.scheduling import locked_batch
from lapak.collective.queries.kin import require_no_kin_person
from lapak.collective.rules.batches import TalkKind
from lapak.journal.operations import record
from lapak.kernel.actors import Actor, ActorKind
from lapak.kernel.errors import Conflict, NotAllowed, NotFound
from lapak.kernel.ids import new_id
from lapak.kernel.subjects import Subject
from lapak.people.queries import staff_member
from lapak.people.rules import Role


@dataclass(frozen=True)
class Begun:
    """A conversation and the call it is held in."""

    talk_id: UUID
    call_id: UUID


def representative_in_call(*, account_id: int) -> Actor:
    """Return as whom a representative speaks in a call: a person, as participants are."""
    return Actor.participant(subject_id=f"representative-{account_id}")


@transaction.atomic
def begin_identity(*, mandate_id: UUID, actor: Actor, now: datetime) -> Begun:
    """Call a representative to see who they are.

    Raises Conflict(`talk_under_way`) while the officer has another, NotAllowed(`officer_only`), KinRefused,
    NotFound(`company_unknown`).
    """
    mandate = _mandate(mandate_id, actor)
    return _begin(TalkKind.IDENTITY, actor, now, mandate=mandate)


@transaction.atomic
def begin_batch(*, batch_id: UUID, actor: Actor, now: datetime) -> Begun:
    """Call the representative about a batch; the list lies before both. Raises as `begin_identity`."""
    batch = locked_batch(batch_id, actor, Role.OFFICER)
    mandates = Mandate.objects.filter(representative__company_id=batch.roster.company_id, revoked_at=None)
    mandate = mandates.filter(accepted_at__isnull=False).first() or batch.roster.mandate
    require_no_kin_person(nik=mandate.representative.nik, staff_id=int(actor.id))
    return _begin(TalkKind.BATCH, actor, now, mandate=mandate, batch=batch)


@transaction.atomic
def begin_worker(*, claim_id: UUID, actor: Actor, now: datetime) -> Begun:
    """Call a worker of a batch. Raises as `begin_identity`, NotFound(`worker_unknown`)."""
    one = Worker.objects.select_related("batch").filter(claim_id=claim_id, batch__isnull=False).first()
    if one is None or one.batch_id is None:
        raise NotFound("worker_unknown")
    batch = locked_batch(one.batch_id, actor, Role.OFFICER)
    require_no_kin(claim_id=claim_id, staff_id=int(actor.id))
    return _begin(TalkKind.WORKER, actor, now, worker=one, batch=batch)


@transaction.atomic
def end(*, talk_id: UUID, held: bool, actor: Actor, now: datetime) -> None:
    """End a conversation, with whether it took place; who a representative is counts as known then.

    Ending it twice changes nothing. Raises NotFound(`talk_unknown`) for all but its officer.
    """
    rows = Talk.objects.select_for_update(of=("self",)).select_related("mandate")
    is_staff = actor.kind is ActorKind.STAFF
    talk = rows.filter(pk=talk_id, officer_id=int(actor.id)).first() if is_staff else None
    if talk is None:
        raise NotFound("talk_unknown")
    if talk.ended_at is not None:
        return
    talk.ended_at, talk.outcome = now, "held" if held else "missed"
    talk.save(update_fields=["ended_at", "outcome"])
    calls.end_call(call_id=talk.call_id, actor=actor, now=now)
    if held and talk.kind == TalkKind.IDENTITY and talk.mandate is not None:
        identify(account_id=talk.mandate.representative_id, actor=actor, now=now)
    _tell(talk, "talk.ended", actor, now, outcome=talk.outcome)


def _mandate(mandate_id: UUID, actor: Actor) -> Mandate:
    if actor.kind is not ActorKind.STAFF or actor.role != Role.OFFICER:
        raise NotAllowed("officer_only")
    rows = Mandate.objects.select_for_update(of=("self",)).select_related("representative__company")
    mandate, member = rows.filter(pk=mandate_id).first(), staff_member(id=int(actor.id))
    if mandate is None or member is None or mandate.representative.branch_id != member.branch_id:
        raise NotFound("company_unknown")
    require_no_kin_person(nik=mandate.representative.nik, staff_id=member.id)
    return mandate


def _begin(kind: TalkKind, actor: Actor, now: datetime, **about: Mandate | Worker | object) -> Begun:
    talk_id = new_id(now=now)
    mandate, worker = about.get("mandate"), about.get("worker")
    if isinstance(mandate, Mandate):
        other = representative_in_call(account_id=mandate.representative_id)
    else:
        assert isinstance(worker, Worker)  # a talk is with one of the two
        other = Actor.participant(subject_id=worker.claim_id)
    try:
        with transaction.atomic():
            call_id = calls.open_call(
                visit_id=talk_id,
                officer_topic=f"talk-officer:{talk_id}",
                participant_topic=f"talk:{talk_id}",
                officer=actor,
                participant=other,
                participant_kind="phone",
                mode=Mode.FOCUS,
                actor=actor,
                now=now,
            ).id
            talk = Talk.objects.create(
                id=talk_id, kind=kind, officer_id=int(actor.id), call_id=call_id, began_at=now, **about
            )
    except IntegrityError:
        raise Conflict("talk_under_way") from None
    _tell(talk, "talk.begun", actor, now)
    return Begun(talk_id, call_id)


def _tell(talk: Talk, what: str, actor: Actor, now: datetime, **data: str) -> None:
    topics = [f"talk:{talk.pk}"]
    if talk.mandate is not None:
        topics.append(f"mandate:{talk.mandate_id}")
    if talk.worker is not None:
        topics.append(f"claim:{talk.worker.claim_id}")
    record(
        subject=Subject("talk", str(talk.pk)),
        what=what,
        actor=actor,
        now=now,
        data={"kind": talk.kind, "call": str(talk.call_id), **data},
        topics=topics,
    )

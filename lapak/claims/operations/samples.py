"""Drawing approved claims for a second look, keeping what it found, and telling the branch head."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from lapak.claims.models import Claim, Sample
from lapak.claims.operations.rows import (
    ClaimChanged,
    changed,
    checks_topic,
    day_of,
    locked,
    office_topic,
    save,
)
from lapak.claims.operations.sheet import writing
from lapak.claims.queries.branch_settings import sample_percent
from lapak.claims.rules.claim_moves import ClaimRole
from lapak.claims.rules.sampling import SampleOutcome, is_drawn, require_may_look
from lapak.claims.rules.workflow import ReasonKind, reason
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict, FieldError, InvalidInput, NotAllowed, NotFound
from lapak.kernel.ids import keyed_hash

LONGEST_NOTE = 1000


def draw(row: Claim, *, now: datetime) -> None:
    """Draw the claim that was approved just now, or not; the same claim is never drawn twice."""
    assert row.branch_id is not None  # it was approved at a branch, by an officer's work
    assert row.officer_id is not None
    percent = sample_percent(branch_id=row.branch_id, on=day_of(row, now))
    mark = keyed_hash(key=settings.IDENTITY_KEY, text=f"sample {row.pk}")
    if is_drawn(mark=mark, percent=percent) and not hasattr(row, "sample"):
        sample = Sample(claim_id=row.pk, drawn_at=now, percent=percent, officer_id=row.officer_id)
        with writing(now=now) as sheet:
            sheet.added.append(sample)


@transaction.atomic
def keep_look(
    *,
    claim_id: UUID,
    outcome: SampleOutcome,
    actor: Actor,
    now: datetime,
    reason_code: str = "",
    note: str = "",
) -> ClaimChanged:
    """Keep what a second look found; a finding needs a reason and a note, holds nothing, and is told to the
    branch head. The first look counts.

    Raises NotAllowed(`sample_own_work`, `move_not_for_role`), ReasonNotOffered, InvalidInput(`note_empty`),
    Conflict(`sample_done`), KinRefused, NotFound(`sample_unknown`, `claim_unknown`).
    """
    row = locked(claim_id=claim_id, actor=actor)
    if actor.role != ClaimRole.CHECKER:
        raise NotAllowed("move_not_for_role")
    sample = Sample.objects.filter(claim=row).first()
    if sample is None:
        raise NotFound("sample_unknown")
    if sample.outcome:
        if sample.done_by_id == int(actor.id):
            return changed(row)
        raise Conflict("sample_done")
    approvers = set(row.approvals.values_list("by_id", flat=True))
    require_may_look(staff_id=int(actor.id), officer_id=row.officer_id, approver_ids=approvers)
    code = ""
    if outcome is SampleOutcome.FINDING:
        code = reason(ReasonKind.SAMPLE_FINDING, reason_code).code
        if not note.strip():
            raise InvalidInput("note_empty", fields=[FieldError("note", "note_empty")])
    sample.outcome, sample.reason_code, sample.note = outcome, code, note.strip()[:LONGEST_NOTE]
    sample.done_by_id, sample.done_at = int(actor.id), now
    sample.save()
    return save(
        row,
        what="claim.sampled",
        actor=actor,
        now=now,
        data={"outcome": str(outcome), "reason": code},
        topics=(checks_topic(row), office_topic(row)),
    )


@transaction.atomic
def see_finding(*, claim_id: UUID, note: str, actor: Actor, now: datetime) -> ClaimChanged:
    """Keep what the branch head did about a finding. Seeing it twice changes nothing.

    Raises InvalidInput(`note_empty`), NotAllowed(`not_for_role`), KinRefused, NotFound(`sample_unknown`).
    """
    row = locked(claim_id=claim_id, actor=actor)
    if actor.role != ClaimRole.BRANCH_HEAD:
        raise NotAllowed("not_for_role")
    sample = Sample.objects.filter(claim=row, outcome=SampleOutcome.FINDING).first()
    if sample is None:
        raise NotFound("sample_unknown")
    if sample.seen_at is not None:
        return changed(row)
    if not note.strip():
        raise InvalidInput("note_empty", fields=[FieldError("note", "note_empty")])
    sample.seen_by_id, sample.seen_at, sample.seen_note = int(actor.id), now, note.strip()[:LONGEST_NOTE]
    sample.save()
    return save(row, what="claim.finding_seen", actor=actor, now=now, topics=(office_topic(row),))

"""Counting approvals: each by another person, in the round that began when the claim was verified."""

from dataclasses import replace
from datetime import datetime

from lapak.claims.models import Approval, Claim
from lapak.claims.operations.rows import checks_topic, rule_version_of, subject_of
from lapak.claims.operations.sheet import writing
from lapak.claims.queries.approvals import approval_progress
from lapak.claims.queries.branch_settings import approval_tiers
from lapak.claims.rules.approvals import ApprovalProgress, approvers_needed
from lapak.journal.operations import Event
from lapak.kernel.actors import Actor, ActorKind
from lapak.kernel.zones import local_date

LONGEST_NOTE = 1000


def begin_round(row: Claim, *, now: datetime) -> None:
    """Lay the locked claim before the approvers anew: earlier approvals end, the rule of today is kept."""
    assert row.branch_id is not None  # a claim is verified at a branch, with a sum
    assert row.net is not None
    today = local_date(moment=now, zone=row.zone)
    row.approval_round += 1
    row.approvals_needed = approvers_needed(
        net=row.net, tiers=approval_tiers(branch_id=row.branch_id, on=today)
    )


def has_approved(row: Claim, *, actor: Actor) -> bool:
    """Return whether the actor approved the claim in its present round."""
    if actor.kind is not ActorKind.STAFF:
        return False
    return any(one.round == row.approval_round and one.by_id == int(actor.id) for one in row.approvals.all())


def count_approval(row: Claim, *, actor: Actor, now: datetime, note: str = "") -> ApprovalProgress:
    """Keep the actor's approval of the locked claim and return how many there are now.

    What others decide on does not change by it, so the claim's version stays as it is.
    """
    assert row.officer_id is not None  # it was verified, or else no move led here
    assert row.net is not None
    approval = Approval(
        claim=row,
        round=row.approval_round,
        by_id=int(actor.id),
        officer_id=row.officer_id,
        version=row.version,
        net=row.net,
        at=now,
        note=note.strip()[:LONGEST_NOTE],
    )
    before = approval_progress(row)
    with writing(now=now) as sheet:
        sheet.added.append(approval)
    return replace(before, given=before.given + 1)


def tell_partly_approved(row: Claim, progress: ApprovalProgress, *, actor: Actor, now: datetime) -> None:
    """Put an approval that is not the last into the claim's journal."""
    event = Event(
        subject=subject_of(row),
        what="claim.approval_given",
        actor=actor,
        at=now,
        data={
            "version": row.version,
            "state": row.state,
            "given": progress.given,
            "needed": progress.needed,
        },
        topics=(f"claim:{row.pk}", checks_topic(row)),
        rule_version=rule_version_of(row),
    )
    with writing(now=now) as sheet:
        sheet.events.append(event)

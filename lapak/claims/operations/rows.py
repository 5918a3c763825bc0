"""Locking a claim for somebody who may touch it, and writing what changed together with its journal entry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from lapak.claims.models import Claim
from lapak.claims.programmes import programme
from lapak.claims.queries.assess import rules_of
from lapak.claims.rules import claim_moves
from lapak.claims.rules.claim_moves import ClaimMove, ClaimRole, ClaimState
from lapak.claims.rules.programme import Programme
from lapak.claims.rules.rule_sets import RuleSet
from lapak.journal.operations import record
from lapak.kernel.actors import Actor, ActorKind
from lapak.kernel.errors import Conflict, NotAllowed, NotFound
from lapak.kernel.subjects import Subject
from lapak.kernel.zones import local_date
from lapak.outbox.operations import owe
from lapak.people.queries import staff_member

CORRECTABLE = (  # the participant may still change contact, account and papers
    ClaimState.DRAFT,
    ClaimState.SUBMITTED,
    ClaimState.IN_SERVICE,
    ClaimState.NEEDS_CORRECTION,
    ClaimState.RETURNED_TO_OFFICER,
)


@dataclass(frozen=True)
class ClaimChanged:
    """A claim after an operation: its state and version. Pass the version back as `expected_version`."""

    claim_id: UUID
    state: ClaimState
    version: int


def subject_of(row: Claim) -> Subject:
    """Return the claim as the journal names it."""
    return Subject("claim", str(row.pk))


def changed(row: Claim) -> ClaimChanged:
    """Return the result that most operations give."""
    return ClaimChanged(row.pk, ClaimState(row.state), row.version)


def locked(*, claim_id: UUID, actor: Actor, expected_version: int | None = None) -> Claim:
    """Return the locked claim, if `actor` may touch it and nothing changed since `expected_version`.

    A participant may touch the own claim, staff those of their branch. Raises NotFound(`claim_unknown`) for
    all others, Conflict(`changed_meanwhile`).
    """
    row = Claim.objects.select_for_update(of=("self",)).select_related("branch").filter(pk=claim_id).first()
    if row is None or not _within_reach(row, actor):
        raise NotFound("claim_unknown")
    if expected_version is not None and expected_version != row.version:
        raise Conflict("changed_meanwhile", params={"expected": expected_version, "found": row.version})
    return row


def locked_by_owner(*, claim_id: UUID, actor: Actor, expected_version: int | None = None) -> Claim:
    """Return the locked claim to the person it belongs to, or to the device that person sits at.

    Staff enter nothing in a person's stead. Raises NotAllowed(`not_for_staff`) and what `locked` raises.
    """
    if role_of(actor) is not ClaimRole.PARTICIPANT:
        raise NotAllowed("not_for_staff")
    return locked(claim_id=claim_id, actor=actor, expected_version=expected_version)


def require_state(row: Claim, *states: ClaimState) -> None:
    """Raise Conflict(`claim_moved_on`) unless the claim is in one of the states."""
    if row.state not in states:
        raise Conflict("claim_moved_on", params={"state": row.state})


def role_of(actor: Actor) -> ClaimRole:
    """Return in which role the actor moves a claim; a booth acts for the person in it.

    Raises NotAllowed(`move_not_for_role`).
    """
    if actor.kind is ActorKind.DEVICE:
        return ClaimRole.PARTICIPANT
    try:
        return ClaimRole(actor.role)
    except ValueError:
        raise NotAllowed("move_not_for_role") from None


def programme_of(row: Claim) -> Programme:
    """Return the programme the claim is of."""
    return programme(row.programme)


def rule_set_of(row: Claim) -> RuleSet:
    """Return the rules the claim is decided under."""
    return rules_of(row)


def rule_version_of(row: Claim) -> str:
    """Return the rule set and its version, as journal and decisions keep it; empty before there is one."""
    if not row.rule_set:
        return ""
    rules = rule_set_of(row)
    return f"{rules.id}/{rules.version}"


def day_of(row: Claim, now: datetime) -> date:
    """Return the day it is at the claim's branch."""
    return local_date(moment=now, zone=row.zone)


def save(
    row: Claim,
    *,
    what: str,
    actor: Actor,
    now: datetime,
    data: Mapping[str, Any] | None = None,
    topics: Sequence[str] = (),
) -> ClaimChanged:
    """Write the claim as its next version, with a journal entry for those who follow it or `topics`."""
    row.version += 1
    row.save()
    record(
        subject=subject_of(row),
        what=what,
        actor=actor,
        now=now,
        data={"version": row.version, "state": row.state, **(data or {})},
        topics=(f"claim:{row.pk}", *topics),
        rule_version=rule_version_of(row),
    )
    return changed(row)


def decide_move(row: Claim, *, move: ClaimMove, actor: Actor) -> ClaimState:
    """Return the state after the move. Raises MoveRefused, or NotAllowed for a role that moves no claims."""
    return claim_moves.decide(state=ClaimState(row.state), move=move, role=role_of(actor))


def move(
    row: Claim,
    *,
    move: ClaimMove,
    actor: Actor,
    now: datetime,
    data: Mapping[str, Any] | None = None,
    topics: Sequence[str] = (),
) -> ClaimChanged:
    """Move the claim and write it. Raises what `decide_move` raises."""
    row.state = decide_move(row, move=move, actor=actor)
    return save(row, what=f"claim.{move}", actor=actor, now=now, data=data, topics=topics)


def owe_mail(row: Claim, *, template: str, now: datetime, **details: str) -> None:
    """Owe the participant a mail. The outbox holds ids and codes only: address, name and a fresh secret link
    are looked up at sending.
    """
    owe(
        kind="mail.send",
        key=f"mail:{template}:{row.pk}:{row.version}",
        payload={"template": template, "subject_id": str(row.pk), **details},
        subject=subject_of(row),
        now=now,
    )


def checks_topic(row: Claim) -> str:
    """Return the topic of the checkers' queue at the claim's branch."""
    return f"checks:{row.branch_id}"


def _within_reach(row: Claim, actor: Actor) -> bool:
    if actor.kind is ActorKind.PARTICIPANT:
        return actor.id == str(row.pk)
    if actor.kind is ActorKind.STAFF:
        member = staff_member(id=int(actor.id))
        return member is not None and row.branch_id is not None and member.branch_id == row.branch_id
    return True

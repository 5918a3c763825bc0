"""Locking a claim for somebody who may touch it, and writing what changed together with its journal entry."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from lapak.claims.models import Claim
from lapak.claims.operations.sheet import Done, Verdicts, for_each, writing
from lapak.claims.programmes import programme
from lapak.claims.queries.assess import rules_of
from lapak.claims.queries.kin import kin_claims, require_no_kin
from lapak.claims.rules import claim_moves
from lapak.claims.rules.claim_moves import ClaimMove, ClaimRole, ClaimState
from lapak.claims.rules.kin import KinRefused
from lapak.claims.rules.programme import Programme
from lapak.claims.rules.rule_sets import RuleSet
from lapak.journal.operations import Event
from lapak.kernel.actors import Actor, ActorKind
from lapak.kernel.errors import Conflict, DomainError, NotAllowed, NotFound
from lapak.kernel.subjects import Subject
from lapak.kernel.zones import local_date
from lapak.outbox.operations import AT_ONCE, Debt
from lapak.people.queries import staff_member
from lapak.people.rules import Role
from lapak.reading import read_beside

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
    all others, KinRefused for staff whom it concerns themselves, Conflict(`changed_meanwhile`).
    """
    rows = _locked([claim_id], actor)
    if not rows:
        raise NotFound("claim_unknown")
    if actor.kind is ActorKind.STAFF:
        require_no_kin(claim_id=claim_id, staff_id=int(actor.id))
    require_version(rows[0], expected_version)
    return rows[0]


def each_locked(
    act: Callable[[Claim], Done],
    *,
    claim_ids: Collection[UUID],
    actor: Actor,
    now: datetime,
    beside: Sequence[str] = (),
) -> Verdicts[Done]:
    """Lock the claims as `lock_each` does and let `act` decide on each, as `for_each` does."""
    rows, closed = lock_each(claim_ids=claim_ids, actor=actor, beside=beside)
    verdicts = {**closed, **for_each(rows, act, now=now)}
    return {id: verdicts[id] for id in claim_ids}


def lock_each(
    *, claim_ids: Collection[UUID], actor: Actor, beside: Sequence[str] = ()
) -> tuple[list[Claim], dict[UUID, DomainError]]:
    """Return the claims the actor may touch, locked in the order of their ids, and why not the others.

    `beside` names what is read with all of them (papers, checks). What the actor may not touch is NotFound,
    what concerns staff themselves KinRefused.
    """
    rows = _locked(claim_ids, actor)
    kin: frozenset[UUID] = frozenset()
    if actor.kind is ActorKind.STAFF:
        kin = kin_claims(claim_ids=[row.pk for row in rows], staff_id=int(actor.id))
        rows = [row for row in rows if row.pk not in kin]
    read_beside(rows, "branch", *beside)
    open_ = {row.pk for row in rows}
    return rows, {
        id: KinRefused("kin") if id in kin else NotFound("claim_unknown")
        for id in claim_ids
        if id not in open_
    }


def require_version(row: Claim, expected_version: int | None) -> None:
    """Raise Conflict(`changed_meanwhile`) unless the claim is still what the actor saw; None asks nothing."""
    if expected_version is not None and expected_version != row.version:
        raise Conflict("changed_meanwhile", params={"expected": expected_version, "found": row.version})


def locked_by_owner(*, claim_id: UUID, actor: Actor, expected_version: int | None = None) -> Claim:
    """Return the locked claim to the person it belongs to, or to the device that person sits at.

    Staff enter nothing in a person's stead. Raises NotAllowed(`not_for_staff`) and what `locked` raises.
    """
    require_owner(actor)
    return locked(claim_id=claim_id, actor=actor, expected_version=expected_version)


def require_owner(actor: Actor) -> None:
    """Raise NotAllowed(`not_for_staff`) unless a person acts for themselves, or through a device."""
    if role_of(actor) is not ClaimRole.PARTICIPANT:
        raise NotAllowed("not_for_staff")


def require_state(row: Claim, *states: ClaimState) -> None:
    """Raise Conflict(`claim_moved_on`) unless the claim is in one of the states."""
    if row.state not in states:
        raise Conflict("claim_moved_on", params={"state": row.state})


def role_of(actor: Actor) -> ClaimRole:
    """Return in which role the actor moves a claim; a booth acts for the person in it.

    So does a company's representative, who files for workers and reaches no claim once it is there.

    Raises NotAllowed(`move_not_for_role`).
    """
    if actor.kind is ActorKind.DEVICE or actor.role == Role.REPRESENTATIVE:
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
    if row.state != row.stored.get("state"):
        row.state_since = now
        topics = (*topics, office_topic(row))
    event = Event(
        subject=subject_of(row),
        what=what,
        actor=actor,
        at=now,
        data={"version": row.version, "state": row.state, **(data or {})},
        topics=(f"claim:{row.pk}", *topics),
        rule_version=rule_version_of(row),
    )
    with writing(now=now) as sheet:
        sheet.changed.append((row, row.changed_fields))
        sheet.events.append(event)
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
    owe_about(
        row,
        kind="mail.send",
        key=f"mail:{template}:{row.pk}:{row.version}",
        payload={"template": template, "subject_id": str(row.pk), **details},
        now=now,
    )


def owe_letter(row: Claim, *, kind: str, now: datetime) -> None:
    """Owe the official letter about what just happened to the claim; what it says is read when it is made."""
    owe_about(
        row,
        kind="letter.issue",
        key=f"letter:{kind}:{row.pk}:{row.version}",
        payload={"claim": str(row.pk), "kind": kind},
        now=now,
    )


def owe_about(
    row: Claim,
    *,
    kind: str,
    key: str,
    payload: Mapping[str, Any],
    now: datetime,
    after: timedelta = AT_ONCE,
) -> None:
    """Owe another system a message about the claim, as `outbox.operations.owe` does."""
    debt = Debt(kind=kind, key=key, payload=payload, subject=subject_of(row), after=after)
    with writing(now=now) as sheet:
        sheet.debts.append(debt)


def checks_topic(row: Claim) -> str:
    """Return the topic of the checkers' queue at the claim's branch."""
    return f"checks:{row.branch_id}"


def office_topic(row: Claim) -> str:
    """Return the topic of the lists of the branch head at the claim's branch."""
    return f"office:{row.branch_id}"


def _locked(claim_ids: Collection[UUID], actor: Actor) -> list[Claim]:
    rows = Claim.objects.select_for_update().filter(pk__any_of=list(claim_ids)).order_by("pk")
    may_touch = _reach(actor)
    return [row for row in rows if may_touch(row)]


def _reach(actor: Actor) -> Callable[[Claim], bool]:
    """Return whether the actor may touch a claim."""
    if actor.kind is ActorKind.PARTICIPANT:
        return lambda row: actor.id == str(row.pk)
    if actor.role == Role.REPRESENTATIVE:
        return lambda _: False  # what a company does for its workers ends with the filing
    if actor.kind is ActorKind.STAFF:
        member = staff_member(id=int(actor.id))
        branch_id = member.branch_id if member else None
        return lambda row: branch_id is not None and row.branch_id == branch_id
    return lambda _: True

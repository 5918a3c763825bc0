"""Another reason after filing: the officer proposes, the person agrees, papers and checks are asked anew.

Everything locks the claim first, then the proposal.
"""

import copy
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from lapak.claims.models import Claim, PaperState, ReasonProposal
from lapak.claims.operations.desk_work import in_hands
from lapak.claims.operations.entries import read_event
from lapak.claims.operations.papers import back_in_line, lay_out_papers, unsign
from lapak.claims.operations.rows import (
    CORRECTABLE,
    ClaimChanged,
    changed,
    day_of,
    locked_by_owner,
    owe_mail,
    programme_of,
    require_state,
    rule_set_of,
    save,
)
from lapak.claims.operations.signals import look_for_signals
from lapak.claims.queries.assess import assess
from lapak.claims.rules.eligibility import Verdict
from lapak.claims.rules.reasons import ReasonRule
from lapak.claims.rules.rule_sets import RuleNotFound
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict, FieldError, InvalidInput

LONGEST_NOTE = 300
_Outcome = ReasonProposal.Outcome


@transaction.atomic
def propose_reason(
    *,
    claim_id: UUID,
    reason: str,
    actor: Actor,
    now: datetime,
    event_on: date | None = None,
    note: str = "",
    topics: Sequence[str] = (),
) -> ClaimChanged:
    """Ask the person whether another reason is right, and mail them; nothing else changes before they agree.

    An earlier proposal not answered yet is replaced. Raises InvalidInput with the field (`reason_unknown`,
    `reason_same`, `reason_of_others`, `reason_not_open` when the rules do not let the person claim for it,
    `event_on_…`, `note_too_long`), Conflict(`claim_moved_on`), NotAllowed(`not_your_claim`), KinRefused,
    NotFound.
    """
    row = in_hands(claim_id, actor)
    note, today = note.strip(), day_of(row, now)
    rule = _rule(row, reason)
    event_on, problem = read_event(event_on, rule=rule, born_on=row.birth_date, on=today)
    if problem:
        raise _refused("event_on", problem)
    if len(note) > LONGEST_NOTE:
        raise _refused("note", "note_too_long", {"most": LONGEST_NOTE})
    _require_claimable(row, rule, event_on, on=today)
    _close(row, _Outcome.TAKEN_BACK, now)
    ReasonProposal.objects.create(
        claim=row,
        was=row.reason,
        reason=rule.code,
        event_on=event_on,
        note=note,
        proposed_by_id=int(actor.id),
        proposed_at=now,
    )
    data = {"was": row.reason, "reason": rule.code}
    done = save(row, what="claim.reason_proposed", actor=actor, now=now, data=data, topics=topics)
    owe_mail(row, template="reason_proposed", now=now)
    return done


@transaction.atomic
def take_proposal_back(
    *, claim_id: UUID, actor: Actor, now: datetime, topics: Sequence[str] = ()
) -> ClaimChanged:
    """Take back what was proposed and not answered; without such nothing happens. Raises as `in_hands`."""
    row = in_hands(claim_id, actor)
    if _close(row, _Outcome.TAKEN_BACK, now) is None:
        return changed(row)
    return save(row, what="claim.reason_proposal_taken_back", actor=actor, now=now, topics=topics)


@transaction.atomic
def answer_proposal(*, claim_id: UUID, agrees: bool, actor: Actor, now: datetime) -> ClaimChanged:
    """Keep the person's answer. Agreed, the claim has the other reason from now on: its papers are laid out
    anew, what was accepted is looked at again, the list begins anew, and the form is signed anew. Where it
    waits for papers that the other reason does not need, it goes back into the queue.

    Raises Conflict(`proposal_gone`, `claim_moved_on`), NotAllowed(`not_for_staff`), NotFound.
    """
    row = locked_by_owner(claim_id=claim_id, actor=actor)
    require_state(row, *CORRECTABLE)
    one = _close(row, _Outcome.AGREED if agrees else _Outcome.DECLINED, now)
    if one is None:
        raise Conflict("proposal_gone")
    data = {"was": one.was, "reason": one.reason}
    if not agrees:
        return save(row, what="claim.reason_declined", actor=actor, now=now, data=data)
    row.reason, row.event_on, row.amount_asked = one.reason, one.event_on, None
    unsign(row, now=now)
    row.checks.all().delete()
    accepted = row.papers.filter(state=PaperState.State.ACCEPTED)
    accepted.exclude(kind=programme_of(row).signed_form).update(state=PaperState.State.GIVEN, changed_at=now)
    lay_out_papers(row, now=now)
    done = save(row, what="claim.reason_changed", actor=actor, now=now, data=data)
    look_for_signals([row], now=now)
    return back_in_line(row, actor=actor, now=now) or done


def _rule(row: Claim, reason: str) -> ReasonRule:
    rules = rule_set_of(row)
    try:
        rule = rules.reason(reason)
    except RuleNotFound:
        raise _refused("reason", "reason_unknown") from None
    if rule.code == row.reason:
        raise _refused("reason", "reason_same")
    if rule.heirs is not rules.reason(row.reason).heirs:
        raise _refused("reason", "reason_of_others")
    return rule


def _require_claimable(row: Claim, rule: ReasonRule, event_on: date | None, *, on: date) -> None:
    with_it = copy.copy(row)
    with_it.reason, with_it.event_on = rule.code, event_on
    answer = assess(with_it, on=on)
    if answer is None or answer.verdict is not Verdict.MAY_CLAIM:
        raise _refused("reason", "reason_not_open")


def _close(row: Claim, outcome: ReasonProposal.Outcome, now: datetime) -> ReasonProposal | None:
    """Answer the open proposal of a locked claim and return it, None without one."""
    one = row.reason_proposals.select_for_update().filter(outcome="").first()
    if one is not None:
        one.outcome, one.answered_at = outcome, now
        one.save(update_fields=["outcome", "answered_at"])
    return one


def _refused(field: str, code: str, params: dict[str, Any] | None = None) -> InvalidInput:
    return InvalidInput(code, params=params or {}, fields=[FieldError(field, code, params or {})])

"""Another reason proposed for a claim, as both sides read it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lapak.claims.models import Claim, ReasonProposal
from lapak.claims.queries.assess import rules_of
from lapak.claims.rules.reasons import ReasonKind, ReasonRule


@dataclass(frozen=True)
class ProposedReason:
    """What is proposed instead of what, by whom and when (UTC); the note is the officer's for the person."""

    was: ReasonKind
    reason: ReasonKind
    event_on: date | None
    note: str
    by: str
    at: datetime


def proposed_reason(*, claim_id: UUID) -> ProposedReason | None:
    """Return the proposal the person has not answered yet, or None."""
    rows = ReasonProposal.objects.select_related("claim", "proposed_by")
    row = rows.filter(claim_id=claim_id, outcome="").first()
    if row is None:
        return None
    rules = rules_of(row.claim)
    was, reason = rules.reason(row.was).kind, rules.reason(row.reason).kind
    return ProposedReason(was, reason, row.event_on, row.note, row.proposed_by.display_name, row.proposed_at)


def other_reasons(*, claim_id: UUID) -> tuple[ReasonRule, ...]:
    """Return the reasons that may be proposed instead, under the rules of the claim; none before it has any.

    A member's own affair stays one, and so does a claim of heirs: the people would be others.
    """
    row = Claim.objects.filter(pk=claim_id).first()
    if row is None or not row.rule_set:
        return ()
    rules = rules_of(row)
    of_heirs = rules.reason(row.reason).heirs
    return tuple(one for one in rules.reasons if one.code != row.reason and one.heirs is of_heirs)

"""The ground of a decision: everything the rules saw of a claim, and computing its decisions again."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lapak.claims.models import Claim, Decision
from lapak.claims.queries.assess import eligibility_facts, rules_of
from lapak.claims.queries.sums import payment
from lapak.claims.rules.benefit import AccountInconsistent
from lapak.claims.rules.replay import Ground, Replay, Seen, ground, replay, without_names
from lapak.kernel.errors import NotFound


@dataclass(frozen=True)
class Recomputed:
    """A decision, when it was made (UTC), and how it comes out now."""

    kind: str
    at: datetime
    rule_version: str
    result: Replay


def ground_of(row: Claim, *, on: date) -> Ground | None:
    """Return what a decision on the day rests on and finds, as it is kept; None before there are rules."""
    if not row.rule_set:
        return None
    rules = rules_of(row)
    facts = eligibility_facts(row, on=on, claim_in_progress=False)
    try:
        asked = payment(row, on=on)
    except AccountInconsistent:
        asked = None
    seen = Seen(
        on=on,
        rule_set=rules.id,
        rule_version=rules.version,
        reason=rules.reason(row.reason),
        facts=without_names(facts) if facts else None,
        payment=asked[0] if asked else None,
        tax=asked[1] if asked else None,
        checks={check.code: check.state for check in row.checks.all()},
        papers={paper.kind: paper.state for paper in row.papers.all()},
    )
    return ground(seen)


def recomputed(*, claim_id: UUID) -> tuple[Recomputed, ...]:
    """Return every decision of the claim computed again from what it kept.

    Raises NotFound(`claim_unknown`).
    """
    if not Claim.objects.filter(pk=claim_id).exists():
        raise NotFound("claim_unknown")
    rows = Decision.objects.filter(claim=claim_id).select_related("rules_seen").order_by("at", "pk")
    return tuple(Recomputed(row.kind, row.at, row.rule_version, replay(_kept(row))) for row in rows)


def _kept(row: Decision) -> Ground:
    rules = row.rules_seen
    return Ground(row.facts, rules.content if rules else {}, rules.key if rules else "")

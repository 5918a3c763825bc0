"""Keeping what staff decided, under which rules, and on which figures."""

from datetime import datetime
from typing import Any

from lapak import bulk
from lapak.claims import facts as core_facts
from lapak.claims.models import Claim, Decision, RulesSeen
from lapak.claims.operations.rows import day_of, rule_version_of
from lapak.claims.operations.sheet import writing
from lapak.claims.queries.ground import ground_of
from lapak.kernel.actors import Actor, ActorKind

LONGEST_NOTE = 1000


def keep_decision(
    row: Claim,
    *,
    kind: str,
    actor: Actor,
    now: datetime,
    reason_code: str = "",
    note: str = "",
) -> None:
    """Keep a decision with all that the rules saw of the locked claim, so that it can be computed again."""
    ground = ground_of(row, on=day_of(row, now))
    decision = bulk.new(
        Decision,
        claim_id=row.pk,
        kind=Decision.Kind(kind),
        by_id=int(actor.id) if actor.kind is ActorKind.STAFF else None,
        at=now,
        rule_version=rule_version_of(row),
        rules_seen_id=ground.rules_key if ground else None,
        facts={**_seen(row), **(ground.facts if ground else {})},
        reason_code=reason_code,
        note=note.strip()[:LONGEST_NOTE],
    )
    with writing(now=now) as sheet:
        if ground:
            sheet.shared[ground.rules_key] = bulk.new(RulesSeen, key=ground.rules_key, content=ground.rules)
        sheet.added.append(decision)


def _seen(row: Claim) -> dict[str, Any]:
    """Return the figures and states a decision rests on, without names or numbers of people."""
    known = row.known
    member = core_facts.member_facts(known.member) if known.member else None
    balance = known.member.balance if known.member else None
    return {
        "version": row.version,
        "gross": row.gross,
        "tax": row.tax,
        "net": row.net,
        "tax_table": row.tax_table,
        "approvals_needed": row.approvals_needed,
        "balance_version": balance.version if balance else "",
        "balance_as_of": balance.as_of.isoformat() if balance else "",
        "membership_active": member.active if member else None,
        "ended_on": member.ended_on.isoformat() if member and member.ended_on else "",
        "account_status": known.account.holder.status.value if known.account else "",
    }

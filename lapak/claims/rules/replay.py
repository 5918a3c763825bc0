"""What a decision saw, kept so that it can be computed again later with the same result.

What is kept carries everything the answer depends on: the facts, and apart from them, because thousands of
decisions share them, the reason with its limits as the rules had them, the brackets of the tax tables and the
readings in force. It holds no name and no number of a person: of two names only the verdict of comparing them
is kept. `form` counts the forms; a decision kept in an older form is answered `not_kept` unless its form is
still known here.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, cast

from pydantic import TypeAdapter, ValidationError

from lapak.claims.rules.benefit import PaymentFacts, Sum, work_out
from lapak.claims.rules.eligibility import Eligibility, EligibilityFacts, eligibility
from lapak.claims.rules.reasons import ReasonRule
from lapak.claims.rules.rule_sets import RuleSet
from lapak.claims.rules.tax import TaxTable
from lapak.claims.rules.treatment import TaxRules
from lapak.kernel.names import NameVerdict, compare_names

FORM = 3
KNOWN_FORMS = (2, FORM)  # in form 2 the rules stood among the facts
# Two names that compare so; they stand in for the real ones when a decision is computed again.
STAND_INS = {
    NameVerdict.SAME: ("SITI AMINAH", "SITI AMINAH"),
    NameVerdict.NEAR: ("SITI AMINAH", "SITI AMINA"),
    NameVerdict.DIFFERENT: ("SITI AMINAH", "BUDI SANTOSO"),
}


class Verdict(StrEnum):
    """`same` as then, `differs`, or `not_kept`: stored in a form from which nothing can be computed."""

    SAME = "same"
    DIFFERS = "differs"
    NOT_KEPT = "not_kept"


@dataclass(frozen=True)
class Seen:
    """What a decision rests on. `facts` has name verdicts in the place of names (see `without_names`).

    `checks` and `papers` are the states of the officer's list and of the papers, by code.
    """

    on: date
    rule_set: str
    rule_version: str
    reason: ReasonRule
    facts: EligibilityFacts | None
    payment: PaymentFacts | None
    tax: TaxRules | None
    checks: Mapping[str, str]
    papers: Mapping[str, str]


@dataclass(frozen=True)
class Ground:
    """A decision's ground and what was found on it, as JSON keeps them: `facts` of its own, and `rules` as it
    saw them, known by `rules_key`, the SHA-256 of their text.
    """

    facts: Mapping[str, Any]
    rules: Mapping[str, Any]
    rules_key: str


@dataclass(frozen=True)
class Difference:
    """One figure or word that comes out otherwise: what was found then, and now."""

    what: str
    then: Any
    now: Any


@dataclass(frozen=True)
class Replay:
    """The result of computing a decision again."""

    verdict: Verdict
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True)
class _StoredRules:
    id: str
    stored: ReasonRule

    def reason(self, _code: str) -> ReasonRule:
        return self.stored


_Choices = tuple[tuple[date, tuple[tuple[str, str], ...]], ...]
_SEEN = TypeAdapter(Seen)
_REASON = TypeAdapter(ReasonRule)
_TAX = TypeAdapter(TaxRules | None)


def without_names(facts: EligibilityFacts) -> EligibilityFacts:
    """Return the facts with the verdict of comparing two names in the place of the names."""
    member, account = facts.member, facts.account
    if member is None:
        return replace(facts, name="", payee="", account=None)
    if account is not None:
        holder = compare_names(left=account.holder_name, right=facts.payee or member.name).verdict
        account = replace(account, holder_name=str(holder))
    given = compare_names(left=facts.name, right=member.name).verdict
    return replace(facts, name=str(given), payee="", member=replace(member, name=""), account=account)


def ground(seen: Seen) -> Ground:
    """Return the decision's ground and what is found on it."""
    own = _SEEN.dump_python(seen, mode="json", exclude={"reason", "tax"})
    key, rules = _rules(seen.reason, seen.tax.tables if seen.tax else None, _choices(seen.tax))
    return Ground({"form": FORM, "seen": own, "found": _found(seen)}, rules, key)


def replay(kept: Ground) -> Replay:
    """Return whether a decision computed again from what was kept comes out as it did then."""
    facts = kept.facts
    if facts.get("form") not in KNOWN_FORMS:
        return Replay(Verdict.NOT_KEPT)
    try:
        seen = _SEEN.validate_python({**kept.rules, **facts["seen"]})
    except (KeyError, ValidationError):
        return Replay(Verdict.NOT_KEPT)
    then, now = facts["found"], _found(seen)
    differing = tuple(
        Difference(what, then.get(what), now.get(what))
        for what in sorted({*then, *now})
        if then.get(what) != now.get(what)
    )
    return Replay(Verdict.DIFFERS if differing else Verdict.SAME, differing)


def _choices(tax: TaxRules | None) -> _Choices:
    days = sorted(tax.choices.items()) if tax else ()
    return tuple((day, tuple(sorted(chosen.items()))) for day, chosen in days)


@lru_cache(maxsize=256)
def _rules(
    reason: ReasonRule, tables: tuple[TaxTable, ...] | None, choices: _Choices
) -> tuple[str, dict[str, Any]]:
    """Return the rules as JSON keeps them and their key; a day's decisions share a few."""
    tax = None if tables is None else TaxRules(tables, {day: dict(chosen) for day, chosen in choices})
    content = {
        "reason": _REASON.dump_python(reason, mode="json"),
        "tax": _TAX.dump_python(tax, mode="json"),
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest(), content


def _found(seen: Seen) -> dict[str, Any]:
    """Return what the rules find, in plain JSON."""
    return {**dict(_answer(seen)), **dict(_amounts(seen))}


def _answer(seen: Seen) -> Iterator[tuple[str, Any]]:
    if seen.facts is None:
        return
    rules = cast(RuleSet, _StoredRules(seen.rule_set, seen.reason))
    answer: Eligibility = eligibility(facts=_with_stand_ins(seen.facts), on=seen.on, rule_set=rules)
    yield "verdict", str(answer.verdict)
    yield "from_date", answer.from_date.isoformat() if answer.from_date else None
    yield "findings", [f"{one.weight}:{one.code}" for one in answer.findings]


def _amounts(seen: Seen) -> Iterator[tuple[str, Any]]:
    if seen.payment is None or seen.tax is None:
        return
    due: Sum = work_out(facts=seen.payment, rules=seen.tax)
    yield from (("gross", due.gross), ("tax", due.tax), ("net", due.net))
    yield from (("tax_table", due.tax_table), ("why", str(due.why)), ("used_before", due.used_before))
    yield "tax_lines", [[line.above, line.base, line.rate_percent, line.amount] for line in due.tax_lines]


def _with_stand_ins(facts: EligibilityFacts) -> EligibilityFacts:
    if facts.member is None:
        return facts
    given, registered = STAND_INS[NameVerdict(facts.name)]
    account, payee = facts.account, ""
    if account is not None:
        holder, payee = STAND_INS[NameVerdict(account.holder_name)]
        account = replace(account, holder_name=holder)
    return replace(
        facts, name=given, member=replace(facts.member, name=registered), account=account, payee=payee
    )

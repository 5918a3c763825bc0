"""Rule sets: which reasons, papers and limits are in force on a day. All of it is data with its source."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from lapak.claims.rules.data_files import load
from lapak.kernel.errors import NotFound

FILES = ("permenaker-19-2015.toml", "permenaker-4-2022.toml")


class RuleNotFound(NotFound):
    """Codes: `rule_set_none_in_force`, `rule_set_unknown`, `reason_unknown`."""


@dataclass(frozen=True, slots=True)
class ReasonRule:
    """A reason to claim under one rule set.

    `waiting_months` run from the last day of work. `least_age` in years, None when age does not matter.
    `register_reasons` are the core system's end reasons that agree with this reason.
    """

    code: str
    label: str
    source: str
    waiting_months: int
    least_age: int | None
    needs_inactive_membership: bool
    register_reasons: tuple[str, ...]
    papers: tuple[str, ...]
    checks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperRule:
    """How a rule set asks for one kind of paper. `only_above` in rupiah: asked when the balance is larger."""

    source: str
    original_on_camera: bool
    only_above: int | None
    alternatives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules in force from a day. A claim keeps the `id` of the one it was decided under.

    `payment_working_days` is the legal limit to pay, None when the rules set none; the other two limits are
    the service's own.
    """

    id: str
    label: str
    version: str
    in_force_from: date
    source: str
    payment_working_days: int | None
    correction_working_days: int
    draft_days: int
    reasons: tuple[ReasonRule, ...]
    papers: Mapping[str, PaperRule]

    def reason(self, code: str) -> ReasonRule:
        """Return the reason of that code. Raises RuleNotFound `reason_unknown`."""
        for reason in self.reasons:
            if reason.code == code:
                return reason
        raise RuleNotFound("reason_unknown", params={"reason": code, "rule_set": self.id})


@cache
def rule_sets() -> tuple[RuleSet, ...]:
    """Return every rule set, the oldest first."""
    return tuple(sorted((_rule_set(load(name)) for name in FILES), key=lambda one: one.in_force_from))


def rule_set_on(on: date) -> RuleSet:
    """Return the rule set in force on the day (of the branch).

    Raises RuleNotFound `rule_set_none_in_force`.
    """
    for rule_set in reversed(rule_sets()):
        if rule_set.in_force_from <= on:
            return rule_set
    raise RuleNotFound("rule_set_none_in_force", params={"on": on.isoformat()})


def rule_set_by_id(rule_set_id: str) -> RuleSet:
    """Return the rule set a claim was decided under. Raises RuleNotFound `rule_set_unknown`."""
    for rule_set in rule_sets():
        if rule_set.id == rule_set_id:
            return rule_set
    raise RuleNotFound("rule_set_unknown", params={"rule_set": rule_set_id})


def _rule_set(data: dict[str, Any]) -> RuleSet:
    return RuleSet(
        id=data["id"],
        label=data["label"],
        version=data["version"],
        in_force_from=data["in_force_from"],
        source=data["source"],
        payment_working_days=data.get("payment_working_days"),
        correction_working_days=data["limits"]["correction_working_days"],
        draft_days=data["limits"]["draft_days"],
        reasons=tuple(_reason(one) for one in data["reasons"]),
        papers={kind: _paper(one) for kind, one in data["papers"].items()},
    )


def _reason(data: dict[str, Any]) -> ReasonRule:
    return ReasonRule(
        code=data["code"],
        label=data["label"],
        source=data["source"],
        waiting_months=data.get("waiting_months", 0),
        least_age=data.get("least_age"),
        needs_inactive_membership=data["needs_inactive_membership"],
        register_reasons=tuple(data["register_reasons"]),
        papers=tuple(data["papers"]),
        checks=tuple(data["checks"]),
    )


def _paper(data: dict[str, Any]) -> PaperRule:
    return PaperRule(
        source=data["source"],
        original_on_camera=data.get("original_on_camera", False),
        only_above=data.get("only_above"),
        alternatives=tuple(data.get("alternatives", ())),
    )

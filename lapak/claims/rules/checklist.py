"""What the officer has to check before a claim can be verified."""

from collections.abc import Collection
from dataclasses import dataclass

from lapak.claims.rules.data_files import load
from lapak.claims.rules.rule_sets import RuleSet


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One thing to check, with the kinds of paper to lay open for it."""

    code: str
    label: str
    papers: tuple[str, ...]


def checklist_for(*, reason: str, rule_set: RuleSet) -> tuple[CheckItem, ...]:
    """Return the checks for a reason, in the order of the talk. Raises RuleNotFound `reason_unknown`."""
    texts = load("checks.toml")
    return tuple(
        CheckItem(code=code, label=texts[code]["label"], papers=tuple(texts[code]["papers"]))
        for code in rule_set.reason(reason).checks
    )


def open_checks(*, reason: str, rule_set: RuleSet, passed: Collection[str]) -> tuple[CheckItem, ...]:
    """Return the checks not yet passed; a claim is verified only when there is none."""
    return tuple(item for item in checklist_for(reason=reason, rule_set=rule_set) if item.code not in passed)

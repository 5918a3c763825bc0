"""Rule sets: which reasons, papers, checks and limits are in force on a day.

All of it is data with its source, read by `lapak.claims.rules.programme`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from lapak.claims.rules.capacities import Capacity, CapacityRule
from lapak.claims.rules.checklist import CheckItem
from lapak.claims.rules.papers import HowGiven, PaperRequirement
from lapak.claims.rules.reasons import ReasonRule
from lapak.kernel.errors import NotFound


class RuleNotFound(NotFound):
    """Codes: `rule_set_none_in_force`, `rule_set_unknown`, `reason_unknown`, `tax_table_none_in_force`."""


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
    papers: Mapping[str, PaperRequirement]
    checks: Mapping[str, CheckItem]
    capacities: Mapping[Capacity, CapacityRule] = field(default_factory=dict)

    def reason(self, code: str) -> ReasonRule:
        """Return the reason of that code. Raises RuleNotFound `reason_unknown`."""
        for reason in self.reasons:
            if reason.code == code:
                return reason
        raise RuleNotFound("reason_unknown", params={"reason": code, "rule_set": self.id})

    def papers_of(self, *, reason: str) -> tuple[PaperRequirement, ...]:
        """Return the papers of a reason, in order, however large the balance.

        Raises RuleNotFound `reason_unknown`.
        """
        return tuple(self.papers[kind] for kind in self.reason(reason).papers)

    def papers_for(self, *, reason: str, balance: int) -> tuple[PaperRequirement, ...]:
        """Return the papers asked for a reason, in order; `balance` in rupiah decides on the NPWP.

        Raises RuleNotFound `reason_unknown`.
        """
        return tuple(paper for paper in self.papers_of(reason=reason) if paper.is_asked(balance=balance))

    def uploads_for(self, *, reason: str, balance: int) -> tuple[PaperRequirement, ...]:
        """Return those of the papers that the participant gives before the talk.

        Raises RuleNotFound `reason_unknown`.
        """
        papers = self.papers_for(reason=reason, balance=balance)
        return tuple(paper for paper in papers if paper.how is HowGiven.UPLOAD)

    def checklist_for(self, *, reason: str) -> tuple[CheckItem, ...]:
        """Return the checks for a reason, in the order of the talk. Raises RuleNotFound `reason_unknown`."""
        return tuple(self.checks[code] for code in self.reason(reason).checks)

    def open_checks(self, *, reason: str, passed: Collection[str]) -> tuple[CheckItem, ...]:
        """Return the checks not yet passed; a claim is verified only when there is none.

        Raises RuleNotFound `reason_unknown`.
        """
        return tuple(item for item in self.checklist_for(reason=reason) if item.code not in passed)

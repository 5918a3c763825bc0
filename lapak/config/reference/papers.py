"""Which papers each reason asks for under each rule set."""

from collections.abc import Iterable, Iterator

from lapak.claims.programmes import programmes
from lapak.claims.rules.capacities import CapacityRule
from lapak.claims.rules.papers import HowGiven, PaperRequirement
from lapak.claims.rules.programme import Programme
from lapak.claims.rules.reasons import EventDate, ReasonRule, RightBegins
from lapak.claims.rules.rule_sets import RuleSet
from lapak.config.reference.markdown import WRITTEN_BY, table
from lapak.kernel.rupiah import format_rupiah


def papers_by_reason() -> str:
    """Return reason x rule set x paper of every installed programme as Markdown."""
    lines = [
        "# Which papers a reason asks for",
        "",
        WRITTEN_BY,
        "",
        "`yes`: always. An amount: only when the balance is above it. `one of N`: any one of the proofs",
        "named below the table. `signed`: made by us and signed at the desk. `camera`: and its original.",
    ]
    for programme in programmes():
        for rules in programme.rule_sets:
            lines += ["", *_rule_set(programme, rules)]
    return "\n".join(lines) + "\n"


def _rule_set(programme: Programme, rules: RuleSet) -> Iterator[str]:
    yield f"## {programme.label}: {rules.label}, from {rules.in_force_from.isoformat()}"
    yield ""
    yield f"{rules.source}. Version {rules.version}."
    yield ""
    reasons = [f"`{reason.code}`" for reason in rules.reasons]
    rows = (
        (rules.papers[kind].label, *(_cell(reason, rules.papers[kind]) for reason in rules.reasons))
        for kind in programme.papers
        if kind in rules.papers
    )
    yield from table(("paper", *reasons), rows, centred=True)
    for kind, paper in rules.papers.items():
        if paper.alternatives:
            yield ""
            yield f"`{kind}`, one of: " + "; ".join(one.label for one in paper.alternatives) + "."
    yield ""
    yield from table(("reason", "what it asks", "checks at the desk", "source"), map(_reason, rules.reasons))
    if rules.capacities:
        yield ""
        heads = ("who acts for the member", "of each person", "once", "with a decision", "source")
        yield from table(heads, map(_capacity, rules.capacities.values()))


def _cell(reason: ReasonRule, paper: PaperRequirement) -> str:
    if paper.kind not in reason.papers:
        return ""
    if paper.how is HowGiven.SIGN:
        return "signed"
    asked = format_rupiah(paper.only_above) if paper.only_above is not None else "yes"
    if paper.alternatives:
        asked = f"one of {len(paper.alternatives)}"
    return f"{asked}, camera" if paper.original_on_camera else asked


def _reason(reason: ReasonRule) -> tuple[str, ...]:
    checks = ", ".join(f"`{code}`" for code in reason.checks)
    return f"`{reason.code}` {reason.label}", ", ".join(_limits(reason)) or "none", checks, reason.source


def _limits(reason: ReasonRule) -> Iterator[str]:
    """Yield what has to be so, or to pass, before the reason holds."""
    if reason.waiting_months:
        yield f"{reason.waiting_months} month{'s' if reason.waiting_months > 1 else ''} after work ended"
    if reason.least_age is not None:
        yield f"age {reason.least_age}"
    if reason.least_membership_years is not None:
        yield f"{reason.least_membership_years} years a member"
    if reason.share_percent is not None:
        yield f"at most {reason.share_percent} %"
    if reason.barred_by:
        yield "once: not after " + " or ".join(f"`{kind}`" for kind in reason.barred_by)
    if reason.event_date is not EventDate.NOT_ASKED:
        yield f"the day ({reason.event_date})"
    if reason.right_begins is RightBegins.MONTH_AFTER_EVENT:
        yield "from the 1st of the month after it"
    if not reason.needs_inactive_membership:
        yield "may still be an active member"


def _capacity(rule: CapacityRule) -> tuple[str, ...]:
    return f"`{rule.code}`", _labels(rule.each), _labels(rule.once), _labels(rule.decision), rule.source


def _labels(papers: Iterable[PaperRequirement]) -> str:
    return ", ".join(paper.label for paper in papers)

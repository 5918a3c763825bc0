"""From `rule-sets/*.toml` to rule sets, with everything they name looked up."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from lapak.claims.rules import programme_files as files
from lapak.claims.rules.checklist import CheckItem
from lapak.claims.rules.papers import Alternative, PaperKind, PaperRequirement
from lapak.claims.rules.reading import (
    ProgrammeInvalid,
    files_in,
    read_file,
    require_different,
    require_known,
)
from lapak.claims.rules.reasons import EventDate, ReasonKind, ReasonRule, RightBegins
from lapak.claims.rules.rule_sets import RuleSet


@dataclass(frozen=True, slots=True)
class Parts:
    """What the rule sets of a programme name: reasons, kinds of paper with alternatives, and checks."""

    reasons: Mapping[str, ReasonKind]
    papers: Mapping[str, PaperKind]
    alternatives: Mapping[str, str]
    checks: Mapping[str, CheckItem]


def read_rule_sets(folder: Path, parts: Parts) -> tuple[RuleSet, ...]:
    """Return the rule sets of a folder in the order of their first day. Raises ProgrammeInvalid."""
    found = []
    for path in files_in(folder):
        entry = read_file(path, files.RuleSetFile)
        _require_whole(path, entry, parts)
        found.append(_rule_set(entry, parts))
    require_different(folder, "id", (one.id for one in found))
    require_different(folder, "in_force_from", (one.in_force_from.isoformat() for one in found))
    return tuple(sorted(found, key=lambda one: one.in_force_from))


def _require_whole(path: Path, entry: files.RuleSetFile, parts: Parts) -> None:
    require_known(path, "papers", entry.papers, among=parts.papers, what="paper")
    for kind, paper in entry.papers.items():
        key = f"papers.{kind}.alternatives"
        require_known(path, key, paper.alternatives, among=parts.alternatives, what="alternative")
    codes = (reason.code for reason in entry.reasons)
    require_known(path, "reasons", codes, among=parts.reasons, what="reason")
    for reason in entry.reasons:
        _require_reason(path, reason, entry, parts)


def _require_reason(path: Path, reason: files.ReasonEntry, entry: files.RuleSetFile, parts: Parts) -> None:
    key = f"reasons.{reason.code}"
    require_known(path, f"{key}.papers", reason.papers, among=entry.papers, what="paper")
    require_known(path, f"{key}.checks", reason.checks, among=parts.checks, what="check")
    for code in reason.checks:
        what = f"paper that check {code!r} looks at but the reason does not ask for:"
        require_known(path, f"{key}.checks", parts.checks[code].papers, among=reason.papers, what=what)
    asked = reason.event_date is not EventDate.NOT_ASKED
    if asked and not parts.reasons[reason.code].event_label:
        raise ProgrammeInvalid(path, f"{key}.event_date", "reasons.toml says not how to ask for the day")
    if reason.right_begins is not RightBegins.AT_ONCE and reason.event_date is not EventDate.REQUIRED:
        raise ProgrammeInvalid(path, f"{key}.right_begins", "needs a day that is required")
    if reason.event_may_be_ahead and not asked:
        raise ProgrammeInvalid(path, f"{key}.event_may_be_ahead", "needs a day that is asked for")


def _rule_set(entry: files.RuleSetFile, parts: Parts) -> RuleSet:
    return RuleSet(
        id=entry.id,
        label=entry.label,
        version=entry.version,
        in_force_from=entry.in_force_from,
        source=entry.source,
        payment_working_days=entry.payment_working_days,
        correction_working_days=entry.limits.correction_working_days,
        draft_days=entry.limits.draft_days,
        reasons=tuple(_reason(one, parts) for one in entry.reasons),
        papers=MappingProxyType({kind: requirement(kind, one, parts) for kind, one in entry.papers.items()}),
        checks=parts.checks,
    )


def _reason(entry: files.ReasonEntry, parts: Parts) -> ReasonRule:
    return ReasonRule(
        kind=parts.reasons[entry.code],
        source=entry.source,
        waiting_months=entry.waiting_months,
        least_age=entry.least_age,
        least_membership_years=entry.least_membership_years,
        membership_gaps_count=entry.membership_gaps_count,
        share_percent=entry.share_percent,
        barred_by=tuple(entry.barred_by),
        heirs=entry.heirs,
        event_date=entry.event_date,
        event_may_be_ahead=entry.event_may_be_ahead,
        right_begins=entry.right_begins,
        needs_inactive_membership=entry.needs_inactive_membership,
        register_reasons=tuple(entry.register_reasons),
        papers=tuple(entry.papers),
        checks=tuple(entry.checks),
    )


def requirement(kind: str, entry: files.PaperEntry, parts: Parts) -> PaperRequirement:
    """Return a kind of paper as a rule set asks for it."""
    paper = parts.papers[kind]
    return PaperRequirement(
        kind=paper.code,
        label=paper.label,
        short_label=paper.short_label,
        why=paper.why,
        source=entry.source,
        how=paper.how,
        original_on_camera=entry.original_on_camera,
        only_above=entry.only_above,
        alternatives=tuple(Alternative(code, parts.alternatives[code]) for code in entry.alternatives),
    )

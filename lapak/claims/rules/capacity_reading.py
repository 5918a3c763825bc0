"""From `capacities.toml` to what rule sets ask of people who act for the member."""

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from lapak.claims.rules import programme_files as files
from lapak.claims.rules.capacities import Capacity, CapacityRule
from lapak.claims.rules.papers import PaperRequirement
from lapak.claims.rules.reading import ProgrammeInvalid, read_file, require_known
from lapak.claims.rules.rule_set_reading import Parts, requirement
from lapak.claims.rules.rule_sets import RuleSet


def with_capacities(file: Path, rule_sets: tuple[RuleSet, ...], parts: Parts) -> tuple[RuleSet, ...]:
    """Return the rule sets with what each asks of people who act for the member.

    Nothing without the file. Raises ProgrammeInvalid.
    """
    entries = read_file(file, files.CapacitiesFile).capacities if file.exists() else []
    known = [one.id for one in rule_sets]
    found: dict[str, dict[Capacity, CapacityRule]] = {id: {} for id in known}
    for entry in entries:
        require_known(file, f"{entry.code}.rule_sets", entry.rule_sets, among=known, what="rule set")
        rule = _capacity(file, entry, parts)
        for id in entry.rule_sets:
            if rule.code in found[id]:
                raise ProgrammeInvalid(file, f"{entry.code}.rule_sets", f"{id} stands twice")
            found[id][rule.code] = rule
    return tuple(replace(one, capacities=MappingProxyType(found[one.id])) for one in rule_sets)


def _capacity(file: Path, entry: files.CapacityEntry, parts: Parts) -> CapacityRule:
    kinds, checks = parts.papers, parts.checks
    papers = (*entry.each, *entry.once, *entry.decision)
    named = [*entry.checks, *entry.shared_checks, *entry.instead.values()]
    named += [one for one in (entry.each_check, entry.decision_check) if one]
    require_known(file, f"{entry.code}: papers", papers, among=kinds, what="paper")
    require_known(file, f"{entry.code}: whose", entry.whose, among=kinds, what="paper")
    require_known(file, f"{entry.code}: checks", [*named, *entry.instead], among=checks, what="check")
    asked = files.PaperEntry(source=entry.source, original_on_camera=True)

    def requirements(of: list[str]) -> tuple[PaperRequirement, ...]:
        return tuple(requirement(kind, asked, parts) for kind in of)

    return CapacityRule(
        code=entry.code,
        source=entry.source,
        each=requirements(entry.each),
        once=requirements(entry.once),
        decision=requirements(entry.decision),
        checks=tuple(checks[code] for code in entry.checks),
        shared_checks=tuple(checks[code] for code in entry.shared_checks),
        each_check=checks[entry.each_check] if entry.each_check else None,
        decision_check=checks[entry.decision_check] if entry.decision_check else None,
        whose=MappingProxyType(dict(entry.whose)),
        instead=MappingProxyType({code: checks[other] for code, other in entry.instead.items()}),
    )

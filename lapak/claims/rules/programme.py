"""A programme: everything that makes JHT out of claims in general, as one object that never changes.

`load_programme` reads a folder of such files and refuses what is not whole:

    programme.toml     code, names, institution, words on screens
    papers.toml        kinds of paper, and the alternatives that prove the same
    checks.toml        what an officer checks
    capacities.toml    what is asked of people who act for the member; may be left out
    decisions.toml     reasons for asking a paper again or turning a claim down
    rule-sets/*.toml   what is in force from a day: reasons, papers, limits, each with its source
    tax/*.toml         dated tables of brackets, one file for each treatment
    points.toml        readings of disputed points that the institution chooses among (may be left out)
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from pydantic import BaseModel, RootModel, ValidationError

from lapak.claims.rules import programme_files as files
from lapak.claims.rules.capacities import Capacity, CapacityRule, plain_kind
from lapak.claims.rules.checklist import CheckItem
from lapak.claims.rules.decisions import DecisionReason, ReasonNotOffered
from lapak.claims.rules.papers import Alternative, HowGiven, PaperKind, PaperRequirement
from lapak.claims.rules.points import Default, Option, Point
from lapak.claims.rules.rule_sets import ReasonRule, RuleNotFound, RuleSet
from lapak.claims.rules.tax import Bracket, TaxTable, Treatment

File = TypeVar("File", bound=BaseModel)


class ProgrammeInvalid(Exception):
    """A programme's files are not whole. Says which file, which key, and what is wrong with it."""

    def __init__(self, file: Path | str, key: str, problem: str) -> None:
        super().__init__(f"{file}: {key}: {problem}" if key else f"{file}: {problem}")
        self.file, self.key, self.problem = str(file), key, problem


@dataclass(frozen=True, slots=True)
class Institution:
    """Who runs the programme, and the number people call."""

    name: str
    call_centre: str


@dataclass(frozen=True, slots=True)
class Texts:
    """Words on screens that differ between programmes: what the money is called, title and first sentence
    of the form that is signed.
    """

    amount: str
    form_title: str
    form_sentence: str


@dataclass(frozen=True, slots=True)
class Programme:
    """One programme. `core_product` is what the core system calls it; `signed_form` the kind of paper that is
    made by us and signed at the desk. Rule sets and tax tables stand in the order of their first day.
    """

    code: str
    label: str
    name: str
    source: str
    core_product: str
    institution: Institution
    texts: Texts
    signed_form: str
    papers: Mapping[str, PaperKind]
    ask_again_reasons: tuple[DecisionReason, ...]
    rejection_reasons: tuple[DecisionReason, ...]
    rule_sets: tuple[RuleSet, ...]
    tax_tables: tuple[TaxTable, ...]
    points: tuple[Point, ...]

    def rule_set_on(self, on: date) -> RuleSet:
        """Return the rule set in force on the day (of the branch).

        Raises RuleNotFound `rule_set_none_in_force`.
        """
        for rule_set in reversed(self.rule_sets):
            if rule_set.in_force_from <= on:
                return rule_set
        raise RuleNotFound("rule_set_none_in_force", params={"on": on.isoformat()})

    def rule_set_by_id(self, rule_set_id: str) -> RuleSet:
        """Return the rule set a claim was decided under. Raises RuleNotFound `rule_set_unknown`."""
        for rule_set in self.rule_sets:
            if rule_set.id == rule_set_id:
                return rule_set
        raise RuleNotFound("rule_set_unknown", params={"rule_set": rule_set_id})

    def paper_label(self, kind: str) -> str:
        """Return the name of a kind of paper, without the person it is of.

        Raises KeyError for a kind that is in no rule.
        """
        return self.papers[plain_kind(kind)].label

    def ask_again_reason(self, code: str) -> DecisionReason:
        """Return the reason of that code. Raises ReasonNotOffered `ask_again_reason_unknown`."""
        return _find(code, among=self.ask_again_reasons, otherwise="ask_again_reason_unknown")

    def rejection_reason(self, code: str) -> DecisionReason:
        """Return the reason of that code. Raises ReasonNotOffered `rejection_reason_unknown`."""
        return _find(code, among=self.rejection_reasons, otherwise="rejection_reason_unknown")


def load_programme(folder: Path) -> Programme:
    """Return the programme whose files stand in the folder.

    Raises ProgrammeInvalid when a file is missing, unreadable or not whole, or when two do not agree.
    """
    about = _read(folder / "programme.toml", files.ProgrammeFile)
    papers = _read(folder / "papers.toml", files.PapersFile)
    checks = _read(folder / "checks.toml", RootModel[dict[files.LongCode, files.CheckEntry]]).root
    decisions = _read(folder / "decisions.toml", files.DecisionsFile)
    kinds = _kinds(papers)
    items = {code: CheckItem(code, one.label, tuple(one.papers)) for code, one in checks.items()}
    for code, item in items.items():
        _require_known(folder / "checks.toml", f"{code}.papers", item.papers, among=kinds, what="paper")
    return Programme(
        code=about.code,
        label=about.label,
        name=about.name,
        source=about.source,
        core_product=about.core_product,
        institution=Institution(**about.institution.model_dump()),
        texts=Texts(**about.texts.model_dump()),
        signed_form=_signed_form(folder / "papers.toml", kinds),
        papers=MappingProxyType(kinds),
        ask_again_reasons=_decision_reasons(decisions.ask_again),
        rejection_reasons=_decision_reasons(decisions.rejection),
        rule_sets=_with_capacities(
            folder / "capacities.toml",
            _rule_sets(folder / "rule-sets", kinds, papers.alternatives, items),
            kinds,
            items,
        ),
        tax_tables=_tax_tables(folder / "tax"),
        points=_points(folder / "points.toml"),
    )


def _read(path: Path, shape: type[File]) -> File:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as failure:
        raise ProgrammeInvalid(path, "", str(failure)) from failure
    try:
        return shape.model_validate(content)
    except ValidationError as refusal:
        first = refusal.errors()[0]
        raise ProgrammeInvalid(path, ".".join(map(str, first["loc"])), first["msg"]) from refusal


def _require_known(file: Path, key: str, named: Iterable[str], *, among: Iterable[str], what: str) -> None:
    known, seen = set(among), set[str]()
    for code in named:
        if code not in known:
            raise ProgrammeInvalid(file, key, f"unknown {what} {code!r}")
        if code in seen:
            raise ProgrammeInvalid(file, key, f"{what} {code!r} named twice")
        seen.add(code)


def _kinds(papers: files.PapersFile) -> dict[str, PaperKind]:
    return {
        code: PaperKind(code, one.label, one.short_label, one.why, one.how)
        for code, one in papers.kinds.items()
    }


def _signed_form(file: Path, kinds: Mapping[str, PaperKind]) -> str:
    signed = [code for code, kind in kinds.items() if kind.how is HowGiven.SIGN]
    if len(signed) != 1:
        raise ProgrammeInvalid(file, "kinds", f"exactly one paper is signed, found {len(signed)}")
    return signed[0]


def _decision_reasons(entries: Mapping[str, files.DecisionReasonEntry]) -> tuple[DecisionReason, ...]:
    return tuple(DecisionReason(code, one.label, one.sentence) for code, one in entries.items())


def _find(code: str, *, among: tuple[DecisionReason, ...], otherwise: str) -> DecisionReason:
    for reason in among:
        if reason.code == code:
            return reason
    raise ReasonNotOffered(otherwise, params={"reason": code})


def _rule_sets(
    folder: Path,
    kinds: Mapping[str, PaperKind],
    alternatives: Mapping[str, str],
    checks: Mapping[str, CheckItem],
) -> tuple[RuleSet, ...]:
    found = []
    for path in _files_in(folder):
        entry = _read(path, files.RuleSetFile)
        _check_rule_set(path, entry, kinds, alternatives, checks)
        found.append(_rule_set(entry, kinds, alternatives, checks))
    _require_different(folder, (one.id for one in found), "id")
    _require_different(folder, (one.in_force_from.isoformat() for one in found), "in_force_from")
    return tuple(sorted(found, key=lambda one: one.in_force_from))


def _files_in(folder: Path) -> list[Path]:
    found = sorted(folder.glob("*.toml"))
    if not found:
        raise ProgrammeInvalid(folder, "", "no file of this kind")
    return found


def _require_different(file: Path, values: Iterable[str], key: str) -> None:
    seen = set[str]()
    for value in values:
        if value in seen:
            raise ProgrammeInvalid(file, key, f"{value} stands twice")
        seen.add(value)


def _check_rule_set(
    path: Path,
    entry: files.RuleSetFile,
    kinds: Mapping[str, PaperKind],
    alternatives: Mapping[str, str],
    checks: Mapping[str, CheckItem],
) -> None:
    _require_known(path, "papers", entry.papers, among=kinds, what="paper")
    for kind, paper in entry.papers.items():
        key = f"papers.{kind}.alternatives"
        _require_known(path, key, paper.alternatives, among=alternatives, what="alternative")
    _require_different(path, (reason.code for reason in entry.reasons), "reasons")
    for reason in entry.reasons:
        key = f"reasons.{reason.code}"
        _require_known(path, f"{key}.papers", reason.papers, among=entry.papers, what="paper")
        _require_known(path, f"{key}.checks", reason.checks, among=checks, what="check")
        for code in reason.checks:
            what = f"paper that check {code!r} looks at but the reason does not ask for:"
            _require_known(path, f"{key}.checks", checks[code].papers, among=reason.papers, what=what)


def _rule_set(
    entry: files.RuleSetFile,
    kinds: Mapping[str, PaperKind],
    alternatives: Mapping[str, str],
    checks: Mapping[str, CheckItem],
) -> RuleSet:
    return RuleSet(
        id=entry.id,
        label=entry.label,
        version=entry.version,
        in_force_from=entry.in_force_from,
        source=entry.source,
        payment_working_days=entry.payment_working_days,
        correction_working_days=entry.limits.correction_working_days,
        draft_days=entry.limits.draft_days,
        reasons=tuple(_reason(one) for one in entry.reasons),
        papers=MappingProxyType(
            {kind: _requirement(kinds[kind], one, alternatives) for kind, one in entry.papers.items()}
        ),
        checks=MappingProxyType(dict(checks)),
    )


def _reason(entry: files.ReasonEntry) -> ReasonRule:
    return ReasonRule(
        code=entry.code,
        label=entry.label,
        source=entry.source,
        waiting_months=entry.waiting_months,
        least_age=entry.least_age,
        needs_inactive_membership=entry.needs_inactive_membership,
        register_reasons=tuple(entry.register_reasons),
        papers=tuple(entry.papers),
        checks=tuple(entry.checks),
        share_percent=entry.share_percent,
    )


def _requirement(
    kind: PaperKind, entry: files.PaperEntry, alternatives: Mapping[str, str]
) -> PaperRequirement:
    return PaperRequirement(
        kind=kind.code,
        label=kind.label,
        short_label=kind.short_label,
        why=kind.why,
        source=entry.source,
        how=kind.how,
        original_on_camera=entry.original_on_camera,
        only_above=entry.only_above,
        alternatives=tuple(Alternative(code, alternatives[code]) for code in entry.alternatives),
    )


def _with_capacities(
    file: Path,
    rule_sets: tuple[RuleSet, ...],
    kinds: Mapping[str, PaperKind],
    checks: Mapping[str, CheckItem],
) -> tuple[RuleSet, ...]:
    """Return the rule sets with what each asks of people who act for the member."""
    entries = _read(file, files.CapacitiesFile).capacities if file.exists() else []
    known = [one.id for one in rule_sets]
    found: dict[str, dict[Capacity, CapacityRule]] = {id: {} for id in known}
    for entry in entries:
        _require_known(file, f"{entry.code}.rule_sets", entry.rule_sets, among=known, what="rule set")
        rule = _capacity(file, entry, kinds, checks)
        for id in entry.rule_sets:
            if rule.code in found[id]:
                raise ProgrammeInvalid(file, f"{entry.code}.rule_sets", f"{id} stands twice")
            found[id][rule.code] = rule
    return tuple(replace(one, capacities=MappingProxyType(found[one.id])) for one in rule_sets)


def _capacity(
    file: Path,
    entry: files.CapacityEntry,
    kinds: Mapping[str, PaperKind],
    checks: Mapping[str, CheckItem],
) -> CapacityRule:
    papers = (*entry.each, *entry.once, *entry.decision)
    named = [*entry.checks, *entry.shared_checks, *entry.instead.values()]
    named += [one for one in (entry.each_check, entry.decision_check) if one]
    _require_known(file, f"{entry.code}: papers", papers, among=kinds, what="paper")
    _require_known(file, f"{entry.code}: whose", entry.whose, among=kinds, what="paper")
    _require_known(file, f"{entry.code}: checks", [*named, *entry.instead], among=checks, what="check")
    asked = files.PaperEntry(source=entry.source, original_on_camera=True)

    def requirements(of: list[str]) -> tuple[PaperRequirement, ...]:
        return tuple(_requirement(kinds[kind], asked, {}) for kind in of)

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


def _tax_tables(folder: Path) -> tuple[TaxTable, ...]:
    found: list[TaxTable] = []
    for path in _files_in(folder):
        entry = _read(path, files.TaxFile)
        for table in entry.tables:
            _require_rising(path, table)
            found.append(_tax_table(table, treatment=entry.treatment))
    _require_different(folder, (one.id for one in found), "id")
    _require_different(folder, (f"{one.treatment} {one.in_force_from}" for one in found), "in_force_from")
    return tuple(sorted(found, key=lambda one: one.in_force_from))


def _require_rising(path: Path, table: files.TaxTableEntry) -> None:
    starts = [bracket.above for bracket in table.brackets]
    if starts[0] != 0 or starts != sorted(set(starts)):
        raise ProgrammeInvalid(path, f"tables.{table.id}.brackets", "must begin at 0 and rise")


def _tax_table(entry: files.TaxTableEntry, *, treatment: Treatment) -> TaxTable:
    return TaxTable(
        id=entry.id,
        label=entry.label,
        treatment=treatment,
        in_force_from=entry.in_force_from,
        final=entry.final,
        object_code=entry.object_code,
        source=entry.source,
        brackets=tuple(
            Bracket(one.above, one.rate_percent, one.without_npwp_percent) for one in entry.brackets
        ),
    )


def _points(file: Path) -> tuple[Point, ...]:
    if not file.exists():
        return ()
    entries = _read(file, files.PointsFile).points
    _require_different(file, (one.code for one in entries), "points")
    for one in entries:
        key, options = f"points.{one.code}", {option.code for option in one.options}
        _require_different(file, (option.code for option in one.options), f"{key}.options")
        days = [default.from_day.isoformat() for default in one.defaults]
        _require_different(file, days, f"{key}.defaults")
        for default in one.defaults:
            if default.option not in options:
                raise ProgrammeInvalid(file, f"{key}.defaults", f"unknown option {default.option!r}")
    return tuple(_point(one) for one in entries)


def _point(entry: files.PointEntry) -> Point:
    defaults = (Default(one.option, one.from_day) for one in entry.defaults)
    return Point(
        code=entry.code,
        question=entry.question,
        options=tuple(Option(one.code, one.label, one.source, one.consequence) for one in entry.options),
        defaults=tuple(sorted(defaults, key=lambda one: one.from_day)),
    )

"""A programme: everything that makes JHT out of claims in general, as one object that never changes.

`load_programme` reads a folder of such files and refuses what is not whole:

    programme.toml     code, names, institution, words on screens
    reasons.toml       reasons to claim, in groups, as people read them
    papers.toml        kinds of paper, and the alternatives that prove the same
    checks.toml        what an officer checks
    capacities.toml    what is asked of people who act for the member; may be left out
    decisions.toml     reasons for asking a paper again or turning a claim down
    rule-sets/*.toml   what is in force from a day: reasons, papers, limits, each with its source
    tax/*.toml         dated tables of brackets, one file for each treatment
    points.toml        readings of disputed points that the institution chooses among (may be left out)

Screens know three kinds of paper by their code, whatever the programme: `foto_diri` and `ktp` are shown
large, `buku_tabungan` is bank data and opens only with a reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from string import Formatter
from types import MappingProxyType

from pydantic import RootModel

from lapak.claims.rules import programme_files as files
from lapak.claims.rules.capacities import plain_kind
from lapak.claims.rules.capacity_reading import with_capacities
from lapak.claims.rules.checklist import CheckItem
from lapak.claims.rules.decisions import DecisionReason, ReasonNotOffered
from lapak.claims.rules.money_reading import read_points, read_tax_tables
from lapak.claims.rules.papers import HowGiven, PaperKind
from lapak.claims.rules.points import Point
from lapak.claims.rules.reading import ProgrammeInvalid as ProgrammeInvalid
from lapak.claims.rules.reading import read_file, require_known
from lapak.claims.rules.reasons import ReasonGroup, ReasonKind
from lapak.claims.rules.rule_set_reading import Parts, read_rule_sets
from lapak.claims.rules.rule_sets import RuleNotFound, RuleSet
from lapak.claims.rules.tax import TaxTable

TOLD_PLACES = ("you", "ended_on", "event_on")  # what the text of a reason may name


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
    """One programme. `signed_form` is the kind of paper that is made by us and signed at the desk.

    Rule sets and tax tables stand in the order of their first day.
    """

    code: str
    label: str
    name: str
    source: str
    institution: Institution
    texts: Texts
    signed_form: str
    reason_groups: tuple[ReasonGroup, ...]
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

    @property
    def form_label(self) -> str:
        """What the form is called that is made by us and signed."""
        return self.papers[self.signed_form].label

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
    about = read_file(folder / "programme.toml", files.ProgrammeFile)
    reasons = read_file(folder / "reasons.toml", files.ReasonsFile)
    papers = read_file(folder / "papers.toml", files.PapersFile)
    decisions = read_file(folder / "decisions.toml", files.DecisionsFile)
    kinds = _kinds(papers)
    parts = Parts(
        reasons=MappingProxyType(_reason_kinds(folder / "reasons.toml", reasons)),
        papers=MappingProxyType(kinds),
        alternatives=MappingProxyType(papers.alternatives),
        checks=MappingProxyType(_checks(folder / "checks.toml", kinds)),
    )
    return Programme(
        code=about.code,
        label=about.label,
        name=about.name,
        source=about.source,
        institution=Institution(**about.institution.model_dump()),
        texts=Texts(**about.texts.model_dump()),
        signed_form=_signed_form(folder / "papers.toml", kinds),
        reason_groups=tuple(ReasonGroup(code, label) for code, label in reasons.groups.items()),
        papers=parts.papers,
        ask_again_reasons=_decision_reasons(decisions.ask_again),
        rejection_reasons=_decision_reasons(decisions.rejection),
        rule_sets=with_capacities(
            folder / "capacities.toml", read_rule_sets(folder / "rule-sets", parts), parts
        ),
        tax_tables=read_tax_tables(folder / "tax"),
        points=read_points(folder / "points.toml"),
    )


def _reason_kinds(file: Path, reasons: files.ReasonsFile) -> dict[str, ReasonKind]:
    for code, one in reasons.kinds.items():
        require_known(file, f"kinds.{code}.group", [one.group], among=reasons.groups, what="group")
        try:
            places = {
                name for _text, name, _spec, _conversion in Formatter().parse(one.told) if name is not None
            }
        except ValueError as problem:
            raise ProgrammeInvalid(file, f"kinds.{code}.told", str(problem)) from problem
        require_known(file, f"kinds.{code}.told", places, among=TOLD_PLACES, what="place")
    return {code: _reason_kind(code, one) for code, one in reasons.kinds.items()}


def _reason_kind(code: str, entry: files.ReasonKindEntry) -> ReasonKind:
    return ReasonKind(
        code=code,
        group=entry.group,
        label=entry.label,
        choice=entry.choice,
        hint=entry.hint,
        told=entry.told,
        event_label=entry.event.label if entry.event else "",
        event_hint=entry.event.hint if entry.event else "",
    )


def _checks(file: Path, kinds: Mapping[str, PaperKind]) -> dict[str, CheckItem]:
    entries = read_file(file, RootModel[dict[files.LongCode, files.CheckEntry]]).root
    for code, one in entries.items():
        require_known(file, f"{code}.papers", one.papers, among=kinds, what="paper")
    return {
        code: CheckItem(code, one.label, tuple(one.papers), one.in_person) for code, one in entries.items()
    }


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

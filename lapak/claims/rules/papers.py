"""Which papers a claim needs under its rules, what each is called, why it is asked, and by which source."""

from dataclasses import dataclass
from enum import StrEnum

from lapak.claims.rules.data_files import load
from lapak.claims.rules.rule_sets import PaperRule, RuleSet


class HowGiven(StrEnum):
    """A paper is photographed or uploaded by the participant, or made by us and signed."""

    UPLOAD = "upload"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of several papers that each prove the same."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class PaperRequirement:
    """One paper asked for a claim. With `alternatives`, any one of them will do."""

    kind: str
    label: str
    short_label: str
    why: str
    source: str
    how: HowGiven
    original_on_camera: bool
    alternatives: tuple[Alternative, ...]


def papers_for(*, reason: str, rule_set: RuleSet, balance: int) -> tuple[PaperRequirement, ...]:
    """Return the papers asked for a reason, in order; `balance` in rupiah decides on the NPWP.

    Raises RuleNotFound `reason_unknown`.
    """
    kinds = rule_set.reason(reason).papers
    rules = ((kind, rule_set.papers[kind]) for kind in kinds)
    return tuple(_requirement(kind, rule) for kind, rule in rules if _is_asked(rule, balance))


def uploads_for(*, reason: str, rule_set: RuleSet, balance: int) -> tuple[PaperRequirement, ...]:
    """Return those of the papers that the participant gives before the talk.

    Raises RuleNotFound `reason_unknown`.
    """
    papers = papers_for(reason=reason, rule_set=rule_set, balance=balance)
    return tuple(paper for paper in papers if paper.how is HowGiven.UPLOAD)


def paper_label(kind: str) -> str:
    """Return the name of a kind of paper. Raises KeyError for a kind that is in no rule."""
    label: str = load("papers.toml")[kind]["label"]
    return label


def paper_how(kind: str) -> HowGiven:
    """Return how a kind of paper is given. Raises KeyError for a kind that is in no rule."""
    return HowGiven(load("papers.toml")[kind].get("how", HowGiven.UPLOAD))


def _is_asked(rule: PaperRule, balance: int) -> bool:
    return rule.only_above is None or balance > rule.only_above


def _requirement(kind: str, rule: PaperRule) -> PaperRequirement:
    texts = load("papers.toml")
    return PaperRequirement(
        kind=kind,
        label=texts[kind]["label"],
        short_label=texts[kind]["short_label"],
        why=texts[kind]["why"],
        source=rule.source,
        how=paper_how(kind),
        original_on_camera=rule.original_on_camera,
        alternatives=tuple(
            Alternative(code=code, label=texts["alternatives"][code]) for code in rule.alternatives
        ),
    )

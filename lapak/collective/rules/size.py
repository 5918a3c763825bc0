"""How large a company is, from the figures it states: `data/size_classes.toml`, read once.

The class depends on the day, for the law changed in 2021 (domain: UU 20/2008, PP 7/2021, BPS by workers).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class SizeClass(StrEnum):
    """From the smallest to the largest."""

    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class Figure(StrEnum):
    """What a company may state of itself; all but `workers` in rupiah."""

    NET_ASSETS = "net_assets"
    YEARLY_SALES = "yearly_sales"
    CAPITAL = "capital"
    WORKERS = "workers"


MAY_FILE = frozenset({SizeClass.MEDIUM, SizeClass.LARGE})
_ORDER = tuple(SizeClass)


@dataclass(frozen=True, slots=True)
class Sized:
    """A class, the rule it was found by, and the figure that decided."""

    size: SizeClass
    rule: str
    by: Figure

    @property
    def may_file(self) -> bool:
        """Return whether the collective channel is open to companies of this class."""
        return self.size in MAY_FILE


class _Measure(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    figure: Annotated[Figure, Field(strict=False)]
    most: dict[Annotated[SizeClass, Field(strict=False)], Annotated[int, Field(gt=0)]]

    def class_of(self, value: int) -> SizeClass:
        return next((size for size in _ORDER if value <= self.most.get(size, -1)), SizeClass.LARGE)


class SizeRule(BaseModel):
    """One rule, in force from a day on."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    id: Annotated[str, Field(min_length=1)]
    in_force_from: date
    choose: Literal["largest", "first"]
    source: Annotated[str, Field(min_length=1)]
    measures: list[_Measure]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    rules: list[SizeRule]
    by_workers: list[SizeRule]


def size_on(figures: Mapping[Figure, int], *, on: date) -> Sized | None:
    """Return the class that the stated figures give on the day, None when none of them counts.

    Figures in money are asked first, the number of workers only without them.
    """
    for rules in (_file().rules, _file().by_workers):
        rule = max(
            (one for one in rules if one.in_force_from <= on), key=lambda one: one.in_force_from, default=None
        )
        if rule and (found := _sized(rule, figures)):
            return found
    return None


def _sized(rule: SizeRule, figures: Mapping[Figure, int]) -> Sized | None:
    found = [
        Sized(one.class_of(figures[one.figure]), rule.id, one.figure)
        for one in rule.measures
        if one.figure in figures
    ]
    if not found:
        return None
    return found[0] if rule.choose == "first" else max(found, key=lambda one: _ORDER.index(one.size))


@cache
def _file() -> _File:
    text = (files("lapak.collective") / "data" / "size_classes.toml").read_text(encoding="utf-8")
    return _File.model_validate(tomllib.loads(text))

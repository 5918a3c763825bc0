"""The ways in which a form is signed, and what each asks for: `data/signing.toml`, read once."""

import tomllib
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from lapak.claims.rules.rule_sets import RuleNotFound


class Way(StrEnum):
    """`drawn` by the person; by `thumb` print or `spoken` word, both taken down by the officer.

    On `paper` is what a company handed in for the worker, and the officer compared with the KTP.
    """

    DRAWN = "drawn"
    THUMB = "thumb"
    SPOKEN = "spoken"
    PAPER = "paper"


BY_OFFICER = (Way.SPOKEN, Way.THUMB)


class WayRule(BaseModel):
    """What one way asks for from a day on."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    code: Annotated[Way, Field(strict=False)]
    in_force_from: date
    witness: bool
    source: Annotated[str, Field(min_length=1)]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    ways: list[WayRule]


@cache
def ways() -> tuple[WayRule, ...]:
    """Return every rule, the newest first."""
    text = (files("lapak.claims") / "data" / "signing.toml").read_text(encoding="utf-8")
    found = _File.model_validate(tomllib.loads(text)).ways
    return tuple(sorted(found, key=lambda one: one.in_force_from, reverse=True))


def way_on(way: Way, *, on: date) -> WayRule:
    """Return what a way asks for on the day. Raises RuleNotFound(`way_not_allowed`)."""
    for rule in ways():
        if rule.code is way and rule.in_force_from <= on:
            return rule
    raise RuleNotFound("way_not_allowed", params={"way": way})

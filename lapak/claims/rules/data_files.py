"""Reads the dated rule data that stands beside the code."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(name: str) -> dict[str, Any]:
    """Return one file of `lapak/claims/data`, read once; callers must not change it."""
    return tomllib.loads((files("lapak.claims") / "data" / name).read_text(encoding="utf-8"))

"""What a person may do about a decision, as dated data beside the code."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Remedies:
    """Days to object (working days), and to have a complaint settled (calendar days)."""

    objection_working_days: int
    complaint_days: int


@cache
def remedies() -> Remedies:
    """Return the remedies that letters name."""
    data = tomllib.loads((files("lapak.letters") / "data" / "remedies.toml").read_text(encoding="utf-8"))
    return Remedies(data["objection"]["working_days"], data["complaint"]["days"])

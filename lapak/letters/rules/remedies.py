"""What a person may do about the service besides objecting, as data beside the code."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Remedies:
    """In how many calendar days a complaint is settled."""

    complaint_days: int


@cache
def remedies() -> Remedies:
    """Return the remedies that letters name."""
    data = tomllib.loads((files("lapak.letters") / "data" / "remedies.toml").read_text(encoding="utf-8"))
    return Remedies(data["complaint"]["days"])

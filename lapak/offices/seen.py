"""Branches seen in public sources, for demonstrations; not an official list (data/SOURCES.md)."""

import csv
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True)
class SeenBranch:
    """A branch as a public source names it; `address` is mostly unknown, then empty."""

    name: str
    regency_code: str
    timezone: str
    address: str
    source: str


def seen_branches() -> tuple[SeenBranch, ...]:
    """Return the branches in the order of the file."""
    text = (files("lapak.offices") / "data" / "branches_seen.csv").read_text(encoding="utf-8")
    return tuple(
        SeenBranch(
            name=row["branch_name"],
            regency_code=row["regency_code_inferred"],
            timezone=row["timezone"],
            address=row["address_seen"],
            source=row["source"],
        )
        for row in csv.DictReader(text.splitlines())
    )

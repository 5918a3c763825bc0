"""Provinces, regencies and districts by Kemendagri code, of the lists of 2020 and 2025 together.

A NIK keeps the code of the first registration for life, so codes that were retired since stay known.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from lapak.offices.rules.nearness import Nearness, Point, nearness

NEWEST_LIST = "2025"


@dataclass(frozen=True, slots=True)
class Region:
    """A region: its code without dots (2, 4 or 6 digits), its newest name, and whether it is still in use."""

    code: str
    name: str
    retired: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person was first registered, as far as the codes are in a list we have."""

    province: Region | None
    regency: Region | None
    district: Region | None

    @property
    def known(self) -> bool:
        """Whether regency or district is in a list; districts are split and renumbered, so either will do."""
        return self.regency is not None or self.district is not None


@cache
def regions() -> Mapping[str, Region]:
    """Return every region by code."""
    text = (files("lapak.offices") / "data" / "regions.csv").read_text(encoding="utf-8")
    return MappingProxyType(
        {
            row["code"]: Region(row["code"], row["name"], NEWEST_LIST not in row["lists"].split())
            for row in csv.DictReader(text.splitlines())
        }
    )


@cache
def province_codes() -> frozenset[str]:
    """Return the codes of all provinces, old and new."""
    return frozenset(code for code in regions() if len(code) == 2)


@cache
def province_seats() -> Mapping[str, Point]:
    """Return where the seat of each province lies, by code; roughly, see SOURCES.md."""
    text = (files("lapak.offices") / "data" / "province_seats.csv").read_text(encoding="utf-8")
    return MappingProxyType(
        {
            row["code"]: Point(float(row["latitude"]), float(row["longitude"]))
            for row in csv.DictReader(text.splitlines())
        }
    )


def near(*, of: str, to: str) -> Nearness:
    """Return how near two regions are, by their codes with or without dots; short ones name a province."""
    of, to = of.replace(".", ""), to.replace(".", "")
    seats = province_seats()
    return nearness(of=of, to=to, seat_of=seats.get(of[:2]), seat_to=seats.get(to[:2]))


def place_of(*, district: str) -> Place:
    """Return the place that the first six digits of a NIK name."""
    known = regions()
    return Place(known.get(district[:2]), known.get(district[:4]), known.get(district[:6]))

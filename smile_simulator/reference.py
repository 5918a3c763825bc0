"""Reference data from `data/`: names, regions, banks, words for firms. Sources in `data/SOURCES.md`."""

import csv
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
# Most members work where the factories are: Jakarta, the rest of Java and Banten (Kemendagri province codes).
INDUSTRIAL_PROVINCES = frozenset({"31", "32", "33", "34", "35", "36"})


@dataclass(frozen=True, slots=True)
class Names:
    """First and family names by sex."""

    female_first: tuple[str, ...]
    female_last: tuple[str, ...]
    male_first: tuple[str, ...]
    male_last: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Regions:
    """Kemendagri codes of 2020 without dots: regency names, districts of each regency."""

    regency_names: dict[str, str]
    districts: dict[str, tuple[str, ...]]
    industrial: tuple[str, ...]

    @property
    def regencies(self) -> tuple[str, ...]:
        """All regency codes that have districts, in order."""
        return tuple(self.districts)


@dataclass(frozen=True, slots=True)
class EmployerWords:
    """Parts of invented firm names."""

    first: tuple[str, ...]
    trade: tuple[str, ...]
    last: tuple[str, ...]


def rows(file_name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file in `data/`."""
    with (DATA / file_name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def names() -> Names:
    """Return the name lists."""
    lists = json.loads((DATA / "names_id.json").read_text("utf-8"))
    return Names(
        female_first=tuple(lists["first_names_female"]),
        female_last=tuple(lists["last_names_female"]),
        male_first=tuple(lists["first_names_male"]),
        male_last=tuple(lists["last_names_male"]),
    )


@cache
def regions() -> Regions:
    """Return regencies and districts of 2020."""
    districts: dict[str, list[str]] = {}
    for row in rows("wilayah_districts_2020.csv"):
        code = row["code"].replace(".", "")
        districts.setdefault(code[:4], []).append(code)
    return Regions(
        regency_names={
            row["code"].replace(".", ""): row["name"] for row in rows("wilayah_regencies_2020.csv")
        },
        districts={regency: tuple(codes) for regency, codes in districts.items()},
        industrial=tuple(regency for regency in districts if regency[:2] in INDUSTRIAL_PROVINCES),
    )


@cache
def employer_words() -> EmployerWords:
    """Return the parts of firm names."""
    words = json.loads((DATA / "employer_words.json").read_text("utf-8"))
    return EmployerWords(tuple(words["first"]), tuple(words["trade"]), tuple(words["last"]))


def place_name(regency: str) -> str:
    """Return a regency's name as a birth place is written: `Tangerang` for `KAB. TANGERANG`."""
    name = regions().regency_names[regency]
    for prefix in ("KAB. ADM. ", "KOTA ADM. ", "KAB. ", "KOTA "):
        name = name.removeprefix(prefix)
    return name.title()

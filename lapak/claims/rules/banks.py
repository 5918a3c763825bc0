"""The banks people choose from (data/banks_id.csv), those with the most customers first."""

import csv
from functools import cache
from importlib.resources import files

MOST_CHOSEN = ("002", "008", "009", "014", "200", "451", "022")


def bank_choices() -> list[tuple[str, str]]:
    """Return code and name of every bank, as a select shows them."""
    names = _names()
    first = [(code, names[code]) for code in MOST_CHOSEN]
    rest = sorted(
        ((code, name) for code, name in names.items() if code not in MOST_CHOSEN), key=lambda bank: bank[1]
    )
    return [*first, *rest]


def bank_name(code: str) -> str:
    """Return the name of a bank, the code itself for one that is not listed."""
    return _names().get(code, code)


@cache
def _names() -> dict[str, str]:
    text = (files("lapak.claims") / "data" / "banks_id.csv").read_text(encoding="utf-8")
    return {row["code"]: row["name"] for row in csv.DictReader(text.splitlines())}

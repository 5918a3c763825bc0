"""Words in cells: what counts as empty, months, reasons of leaving, banks (`data/cell_words.toml`)."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from lapak.claims.rules.banks import bank_choices

_NO_PART_OF_A_NAME = re.compile(r"\b(?:bank|pt|persero|tbk|bpd)\b")


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files("lapak.collective") / "data" / "cell_words.toml").read_text(encoding="utf-8"))


@cache
def nothing() -> frozenset[str]:
    """Return the words, in lower case, that say that a cell is empty."""
    return frozenset(_data()["nothing"])


@cache
def _months() -> dict[str, int]:
    return {word: int(month) for month, words in _data()["months"].items() for word in words}


def month_of(word: str) -> int | None:
    """Return the month (1 to 12) that a word in lower case names, in Indonesian or English."""
    return _months().get(word)


def plain_words(text: str) -> str:
    """Return the words of a cell in lower case, without punctuation: `P.H.K.` gives `phk`."""
    joined = re.sub(r"\b(\w)\.(?=\w\b)", r"\1", text.lower())
    return " ".join(re.findall(r"[a-z0-9]+", joined))


def reason_words(labels: Mapping[str, str]) -> dict[str, str]:
    """Return the code of a reason for each plain way to write it.

    `labels` are the programme's reasons, code and label; reasons that it does not have are left out.
    """
    found = {plain_words(label): code for code, label in labels.items()}
    found |= {code.replace("_", " "): code for code in labels}
    for code, words in _data()["reasons"].items():
        if code in labels:
            found |= {plain_words(word): code for word in words}
    return found


@cache
def _banks() -> dict[str, str]:
    found: dict[str, str] = {}
    for code, name in bank_choices():
        found[code] = code
        plain = plain_words(name)
        for form in (plain, plain_bank(plain), plain_words(re.sub(r"\(.*\)", "", name))):
            found.setdefault(form, code)
        for short in re.findall(r"\((.+?)\)", name):
            found.setdefault(plain_words(short), code)
    for code, words in _data()["banks"].items():
        found |= {plain_words(word): code for word in words}
    return found


def plain_bank(plain: str) -> str:
    """Return the plain words of a bank's name without those that say nothing: `pt bank bri` gives `bri`."""
    return " ".join(_NO_PART_OF_A_NAME.sub(" ", plain).split())


def bank_of(text: str) -> str | None:
    """Return the code of the bank that a cell names, by code or by name."""
    plain = plain_words(text)
    if plain.isdigit() and len(plain) <= 3:
        return _banks().get(plain.rjust(3, "0"))
    return _banks().get(plain) or _banks().get(plain_bank(plain))

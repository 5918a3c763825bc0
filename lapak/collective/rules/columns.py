"""The columns of a roster, and recognising them by the headings that companies write.

A heading is compared without case, accents, punctuation and common abbreviations; a typing error of a letter
or two does no harm. Which heading means what stands in `data/headings.toml`, in Indonesian and English.
"""

import difflib
import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

LEAST_LIKENESS = 0.88
SHORTEST_WITH_TYPO = 5
LONGEST_HEADING = 60
SURE_COLUMNS = 2
ROW_CODE, VERDICT, EXPLANATION = "row_code", "verdict", "explanation"
OWN_CODES = (ROW_CODE, VERDICT, EXPLANATION)


@dataclass(frozen=True, slots=True)
class Column:
    """A column we know: its code, its heading in our own workbooks, whether a row is nothing without it.

    `also` are other headings companies write.
    """

    code: str
    heading: str
    required: bool
    also: tuple[str, ...]


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files("lapak.collective") / "data" / "headings.toml").read_text(encoding="utf-8"))


@cache
def columns() -> tuple[Column, ...]:
    """Return the columns that tell something of a worker, in the order of our own workbooks."""
    return tuple(
        Column(code, one["heading"], one["required"], tuple(one["also"]))
        for code, one in _data()["columns"].items()
    )


@cache
def headings() -> Mapping[str, str]:
    """Return the heading of every column in our own workbooks, by code, those that only we write included."""
    own: dict[str, str] = _data()["own"]
    return {column.code: column.heading for column in columns()} | own


def required() -> tuple[str, ...]:
    """Return the codes of the columns without which a row is nothing."""
    return tuple(column.code for column in columns() if column.required)


def plain_heading(text: str) -> str:
    """Return a heading in the form in which headings are compared: `Tgl. Lahir *)` gives `tanggal lahir`."""
    plain = unicodedata.normalize("NFKD", text[: 2 * LONGEST_HEADING]).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z]+|\d+", plain.lower())
    return " ".join(_short().get(word, word) for word in words if word not in _data()["noise"])


def column_of(text: str) -> str | None:
    """Return the code of the column with this heading, None for one that we do not know."""
    return _written_right(text) or _with_typo(text)


def _written_right(text: str) -> str | None:
    if not text or len(text) > LONGEST_HEADING:
        return None
    code = _known().get(plain_heading(text))
    return code or _known().get(plain_heading(re.sub(r"\(.*?\)|\[.*?\]", " ", text)))


def _with_typo(text: str) -> str | None:
    whole = plain_heading(text) if len(text) <= LONGEST_HEADING else ""
    if len(whole) < SHORTEST_WITH_TYPO:
        return None
    near = difflib.get_close_matches(whole, _known(), n=1, cutoff=LEAST_LIKENESS)
    code = _known()[near[0]] if near else None
    return None if code in OWN_CODES else code


def recognise(written: Sequence[str]) -> dict[str, int]:
    """Return for each column found its place among the headings, from 0; the first of two alike counts.

    Many firms call their own staff number "NIK" (nomor induk karyawan), so where a heading says KTP, that one
    is the NIK. Typing errors are looked for beside two headings that are written right: in lines that are no
    headings they are not worth the time, and `PHK` stands in those too.
    """
    found: dict[str, int] = {}
    if sum(_written_right(heading) is not None for heading in written) < SURE_COLUMNS:
        return found
    for place, heading in enumerate(written):
        code = column_of(heading)
        if code is None:
            continue
        says_ktp = code == "nik" and re.search(r"ktp|kependudukan", heading, re.IGNORECASE)
        if says_ktp and not re.search(r"ktp|kependudukan", written[found.get(code, place)], re.IGNORECASE):
            found[code] = place
        found.setdefault(code, place)
    return found


@cache
def _short() -> dict[str, str]:
    return {word: long for long, words in _data()["short"].items() for word in words}


@cache
def _known() -> dict[str, str]:
    """Return the code of every plain heading."""
    ours = {plain_heading(heading): code for code, heading in headings().items()}
    return {plain_heading(one): column.code for column in columns() for one in column.also} | ours

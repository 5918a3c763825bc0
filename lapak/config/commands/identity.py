"""`lapak identity`: is this number one of its kind, and what does it tell?"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from lapak.config.commands import answers
from lapak.kernel.identity import (
    NIK_DIGITS,
    InvalidIdentity,
    nik_warnings,
    parse_kpj,
    parse_nik,
    parse_npp,
    parse_npwp,
)
from lapak.offices.regions import Region, place_of, province_codes, regions

Reader = Callable[[str, date], dict[str, Any]]


def add(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "identity",
        help="take NIK, KPJ, NPP or NPWP apart and say what is wrong with them",
        description="A word NIK, KPJ, NPP or NPWP says what the numbers after it are; "
        "without one the kind is told by the number. Exit status 1: a number is not one of its kind.",
    )
    parser.add_argument("words", nargs="+", metavar="[KIND] NUMBER")
    answers.add_common(parser, on="the day on which the number is read; it settles the century of birth")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, _rest: Sequence[str]) -> int:
    """Answer for every number; return 0 when each is one of its kind, 1 when not, 2 for none given."""
    numbers = list(_numbers(options.words))
    if not numbers:
        return answers.refuse("name at least one number after the kind")
    found = [_read(kind, text, options.on or answers.today()) for kind, text in numbers]
    answers.say({"numbers": found}, as_json=options.json, table=lambda: _table(found))
    return 0 if all(one["valid"] for one in found) else 1


def _numbers(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    kind = ""
    for word in words:
        if word.lower() in READERS:
            kind = word.lower()
        else:
            yield kind or _kind_of(word), word


def _kind_of(text: str) -> str:
    """Return the kind that a number's length tells; 16 digits are a NIK unless they begin with 0."""
    plain = "".join(letter for letter in text if letter.isalnum())
    match len(plain):
        case 8:
            return "npp"
        case 11:
            return "kpj"
        case 15:
            return "npwp"
        case _:
            return "npwp" if len(plain) == NIK_DIGITS and plain.startswith("0") else "nik"


def _read(kind: str, text: str, on: date) -> dict[str, Any]:
    try:
        return {"kind": kind, "given": text, "valid": True, "warnings": [], **READERS[kind](text, on)}
    except InvalidIdentity as refusal:
        error = {"code": refusal.code, "message": answers.words(refusal)}
        return {"kind": kind, "given": text, "valid": False, "warnings": [], "error": error}


def _nik(text: str, on: date) -> dict[str, Any]:
    nik = parse_nik(text, on=on, known_provinces=province_codes())
    place = place_of(district=nik.district)
    warnings = [str(warning) for warning in nik_warnings(nik, known_regions=regions().keys())]
    return {
        "number": nik.digits,
        "birth_date": nik.birth_date.isoformat(),
        "sex": str(nik.sex),
        "serial": nik.serial,
        "province": _region(nik.province, place.province),
        "regency": _region(nik.regency, place.regency),
        "district": _region(nik.district, place.district),
        "warnings": warnings,
    }


def _region(code: str, region: Region | None) -> dict[str, Any]:
    return {
        "code": code,
        "name": region.name if region else None,
        "retired": region.retired if region else None,
    }


READERS: dict[str, Reader] = {
    "nik": _nik,
    "kpj": lambda text, _on: {"number": parse_kpj(text)},
    "npp": lambda text, _on: {"number": parse_npp(text)},
    "npwp": lambda text, _on: {"number": parse_npwp(text)},
}


def _table(found: Sequence[dict[str, Any]]) -> Iterator[str]:
    for one in found:
        verdict = "ok" if one["valid"] else "NOT VALID"
        yield f"{one['kind'].upper()}  {one.get('number', one['given'])}  {verdict}"
        if not one["valid"]:
            yield f"      {one['error']['message']}"
        if one["kind"] == "nik" and one["valid"]:
            yield f"      born {one['birth_date']}, {one['sex']}, serial {one['serial']:04d}"
            yield f"      registered in {_place(one)}"
        for warning in one["warnings"]:
            yield f"      look at: {warning}"


def _place(one: dict[str, Any]) -> str:
    parts = (one[level] for level in ("district", "regency", "province"))
    return ", ".join(
        f"{part['name'] or 'unknown'} ({part['code']}{', retired' if part['retired'] else ''})"
        for part in parts
    )

"""What every letter carries: letterhead, to whom, number, place and day, and how it is checked."""

from datetime import date
from typing import Any

import segno
from django.utils import dateformat

from lapak.kernel.masking import mask_kpj, mask_nik
from lapak.letters.rules.authenticity import grouped
from lapak.web.letters.content.facts import Facts


def frame(facts: Facts, *, check_url: str) -> dict[str, Any]:
    """Return the parts that all letters share."""
    letter, claim, branch, to = facts.letter, facts.claim, facts.branch, facts.to
    return {
        "institution": facts.programme.institution.name,
        "branch": {"name": branch.name, "address": branch.address, "phone": branch.phone},
        "number": letter.number,
        "place_and_day": f"{branch.name}, {day_in_words(facts.day)}",
        "to": {
            "salutation": to.salutation,
            "name": to.name,
            "on_behalf": to.on_behalf,
            "numbers": f"NIK {mask_nik(claim.person.nik)}  ·  KPJ {mask_kpj(claim.kpj)}",
        },
        "you": to.you,
        "programme": f"{facts.programme.name} ({facts.programme.label})",
        "claim_number": claim.number,
        "day": [facts.day.year, facts.day.month, facts.day.day],
        "code": grouped(letter.code),
        "qr": qr(check_url),
        "check_at": check_url.removesuffix(f"{letter.code}/").rstrip("/").partition("://")[2],
        "salt": letter.salt,
    }


def day_in_words(day: date) -> str:
    """Return `22 Juni 2020`, with spaces at which no line breaks."""
    return dateformat.format(day, "j F Y").replace(" ", "\u00a0")


def qr(url: str) -> str:
    """Return the address as an SVG picture of a QR code."""
    drawn: str = segno.make(url, error="m").svg_inline(border=0, dark="#171D33", omitsize=True)
    return drawn.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)

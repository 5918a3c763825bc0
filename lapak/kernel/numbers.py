"""Numbers that people read, say and type: short, without look-alike letters, with a check digit.

Letters come from an alphabet of 23 that cannot be taken for one another (no 0/O, 1/I/L, 2/Z, 5/S, 8/B,
U/V); 23 is prime, so a weighted sum finds every wrong character and every swapped pair. Digits-only numbers
end in a Damm check digit, which does the same.
"""

import re
import secrets
from dataclasses import dataclass
from datetime import date

from lapak.kernel.errors import InvalidInput

ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
LONGEST_CODE = len(ALPHABET) - 1
_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
_CLAIM = re.compile(
    r"K?(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)(?P<serial>\d{3,8})(?P<check>\d)", re.ASCII
)


class InvalidNumber(InvalidInput):
    """The number was mistyped. Codes: `number_not_readable`, `number_check_wrong`."""


@dataclass(frozen=True, slots=True)
class ClaimNumber:
    """A claim's number: the day it was filed and its serial on that day, over all branches."""

    filed_on: date
    serial: int

    def __str__(self) -> str:
        body = f"{self.filed_on:%Y%m%d}{self.serial:03d}"
        return f"K-{body[:4]}-{body[4:8]}-{body[8:]}{damm_digit(digits=body)}"


def damm_digit(*, digits: str) -> str:
    """Return the check digit of a row of digits (H. M. Damm, 2004)."""
    row = 0
    for digit in digits:
        row = int(_DAMM[row][int(digit)])
    return str(row)


def claim_number(*, filed_on: date, serial: int) -> str:
    """Return the claim number, as `K-2020-0618-0742`: day, serial of at least three digits, check digit.

    Raises ValueError for a serial below 1 or above 99,999,999. The number is no secret; reading a claim
    needs its link or a code.
    """
    if not 1 <= serial <= 99_999_999:
        raise ValueError("serial out of range")
    return str(ClaimNumber(filed_on=filed_on, serial=serial))


def parse_claim_number(text: str) -> ClaimNumber:
    """Return the claim number in a text; case, spaces, dashes and the leading K do not matter.

    Raises InvalidNumber.
    """
    match = _CLAIM.fullmatch(re.sub(r"[\s.\-–]+", "", text).upper())
    if match is None:
        raise InvalidNumber("number_not_readable")
    try:
        filed_on = date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        raise InvalidNumber("number_not_readable") from None
    body = match["year"] + match["month"] + match["day"] + match["serial"]
    if damm_digit(digits=body) != match["check"]:
        raise InvalidNumber("number_check_wrong")
    return ClaimNumber(filed_on=filed_on, serial=int(match["serial"]))


def _check_letter(body: str) -> str:
    total = sum(weight * ALPHABET.index(letter) for weight, letter in enumerate(body, start=2))
    return ALPHABET[-total % len(ALPHABET)]


def new_code(*, length: int = 6) -> str:
    """Return a random code such as `7KQ4MX`, its last character a check, for pairing or the phone.

    About 4.5 random bits per character before the check. Raises ValueError outside 3–22 characters.
    """
    if not 3 <= length <= LONGEST_CODE:
        raise ValueError("length out of range")
    body = "".join(secrets.choice(ALPHABET) for _ in range(length - 1))
    return body + _check_letter(body)


def parse_code(text: str, *, length: int = 6) -> str:
    """Return the code in a text; case, spaces and dashes do not matter. Raises InvalidNumber."""
    code = re.sub(r"[\s\-]+", "", text).upper()
    if len(code) != length or any(letter not in ALPHABET for letter in code):
        raise InvalidNumber("number_not_readable")
    if _check_letter(code[:-1]) != code[-1]:
        raise InvalidNumber("number_check_wrong")
    return code

"""Cells of a roster, read one by one: what each means, what is wrong with it, or what is doubtful.

A spreadsheet keeps a number to 15 digits and throws leading zeros away, so a NIK or an account that was typed
as a number may have lost what cannot be brought back. Such a cell is named as that and never guessed at.

Every reader takes a cell and returns its value, a Trouble or a Doubt. Nothing is raised: of 100,000 rows many
may be wrong.
"""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from functools import cache
from typing import Any

import phonenumbers

from lapak.collective.rules.cell_words import bank_of, nothing, plain_words
from lapak.collective.rules.findings import Cell, Doubt, Trouble, text_of
from lapak.kernel.errors import DomainError
from lapak.kernel.identity import KPJ_DIGITS, InvalidIdentity, birth_in_nik, parse_kpj, parse_nik, parse_npwp
from lapak.kernel.names import name_words
from lapak.kernel.rupiah import InvalidRupiah, parse_rupiah

Reader = Callable[[Cell], Any]
LONGEST_NAME = 120
LONGEST_EMAIL = 254
EXACT_DIGITS = 15  # as many as a spreadsheet keeps of a number
MOST_ZEROS_LOST = 2
LONGEST_CELL = 2_000
_EDGES = " \t\r\n\u00a0\u200b\u200e\u202a\u202c\ufeff'`’‘\""
_POWER = re.compile(r"\d(?:[.,]\d+)?e\+?\d{1,2}", re.IGNORECASE | re.ASCII)
_POINT_NOUGHT = re.compile(r"\d{1,300}\.0", re.ASCII).fullmatch
_NIK = re.compile(r"\d{16}", re.ASCII).fullmatch
_KPJ = re.compile(r"\d{11}", re.ASCII).fullmatch
_MOBILE = re.compile(r"(?:\+62|62|0)(8[1-9]\d{7,10})", re.ASCII).fullmatch
_EMAIL = re.compile(
    r"[A-Za-z0-9_%+-]+(?:\.[A-Za-z0-9_%+-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}"
).fullmatch
_ACCOUNT = re.compile(r"\d{6,20}", re.ASCII).fullmatch
_NAME = re.compile(r"[A-Za-z][A-Za-z.,'’ -]{0,118}[A-Za-z.]").fullmatch
_SPLIT = re.compile(r"[\s.\-/()]+")
_SEVERAL = re.compile(r"\s*(?:[/;,|]|\bdan\b|\batau\b)\s*")


def clean(cell: Cell) -> str:
    """Return the text of a cell without apostrophes and spaces around it; empty for words such as `-`."""
    text = " ".join(text_of(_number_in(cell))[:LONGEST_CELL].strip(_EDGES).split())
    return "" if text.lower() in nothing() else text


def _number_in(cell: Cell) -> Cell:
    """Return the number in a text such as `81230000001.0`, as programs write a column of numbers into a CSV.

    Every other cell is returned as it is.
    """
    if type(cell) is str and ".0" in cell and _POINT_NOUGHT(cell.strip(_EDGES)):
        return float(cell.strip(_EDGES))
    return cell


def nik_reader(*, on: date, provinces: Collection[str]) -> Reader:
    """Return a reader of NIK, see `lapak.kernel.identity.parse_nik`.

    Troubles are its codes and `nik_digits_lost` (params `given`).
    """
    births: set[str] = set()  # that are known to be possible: 100,000 people have few of them

    def read(cell: Cell) -> str | Trouble:
        if type(cell) is str and _NIK(cell) and cell[:2] in provinces and cell[12:] != "0000":
            if cell[6:12] not in births:
                try:
                    birth_in_nik(cell, on=on)
                except InvalidIdentity as refusal:
                    return Trouble(refusal.code, refusal.params)
                births.add(cell[6:12])
            return cell
        if _lost(cell, most=10**EXACT_DIGITS):
            return Trouble("nik_digits_lost")
        return _parsed_nik(clean(cell), on, provinces)

    return read


def _parsed_nik(text: str, on: date, provinces: Collection[str]) -> str | Trouble:
    try:
        return parse_nik(text, on=on, known_provinces=provinces).digits
    except DomainError as refusal:
        return Trouble(refusal.code, refusal.params)


def _lost(cell: Cell, *, most: int) -> bool:
    """Return whether a number of so many digits was kept as a number, or written as a power of ten.

    One that no spreadsheet rounded still ends in another digit than 0 and is below 2^53.
    """
    cell = _number_in(cell)
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return cell >= most and (cell % 10 == 0 or cell >= 2**53)
    return isinstance(cell, str) and _POWER.fullmatch(cell.strip(_EDGES)) is not None


def has_lost_digits(cell: Cell) -> bool:
    """Return whether a cell that should hold a long number has lost the last of its digits."""
    return _lost(cell, most=10**EXACT_DIGITS)


def read_kpj(cell: Cell) -> str | Trouble | Doubt:
    """Return the member number. Doubt `kpj_zeros_restored`: a number that had lost zeros at its front."""
    if type(cell) is str and _KPJ(cell):
        return cell
    if _lost(cell, most=10**EXACT_DIGITS):
        return Trouble("kpj_digits_lost")
    text = clean(cell)
    if isinstance(_number_in(cell), float) and KPJ_DIGITS - MOST_ZEROS_LOST <= len(text) < KPJ_DIGITS:
        return Doubt(text.rjust(KPJ_DIGITS, "0"), "kpj_zeros_restored")
    try:
        return parse_kpj(text)
    except DomainError as refusal:
        return Trouble(refusal.code, refusal.params)


def read_name(cell: Cell) -> str | Trouble:
    """Return the name, spaces set right. Trouble `name_empty`, `name_too_long`, `name_has_digits`."""
    if type(cell) is str and _NAME(cell) and "  " not in cell:
        return cell
    text = clean(cell)
    if not name_words(text):
        return Trouble("name_empty")
    if len(text) > LONGEST_NAME:
        return Trouble("name_too_long", {"most": LONGEST_NAME})
    return Trouble("name_has_digits") if re.search(r"\d", text) else text


def read_account_name(cell: Cell) -> str | Trouble:
    """Return the name at the account, empty when none is given."""
    if type(cell) is str and _NAME(cell) and "  " not in cell:
        return cell
    return read_name(cell) if clean(cell) else ""


def read_phone(cell: Cell) -> str | Trouble | Doubt:
    """Return a mobile number as +62…. Trouble `phone_empty`, `phone_invalid`, `phone_not_mobile`.

    Doubt `phone_first_of_several`.
    """
    if type(cell) is str and (match := _MOBILE(cell)):
        return "+62" + match[1]
    text = clean(cell)
    if not text:
        return Trouble("phone_empty")
    if isinstance(cell, float) and text.startswith("8"):
        text = "0" + text
    found = _mobile(text)
    if isinstance(found, str):
        return found
    first, *others = _SEVERAL.split(text)
    if others and len(first) >= 9 and isinstance(number := _mobile(first), str):
        return Doubt(number, "phone_first_of_several")
    return found


def _mobile(text: str) -> str | Trouble:
    bare = _SPLIT.sub("", text)
    if match := _MOBILE(bare) or _MOBILE("0" + bare if bare.startswith("8") else bare):
        return "+62" + match[1]
    try:
        number = phonenumbers.parse(text, "ID")
    except phonenumbers.NumberParseException:
        return Trouble("phone_invalid")
    if not phonenumbers.is_valid_number(number):
        return Trouble("phone_invalid")
    kinds = (phonenumbers.PhoneNumberType.MOBILE, phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE)
    if phonenumbers.number_type(number) not in kinds:
        return Trouble("phone_not_mobile")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def read_email(cell: Cell) -> str | Trouble:
    """Return the address, empty when none is given. Trouble `email_invalid`."""
    if type(cell) is str and _EMAIL(cell) and len(cell) <= LONGEST_EMAIL:
        return cell
    text = clean(cell).removeprefix("mailto:").replace(" ", "")
    if not text or (_EMAIL(text) and len(text) <= LONGEST_EMAIL):
        return text
    return Trouble("email_invalid")


@cache
def _bank(text: str) -> str | None:
    return bank_of(text)


def read_bank(cell: Cell) -> str | Trouble:
    """Return the code of the bank. Trouble `bank_empty`, `bank_unknown`."""
    text = clean(cell)
    if not text:
        return Trouble("bank_empty")
    return _bank(text[:80]) or Trouble("bank_unknown")


def read_account_number(cell: Cell) -> str | Trouble:
    """Return the digits of the account.

    Trouble `account_number_empty`, `account_number_invalid`, `account_digits_lost`.
    """
    if type(cell) is str and _ACCOUNT(cell):
        return cell
    if _lost(cell, most=10**EXACT_DIGITS):
        return Trouble("account_digits_lost")
    digits = _SPLIT.sub("", clean(cell))
    if not digits:
        return Trouble("account_number_empty")
    return digits if _ACCOUNT(digits) else Trouble("account_number_invalid")


def read_npwp(cell: Cell) -> str | Doubt:
    """Return the tax number, empty when none is given. Doubt `npwp_not_readable`: it is asked for later."""
    text = clean(cell)
    if not text:
        return ""
    if type(cell := _number_in(cell)) is not str and _lost(cell, most=10**EXACT_DIGITS):
        return Doubt("", "npwp_not_readable")
    try:
        return parse_npwp(text)
    except DomainError:
        return Doubt("", "npwp_not_readable")


def read_wage(cell: Cell) -> int | Doubt | None:
    """Return whole rupiah, None when none is given. Doubt `wage_not_readable`: nothing rests on it."""
    if type(cell) is float or type(cell) is int:
        return round(cell) if 0 <= cell < 10**12 else Doubt(None, "wage_not_readable")
    text = clean(cell)
    if not text:
        return None
    if re.fullmatch(r"(?:rp\.?|idr)?\s*\d{1,3}(?:,\d{3})+(?:\.00?)?", text, re.IGNORECASE):
        text = text.split(".00")[0].replace(",", "")  # as English writes it
    try:
        return parse_rupiah(re.sub(r"^idr", "", text, flags=re.IGNORECASE))
    except InvalidRupiah:
        return Doubt(None, "wage_not_readable")


def reason_reader(*, words: Mapping[str, str]) -> Reader:
    """Return a reader of reasons of leaving. Trouble `reason_empty`, `reason_unknown`."""

    def read(cell: Cell) -> str | Trouble:
        text = clean(cell)
        if not text:
            return Trouble("reason_empty")
        return words.get(plain_words(text)) or Trouble("reason_unknown")

    return read

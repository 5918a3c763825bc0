"""Money. An amount is an `int` of whole rupiah; there are no smaller parts."""

import re

from lapak.kernel.errors import InvalidInput

_WRITTEN = re.compile(r"(?:Rp)?\.?\s*(?P<whole>\d{1,3}(?:\.\d{3})+|\d+)(?:,(?:00?|-))?", re.IGNORECASE)
MOST_DIGITS = 15


class InvalidRupiah(InvalidInput):
    """The text is not an amount of whole rupiah.

    Codes: `rupiah_empty`, `rupiah_not_readable`, `rupiah_too_large`.
    """


def format_rupiah(amount: int) -> str:
    """Return the amount as people write it: `Rp61.856.000`, `−Rp624.000`."""
    sign = "−" if amount < 0 else ""
    return f"{sign}Rp{format_figure(abs(amount))}"


def format_figure(amount: int) -> str:
    """Return the amount with dots and no currency, for columns: `61.856.000`, `−624.000`."""
    sign = "−" if amount < 0 else ""
    return sign + f"{abs(amount):,}".replace(",", ".")


def parse_rupiah(text: str) -> int:
    """Return the whole rupiah in a text such as `Rp61.856.000`, `61856000` or `Rp 61.856.000,00`.

    Raises InvalidRupiah: dots must stand before groups of three, and no part of a rupiah is read as zero.
    """
    written = text.strip()
    if not written:
        raise InvalidRupiah("rupiah_empty")
    match = _WRITTEN.fullmatch(written)
    if match is None or not written.isascii():
        raise InvalidRupiah("rupiah_not_readable")
    digits = match["whole"].replace(".", "")
    if len(digits) > MOST_DIGITS:
        raise InvalidRupiah("rupiah_too_large")
    return int(digits)

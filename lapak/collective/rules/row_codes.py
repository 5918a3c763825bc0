"""The code of a row in our workbooks: roster, serial, check digit, so that a repaired row finds itself."""

import re

from lapak.kernel.numbers import damm_digit

_WRITTEN = re.compile(r"\s*'?(\d{1,8})-(\d{1,7})-(\d)\s*", re.ASCII)


def row_code(*, roster: int, serial: int) -> str:
    """Return the code of a row: `92-17-4` is the row with serial 17 of the roster with serial 92."""
    return f"{roster}-{serial}-{damm_digit(digits=f'{roster:08d}{serial:07d}')}"


def parse_row_code(text: str, *, roster: int) -> int | None:
    """Return the serial in a code, None for a code that is mistyped or of another roster."""
    match = _WRITTEN.fullmatch(text)
    if match is None or int(match[1]) != roster or int(match[2]) == 0:
        return None
    serial = int(match[2])
    return (
        serial if row_code(roster=roster, serial=serial) == f"{int(match[1])}-{serial}-{match[3]}" else None
    )

"""The code by which a place in line is found again on another phone: ten letters, no personal data."""

import hashlib
import hmac
from uuid import UUID

from lapak.kernel.numbers import ALPHABET

LETTERS = 10  # 45 bits, asked for through a limit


def issue(*, entry_id: UUID, key: bytes) -> str:
    """Return the code of an entry, always the same: `7KQ4M-X3PRT`."""
    number = int.from_bytes(hmac.new(key, b"lapak.line" + entry_id.bytes, hashlib.sha256).digest())
    letters = []
    for _ in range(LETTERS):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "".join(letters[:5]) + "-" + "".join(letters[5:])


def plain(text: str) -> str:
    """Return a code as it is compared: case, spaces and dashes do not matter; empty when it is none."""
    letters = "".join(text.upper().replace("-", " ").split())
    return letters if len(letters) == LETTERS and set(letters) <= set(ALPHABET) else ""

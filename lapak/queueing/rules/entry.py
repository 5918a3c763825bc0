"""What somebody shows or says at the door."""

import re
from enum import StrEnum

NIK_DIGITS = 16
_QR_PREFIX = "LAPAK:"
_CENTURY = "20"  # claim numbers begin with the year; no province has the code 20


class EntryKind(StrEnum):
    QR = "qr"
    NIK = "nik"
    CLAIM_NUMBER = "claim_number"


def kind_of(text: str) -> EntryKind:
    """Return what was scanned or typed: a QR, a claim number (with or without its K), or else a NIK."""
    plain = re.sub(r"[\s.\-–]+", "", text).upper()
    if plain.startswith(_QR_PREFIX):
        return EntryKind.QR
    if plain.startswith("K") or (plain.startswith(_CENTURY) and len(plain) != NIK_DIGITS):
        return EntryKind.CLAIM_NUMBER
    return EntryKind.NIK

"""What the QR of a booking holds: which booking, and a seal. No personal data.

Upper-case letters and digits only, so that the QR stays small (its alphanumeric mode).
"""

import base64
import binascii
import hashlib
import hmac
from uuid import UUID

PREFIX = "LAPAK:"
SEAL_BYTES = 10
_ID_BYTES = 16


def issue(*, booking_id: UUID, key: bytes) -> str:
    """Return the text of the QR, 48 characters."""
    body = base64.b32encode(booking_id.bytes + _seal(booking_id, key)).decode().rstrip("=")
    return PREFIX + body


def read(*, text: str, key: bytes) -> UUID | None:
    """Return the booking a QR names, or None when it is none of ours."""
    plain = text.strip().upper()
    if not plain.startswith(PREFIX):
        return None
    body = plain.removeprefix(PREFIX)
    try:
        raw = base64.b32decode(body + "=" * (-len(body) % 8))
    except (binascii.Error, ValueError):
        return None
    if len(raw) != _ID_BYTES + SEAL_BYTES:
        return None
    booking_id = UUID(bytes=raw[:_ID_BYTES])
    # The whole text is compared: base32 leaves bits of its last letter unused.
    genuine = hmac.compare_digest(plain, issue(booking_id=booking_id, key=key))
    return booking_id if genuine else None


def _seal(booking_id: UUID, key: bytes) -> bytes:
    return hmac.new(key, b"lapak.arrival" + booking_id.bytes, hashlib.sha256).digest()[:SEAL_BYTES]

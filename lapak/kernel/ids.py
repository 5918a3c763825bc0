"""Identifiers and secrets."""

import hashlib
import hmac
import secrets
from datetime import datetime
from uuid import UUID

from lapak.kernel.clock import utc_now

TOKEN_BYTES = 32


def new_id(*, now: datetime | None = None) -> UUID:
    """Return a version 7 UUID (RFC 9562 §5.7): time-ordered, so that index pages fill one after another.

    `now` (aware) is the moment written into it; without it, the present. Not a secret: it shows when it was
    made.
    """
    moment = now or utc_now()
    milliseconds = int(moment.timestamp() * 1000) & 0xFFFF_FFFF_FFFF
    random = secrets.randbits(74)
    high, low = random >> 62, random & ((1 << 62) - 1)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)


def secret_token() -> str:
    """Return a secret of 256 random bits that can stand in a link (43 URL-safe letters)."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def numeric_code(*, digits: int = 6) -> str:
    """Return a random code of that many digits, for entering by hand; only safe with few attempts allowed."""
    return "".join(secrets.choice("0123456789") for _ in range(digits))


def secret_hash(secret: str) -> str:
    """Return the SHA-256 of a long random secret in hex: what is stored instead of it.

    Only for secrets of `secret_token` strength; a short code needs a keyed hash.
    """
    return hashlib.sha256(secret.encode()).hexdigest()


def keyed_hash(*, key: bytes, text: str) -> str:
    """Return the HMAC-SHA-256 in hex: to find a short or guessable value (code, NIK) without storing it."""
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def same_secret(*, given: str, expected: str) -> bool:
    """Return whether both are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(given.encode(), expected.encode())

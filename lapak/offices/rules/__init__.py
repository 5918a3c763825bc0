"""What is true of an office: `opening` hours and signs of life, `workday` what one day of a branch has."""

from lapak.offices.rules.opening import (
    ALIVE_WITHIN,
    PAIRING_LIFETIME,
    UNPAIRED_KEPT,
    WHOLE_DAY,
    Hours,
    is_alive,
    is_open_at,
    open_stretches,
)

__all__ = [
    "ALIVE_WITHIN",
    "PAIRING_LIFETIME",
    "UNPAIRED_KEPT",
    "WHOLE_DAY",
    "Hours",
    "is_alive",
    "is_open_at",
    "open_stretches",
]

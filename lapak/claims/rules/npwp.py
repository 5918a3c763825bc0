"""Whether a tax number counts for a payment, and whether its paper is asked.

Without NPWP the rates of Article 17 are 20 % higher (UU PPh Article 21(5a)); from 14 July 2022 a resident's
NIK serves as one (PMK 112/2022). Both are dated points of the programme.
"""

from enum import StrEnum

from lapak.claims.rules.points import Choices

PAPER = "npwp"
MEASURE = "npwp_measure"
AFTER_EARLIER = "npwp_after_earlier"
MISSING = "npwp_missing"
NIK_SERVES = "nik_as_npwp"


class NpwpState(StrEnum):
    """What is known of the number: nothing, said to be none, given, and what the officer found of it."""

    UNKNOWN = ""
    NONE = "none"
    GIVEN = "given"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


def npwp_counts(*, state: NpwpState, choices: Choices) -> bool:
    """Return whether the lower rates apply: a number that the officer has not refused, or the NIK for it."""
    if choices.get(NIK_SERVES) == "yes":
        return True
    return state in (NpwpState.GIVEN, NpwpState.CONFIRMED)


def npwp_measure(*, balance: int, gross: int, choices: Choices) -> int:
    """Return the amount in rupiah by which it is decided whether the paper is asked."""
    return gross if choices.get(MEASURE) == "gross" else balance


def asks_after_earlier(*, paid_before: bool, choices: Choices) -> bool:
    """Return whether the paper is asked however little is paid, because something was paid before."""
    return paid_before and choices.get(AFTER_EARLIER) == "yes"


def may_do_without(*, state: NpwpState, choices: Choices) -> bool:
    """Return whether the paper may be left out because the member says to have no number."""
    return state is NpwpState.NONE and choices.get(MISSING) == "declared"

"""Whether a tax number counts for a payment, and whether its paper is asked.

Without NPWP the rates of Article 17 are 20 % higher (UU PPh Article 21(5a)); from 14 July 2022 a resident's
NIK serves as one (PMK 112/2022). Both are dated points of the programme.
"""

from collections.abc import Iterable
from enum import StrEnum

from lapak.claims.rules.papers import PaperRequirement
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


def papers_asked(
    papers: Iterable[PaperRequirement],
    *,
    balance: int,
    gross: int,
    paid_before: bool,
    state: NpwpState,
    choices: Choices,
) -> tuple[PaperRequirement, ...]:
    """Return those of a reason's papers that are asked, by the balance and what is paid of it (rupiah)."""
    npwp = _asks_npwp_by(balance=balance, gross=gross, choices=choices)
    always = paid_before and choices.get(AFTER_EARLIER) == "yes"
    never = state is NpwpState.NONE and choices.get(MISSING) == "declared"
    return tuple(
        paper
        for paper in papers
        if (
            not never and (always or paper.is_asked(balance=npwp))
            if paper.kind == PAPER
            else paper.is_asked(balance=balance)
        )
    )


def _asks_npwp_by(*, balance: int, gross: int, choices: Choices) -> int:
    return gross if choices.get(MEASURE) == "gross" else balance

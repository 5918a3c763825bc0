"""The reasons staff may give when they ask for a paper again or turn a claim down."""

from dataclasses import dataclass
from functools import cache

from lapak.claims.rules.data_files import load
from lapak.kernel.errors import InvalidInput


class ReasonNotOffered(InvalidInput):
    """Codes: `ask_again_reason_unknown`, `rejection_reason_unknown`."""


@dataclass(frozen=True, slots=True)
class DecisionReason:
    """A reason:

    `label` for staff to choose, `sentence` for the participant (what is wrong and what to do).
    """

    code: str
    label: str
    sentence: str


@cache
def ask_again_reasons() -> tuple[DecisionReason, ...]:
    """Return the reasons for asking for a paper again."""
    return _reasons("ask_again")


@cache
def rejection_reasons() -> tuple[DecisionReason, ...]:
    """Return the reasons for turning a claim down."""
    return _reasons("rejection")


def ask_again_reason(code: str) -> DecisionReason:
    """Return the reason of that code. Raises ReasonNotOffered `ask_again_reason_unknown`."""
    return _find(code, among=ask_again_reasons(), otherwise="ask_again_reason_unknown")


def rejection_reason(code: str) -> DecisionReason:
    """Return the reason of that code. Raises ReasonNotOffered `rejection_reason_unknown`."""
    return _find(code, among=rejection_reasons(), otherwise="rejection_reason_unknown")


def _reasons(kind: str) -> tuple[DecisionReason, ...]:
    return tuple(DecisionReason(code=code, **texts) for code, texts in load("decisions.toml")[kind].items())


def _find(code: str, *, among: tuple[DecisionReason, ...], otherwise: str) -> DecisionReason:
    for reason in among:
        if reason.code == code:
            return reason
    raise ReasonNotOffered(otherwise, params={"reason": code})

"""The reasons staff may give when they ask for a paper again or turn a claim down."""

from dataclasses import dataclass

from lapak.kernel.errors import InvalidInput


class ReasonNotOffered(InvalidInput):
    """Codes: `ask_again_reason_unknown`, `rejection_reason_unknown`, and those of `workflow.reason`."""


@dataclass(frozen=True, slots=True)
class DecisionReason:
    """A reason:

    `label` for staff to choose, `sentence` for the participant (what is wrong and what to do).
    """

    code: str
    label: str
    sentence: str

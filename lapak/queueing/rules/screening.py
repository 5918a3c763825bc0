"""Asking about health at the door. Only the result leaves this file, and nobody keeps the answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

MOST_QUESTIONS = 5
LONGEST_QUESTION = 160


class Screened(StrEnum):
    """What the answers lead to: come in, answer first, or come another day or by phone."""

    PASSED = "passed"
    TO_ASK = "to_ask"
    DEFERRED = "deferred"


@dataclass(frozen=True)
class Questions:
    """What an office asks; nothing while it is switched off."""

    is_on: bool
    texts: tuple[str, ...]

    @property
    def asked(self) -> tuple[str, ...]:
        """The questions that are put now."""
        return self.texts if self.is_on else ()


def screen(*, questions: Questions, answers: Sequence[bool | None]) -> Screened:
    """Return what the answers lead to; each is whether the person says yes, None while not asked."""
    asked = questions.asked
    if not asked:
        return Screened.PASSED
    given = list(answers)[: len(asked)]
    if True in given:
        return Screened.DEFERRED
    return Screened.PASSED if given == [False] * len(asked) else Screened.TO_ASK

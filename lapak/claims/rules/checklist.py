"""What the officer has to check before a claim can be verified."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One thing to check, with the kinds of paper to lay open for it."""

    code: str
    label: str
    papers: tuple[str, ...]

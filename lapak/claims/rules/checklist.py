"""What the officer has to check before a claim can be verified."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One thing to check, with the kinds of paper to lay open for it.

    `in_person` needs the person before the camera: it is left out where a company files a list.
    """

    code: str
    label: str
    papers: tuple[str, ...]
    in_person: bool = False

"""What a paper is, and how a rule set asks for it."""

from dataclasses import dataclass
from enum import StrEnum


class HowGiven(StrEnum):
    """A paper is photographed or uploaded by the participant, or made by us and signed."""

    UPLOAD = "upload"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class PaperKind:
    """A kind of paper: what it is called, why it is asked, and how it is given; the same under every rule
    set.
    """

    code: str
    label: str
    short_label: str
    why: str
    how: HowGiven


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of several papers that each prove the same."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class PaperRequirement:
    """One paper as a rule set asks for it. With `alternatives`, any one of them will do.

    `only_above` in rupiah: asked when the balance is larger; None asks always.
    """

    kind: str
    label: str
    short_label: str
    why: str
    source: str
    how: HowGiven
    original_on_camera: bool
    only_above: int | None
    alternatives: tuple[Alternative, ...]

    def is_asked(self, *, balance: int) -> bool:
        """Return whether the paper is asked at this balance in rupiah."""
        return self.only_above is None or balance > self.only_above

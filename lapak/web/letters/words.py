"""What letters are called on the pages of those who may fetch them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lapak.letters.queries import OnShelf
from lapak.letters.rules.kinds import Kind

NAMES: dict[Kind, str | Promise] = {
    Kind.RECEIPT: _("Tanda terima"),
    Kind.APPROVED: _("Surat keputusan"),
    Kind.REJECTED: _("Surat keputusan"),
    Kind.WITHHOLDING: _("Slip pajak"),
}


@dataclass(frozen=True)
class LetterLine:
    """A letter to fetch: its kind for the address, its name, its size in kilobytes (0 before it is made)."""

    kind: str
    name: str
    kilobytes: int


def letter_lines(letters: Iterable[OnShelf]) -> tuple[LetterLine, ...]:
    """Return the letters as pages list them."""
    return tuple(LetterLine(one.kind.value, str(NAMES[one.kind]), -(-one.size // 1000)) for one in letters)

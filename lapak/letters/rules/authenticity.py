"""What a stranger who holds a letter may learn from its code: whether it is ours and still stands."""

import re
from enum import StrEnum

from lapak.kernel.names import name_words
from lapak.kernel.numbers import parse_code

CODE_LENGTH = 12  # 50 random bits: a code cannot be found by trying
_GROUP = 4


class Authenticity(StrEnum):
    """`replaced`: a newer letter tells of the same; `withdrawn`: what it tells of was taken back."""

    GENUINE = "genuine"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


def authenticity(*, replaced: bool, stands: bool) -> Authenticity:
    """Return what to say of a letter of ours."""
    if replaced:
        return Authenticity.REPLACED
    return Authenticity.GENUINE if stands else Authenticity.WITHDRAWN


def grouped(code: str) -> str:
    """Return the code as it is printed: `7KQ4-MXTA-9HGC`."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def read_code(text: str) -> str:
    """Return the code in what somebody typed. Raises InvalidNumber."""
    return parse_code(text, length=CODE_LENGTH)


def sealed_text(*, name: str, figure: str) -> str:
    """Return what the seal of a letter is made over: the name and one figure, however they are written.

    `figure` is the amount received, or the claim number of a letter without an amount.
    """
    digits = re.sub(r"\D", "", re.sub(r",(00?|-)\s*$", "", figure))
    return f"{' '.join(name_words(name))}|{digits}"

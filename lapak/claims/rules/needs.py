"""The help a person asks for when being served. It may say something of their health: shown to who serves
them, what concerns the way in also to who receives them at the door, and to nobody else.
"""

from enum import StrEnum


class Need(StrEnum):
    """One kind of help."""

    TYPING = "typing"
    SIGN_LANGUAGE = "sign_language"
    READ_ALOUD = "read_aloud"
    CANNOT_SIGN = "cannot_sign"
    WHEELCHAIR = "wheelchair"
    ONE_TO_ONE = "one_to_one"
    COMPANION = "companion"
    LARGE_TEXT = "large_text"


ALONE = frozenset({Need.ONE_TO_ONE, Need.SIGN_LANGUAGE})  # the desk takes nobody else meanwhile
TYPES = frozenset({Need.TYPING, Need.SIGN_LANGUAGE})  # who asks for one of these finds the typed talk open
AT_THE_DOOR = frozenset(  # what whoever receives them has to know before the talk
    {Need.TYPING, Need.SIGN_LANGUAGE, Need.READ_ALOUD, Need.WHEELCHAIR, Need.COMPANION}
)

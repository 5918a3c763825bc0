"""What a representative may do, and until when.

An act counts by the day on which it is done: what was filed while the power of attorney held goes on when it
has run out or was revoked, for the claim is the worker's and nobody else's. From that day on the
representative may begin nothing more, answer nothing more and see no further worker.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Lack(StrEnum):
    """What keeps a representative from filing, in the order in which it is put right."""

    REVOKED = "mandate_revoked"
    EXPIRED = "mandate_expired"
    NOT_YET = "mandate_not_yet"
    NO_LETTER = "mandate_letter_missing"
    NO_PLEDGE = "pledge_missing"
    NOT_IDENTIFIED = "identity_missing"
    NOT_ACCEPTED = "mandate_not_accepted"
    TOO_SMALL = "company_too_small"
    NO_SIZE = "company_size_missing"


class Revocation(StrEnum):
    """Why a power of attorney ended before its day."""

    DISMISSED = "dismissed"
    BY_COMPANY = "by_company"
    LAID_DOWN = "laid_down"
    REPLACED = "replaced"
    MISUSE = "misuse"


@dataclass(frozen=True, slots=True)
class MandateFacts:
    """A power of attorney as the rules see it; `may_file` None while the company has stated no size."""

    valid_from: date
    valid_until: date
    revoked: bool
    has_letter: bool
    pledged: bool
    identified: bool
    accepted: bool
    may_file: bool | None


def lacks(facts: MandateFacts, *, on: date) -> tuple[Lack, ...]:
    """Return what keeps the representative from filing on the day; nothing when they may."""
    found = {
        Lack.REVOKED: facts.revoked,
        Lack.EXPIRED: not facts.revoked and facts.valid_until < on,
        Lack.NOT_YET: on < facts.valid_from,
        Lack.NO_LETTER: not facts.has_letter,
        Lack.NO_PLEDGE: not facts.pledged,
        Lack.NOT_IDENTIFIED: not facts.identified,
        Lack.NOT_ACCEPTED: facts.has_letter and not facts.accepted,
        Lack.TOO_SMALL: facts.may_file is False,
        Lack.NO_SIZE: facts.may_file is None,
    }
    return tuple(lack for lack in Lack if found[lack])


def is_in_force(facts: MandateFacts, *, on: date) -> bool:
    """Return whether the representative still acts for the company on the day, ready to file or not."""
    return not facts.revoked and facts.valid_from <= on <= facts.valid_until

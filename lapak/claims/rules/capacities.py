"""As what people take part in a claim, and what a rule set asks of each.

A paper of one person bears the person's number: `ktp_ahli_waris-2` is the identity card of number 2.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from lapak.claims.rules.checklist import CheckItem
from lapak.claims.rules.papers import PaperRequirement

BETWEEN = "-"


class Capacity(StrEnum):
    """As what a person who is not the member takes part in a claim.

    `heir` of a dead member; `guardian` of heirs under age, no heir himself; `representative` of a living
    member by power of attorney; `curator` of a member under care, by court decision.
    """

    HEIR = "heir"
    GUARDIAN = "guardian"
    REPRESENTATIVE = "representative"
    CURATOR = "curator"


class Whose(StrEnum):
    """Whose paper a reason asks for when somebody else acts."""

    ACTING = "acting"
    MEMBER = "member"
    PAYEE = "payee"


@dataclass(frozen=True, slots=True)
class CapacityRule:
    """What a rule set asks of one capacity.

    `each` is asked of every such person, `once` of all together; `decision` of a guardian whom a court named.
    `checks` always belong to it, `shared_checks` when others must agree, `each_check` and `decision_check` to
    one person. `whose` says whose paper one of the reason's is, `instead` which check takes another's place.
    """

    code: Capacity
    source: str
    each: tuple[PaperRequirement, ...]
    once: tuple[PaperRequirement, ...]
    decision: tuple[PaperRequirement, ...]
    checks: tuple[CheckItem, ...]
    shared_checks: tuple[CheckItem, ...]
    each_check: CheckItem | None
    decision_check: CheckItem | None
    whose: Mapping[str, Whose]
    instead: Mapping[str, CheckItem]


Rules = Mapping[Capacity, CapacityRule]


def kind_for(kind: str, number: int) -> str:
    """Return the kind of a paper, or the code of a check, of one person."""
    return f"{kind}{BETWEEN}{number}"


def plain_kind(kind: str) -> str:
    """Return the kind without the person it is of."""
    return kind.partition(BETWEEN)[0]


def person_of(kind: str) -> int | None:
    """Return the number of the person a kind is of, None when it is of the claim as a whole."""
    number = kind.partition(BETWEEN)[2]
    return int(number) if number.isdigit() else None

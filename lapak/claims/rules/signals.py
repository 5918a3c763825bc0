"""Things about a claim that are a reason to look, never a refusal: duplicates, and simple signs of fraud."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lapak.claims.rules.workflow import workflow


class SignalCode(StrEnum):
    """What was seen. The words for it, and what to look at, are made in `web`."""

    SAME_PERSON = "same_person"
    SAME_EMPLOYMENT = "same_employment"
    ACCOUNT_OF_OTHERS = "account_of_others"
    ACCOUNT_OFTEN = "account_often"
    PHONE_OF_MANY = "phone_of_many"
    EMAIL_OF_MANY = "email_of_many"
    PAPER_REUSED = "paper_reused"
    JOINED_BEFORE_ENDING = "joined_before_ending"
    NEVER_CONTRIBUTED = "never_contributed"


@dataclass(frozen=True, slots=True)
class SignalFacts:
    """What is known around a claim; each set holds the ids of other claims.

    `same_person`: the same NIK under another KPJ. `same_employment`: the same name, birth date, employer
    and last day under other numbers. `account`, `phone`, `email`, `papers`: those of other people.
    `account_lately` counts all claims to the account within `account_days`. `contributions` in rupiah, None
    when not known.
    """

    same_person: frozenset[str] = frozenset()
    same_employment: frozenset[str] = frozenset()
    account: frozenset[str] = frozenset()
    account_lately: frozenset[str] = frozenset()
    phone: frozenset[str] = frozenset()
    email: frozenset[str] = frozenset()
    papers: frozenset[str] = frozenset()
    started_on: date | None = None
    ended_on: date | None = None
    contributions: int | None = None


@dataclass(frozen=True, slots=True)
class Signal:
    """One reason to look, with the other claims it comes from (none where it is about this claim alone)."""

    code: SignalCode
    others: frozenset[str] = frozenset()


def signals(facts: SignalFacts) -> tuple[Signal, ...]:
    """Return every reason to look at a claim, in the order of the codes; none for an ordinary one."""
    return tuple(_signals(facts))


def needs_words(*, signal: Signal, explained: frozenset[str] | None) -> bool:
    """Return whether somebody still has to say what they made of a signal.

    `explained` are the other claims known when it was explained, None when it never was: with more of them it
    has to be explained anew.
    """
    return explained is None or not signal.others <= explained


def _signals(facts: SignalFacts) -> Iterator[Signal]:
    limits = workflow().signals
    seen = (
        (SignalCode.SAME_PERSON, facts.same_person, 1),
        (SignalCode.SAME_EMPLOYMENT, facts.same_employment, 1),
        (SignalCode.ACCOUNT_OF_OTHERS, facts.account, 1),
        (SignalCode.ACCOUNT_OFTEN, facts.account_lately, limits.account_claims - 1),
        (SignalCode.PHONE_OF_MANY, facts.phone, limits.contact_people),
        (SignalCode.EMAIL_OF_MANY, facts.email, limits.contact_people),
        (SignalCode.PAPER_REUSED, facts.papers, 1),
    )
    for code, others, least in seen:
        if len(others) >= least:
            yield Signal(code, others)
    if facts.started_on and facts.ended_on:
        worked = (facts.ended_on - facts.started_on).days
        if worked < limits.joined_days:
            yield Signal(SignalCode.JOINED_BEFORE_ENDING)
    if facts.contributions is not None and facts.contributions <= 0:
        yield Signal(SignalCode.NEVER_CONTRIBUTED)

"""In whose stead somebody acts, who is paid, and what still keeps several heirs from being paid together."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from lapak.claims.rules.capacities import Capacity
from lapak.claims.rules.heirs import Entitlement, Heir, Kin, entitlement, is_minor

_SHARE = re.compile(r"(?P<part>\d{1,4})/(?P<whole>\d{1,4})|(?P<percent>\d{1,3}(?:\.\d{1,4})?)%", re.ASCII)


class AccountOf(StrEnum):
    """Whose account a guardian names, as the decision says."""

    GUARDIAN = "guardian"
    WARD = "ward"


AFTER_DEATH = frozenset({Capacity.HEIR, Capacity.GUARDIAN})
BY_MANDATE = frozenset({Capacity.REPRESENTATIVE, Capacity.CURATOR})


class PartyProblem(StrEnum):
    """What has to be put right before people who are not the member can be paid."""

    ACTING_MISSING = "acting_missing"
    CAPACITY_WRONG = "capacity_wrong"
    DEATH_DATE_MISSING = "death_date_missing"
    HEIRS_LETTER_MISSING = "heirs_letter_missing"
    HEIRS_NOT_WHOLE = "heirs_not_whole"
    NOBODY_ENTITLED = "nobody_entitled"
    NOT_ENTITLED = "not_entitled"
    ACTING_MINOR = "acting_minor"
    GUARDIAN_MISSING = "guardian_missing"
    GUARDIAN_OF_NOBODY = "guardian_of_nobody"
    CONSENT_MISSING = "consent_missing"
    SHARES_TOO_LARGE = "shares_too_large"
    MANDATE_MISSING = "mandate_missing"
    MANDATE_NOT_YET = "mandate_not_yet"
    MANDATE_ENDED = "mandate_ended"


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """One person of a claim, by number. `guardian` is the number of who acts for a minor heir."""

    number: int
    capacity: Capacity
    birth_date: date
    name: str = ""
    kin: Kin | None = None
    share: Fraction | None = None
    guardian: int | None = None
    guardian_is_parent: bool = False
    mandate_on: date | None = None
    mandate_until: date | None = None


@dataclass(frozen=True, slots=True)
class ActingFacts:
    """Who acts and what is stated. `acting` is the number of who acts, `whole` that the list is complete."""

    capacity: Capacity
    acting: int | None
    parties: Sequence[PartyFacts]
    died_on: date | None = None
    letter_on: date | None = None
    consent_on: date | None = None
    account_of: AccountOf = AccountOf.GUARDIAN
    whole: bool = False


@dataclass(frozen=True, slots=True)
class PartyFinding:
    """A problem, and the number of the person it is about, None when it is about nobody alone."""

    problem: PartyProblem
    number: int | None = None


def entitlement_of(facts: ActingFacts, *, on: date) -> Entitlement:
    """Return what the order of heirs says of the people of a claim."""
    heirs = [
        Heir(one.number, one.kin, one.birth_date)
        for one in facts.parties
        if one.capacity is Capacity.HEIR and one.kin is not None
    ]
    return entitlement(heirs=heirs, on=on)


def who_consents(facts: ActingFacts, *, on: date) -> tuple[int, ...]:
    """Return the numbers of those who must agree in writing that the acting person is paid for all.

    The entitled heirs but the acting one; for a minor the guardian, each once.
    """
    found = entitlement_of(facts, on=on)
    by_number = {one.number: one for one in facts.parties}
    speakers = [
        (by_number[number].guardian or number) if number in found.minors else number
        for number in found.entitled
    ]
    return tuple(dict.fromkeys(number for number in speakers if number != facts.acting))


def payee_name(facts: ActingFacts | None, *, member_name: str) -> str:
    """Return whose name the account must bear: never the dead member's, never a representative's.

    Who acts by mandate for a living member is not paid; a guardian is paid into the account the decision
    names. Empty while it is not known who acts.
    """
    if facts is None or facts.capacity in BY_MANDATE:
        return member_name
    acting = next((one for one in facts.parties if one.number == facts.acting), None)
    if acting is None:
        return ""
    if facts.capacity is Capacity.GUARDIAN and facts.account_of is AccountOf.WARD:
        return next((one.name for one in facts.parties if one.guardian == acting.number), "")
    return acting.name


def party_findings(facts: ActingFacts, *, on: date) -> tuple[PartyFinding, ...]:
    """Return everything that keeps the claim from being paid through the acting person on the day."""
    acting = next((one for one in facts.parties if one.number == facts.acting), None)
    if acting is None:
        return (PartyFinding(PartyProblem.ACTING_MISSING),)
    found = list(_about_acting(facts, acting, on))
    if facts.capacity in AFTER_DEATH:
        found.extend(_about_heirs(facts, acting, on))
    return tuple(found)


def share_of(text: str) -> Fraction | None:
    """Return a share as heirs' letters write it: `1/8`, `25%`, `12,5 %`; None for an empty text.

    Raises ValueError for anything that is no share of a whole.
    """
    plain = text.replace(" ", "").replace(",", ".")
    if not plain:
        return None
    read = _SHARE.fullmatch(plain)
    if read is None or (read["whole"] is not None and not int(read["whole"])):
        raise ValueError(text)
    share = (
        Fraction(read["percent"]) / 100
        if read["percent"]
        else Fraction(int(read["part"]), int(read["whole"]))
    )
    if not 0 < share <= 1:
        raise ValueError(text)
    return share


def _about_acting(facts: ActingFacts, acting: PartyFacts, on: date) -> Iterator[PartyFinding]:
    if acting.capacity is not facts.capacity:
        yield PartyFinding(PartyProblem.CAPACITY_WRONG, acting.number)
    if is_minor(birth_date=acting.birth_date, on=on):
        yield PartyFinding(PartyProblem.ACTING_MINOR, acting.number)
    if facts.capacity not in BY_MANDATE:
        return
    if acting.mandate_on is None:
        yield PartyFinding(PartyProblem.MANDATE_MISSING, acting.number)
    elif acting.mandate_on > on:
        yield PartyFinding(PartyProblem.MANDATE_NOT_YET, acting.number)
    if acting.mandate_until is not None and acting.mandate_until < on:
        yield PartyFinding(PartyProblem.MANDATE_ENDED, acting.number)


def _about_heirs(facts: ActingFacts, acting: PartyFacts, on: date) -> Iterator[PartyFinding]:
    found = entitlement_of(facts, on=on)
    by_number = {one.number: one for one in facts.parties}
    if facts.died_on is None:
        yield PartyFinding(PartyProblem.DEATH_DATE_MISSING)
    if facts.letter_on is None:
        yield PartyFinding(PartyProblem.HEIRS_LETTER_MISSING)
    if not facts.whole:
        yield PartyFinding(PartyProblem.HEIRS_NOT_WHOLE)
    if found.goes_to_estate_office:
        yield PartyFinding(PartyProblem.NOBODY_ENTITLED)
        return
    if facts.capacity is Capacity.HEIR and acting.number not in found.entitled:
        yield PartyFinding(PartyProblem.NOT_ENTITLED, acting.number)
    wards = [number for number in found.minors if by_number[number].guardian == acting.number]
    if facts.capacity is Capacity.GUARDIAN and not wards:
        yield PartyFinding(PartyProblem.GUARDIAN_OF_NOBODY, acting.number)
    for number in found.minors:
        if by_number[number].guardian not in by_number:
            yield PartyFinding(PartyProblem.GUARDIAN_MISSING, number)
    if who_consents(facts, on=on) and facts.consent_on is None:
        yield PartyFinding(PartyProblem.CONSENT_MISSING)
    shares = sum((one.share for one in facts.parties if one.share is not None), Fraction(0))
    if shares > 1:
        yield PartyFinding(PartyProblem.SHARES_TOO_LARGE)

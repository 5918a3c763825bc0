"""Reading what is typed about the people of a claim: usable, or which field is wrong and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lapak.claims.operations.entries import LONGEST_NAME, phone_of
from lapak.claims.rules.capacities import Capacity
from lapak.claims.rules.heirs import Kin, is_minor
from lapak.claims.rules.parties import BY_MANDATE, share_of
from lapak.kernel.errors import DomainError, FieldError, InvalidInput
from lapak.kernel.identity import parse_nik
from lapak.kernel.names import name_words
from lapak.offices.regions import province_codes


@dataclass(frozen=True)
class PartyEntry:
    """A person as they were typed. `guardian` is the number of who acts for a minor."""

    name: str
    nik: str
    birth_date: date | None
    kin: str = ""
    phone: str = ""
    share: str = ""
    guardian: int | None = None
    guardian_is_parent: bool = False
    mandate_number: str = ""
    mandate_on: date | None = None
    mandate_until: date | None = None


@dataclass(frozen=True)
class DeathEntry:
    """When the member died, and the letter that names the heirs."""

    died_on: date | None
    letter_on: date | None
    letter_number: str = ""


@dataclass(frozen=True)
class ReadParty:
    """A person in the form in which they are kept."""

    name: str
    nik: str
    birth_date: date
    kin: str
    phone: str
    share: str
    mandate_number: str
    mandate_on: date | None
    mandate_until: date | None


def read_party(entry: PartyEntry, *, capacity: Capacity, acts: bool, on: date) -> ReadParty:
    """Return the person. Raises InvalidInput(`party_invalid`) with every field that is wrong."""
    name, wrong = " ".join(entry.name.split()), list(_wrong(entry, capacity=capacity, acts=acts, on=on))
    if wrong or entry.birth_date is None:
        raise InvalidInput("party_invalid", fields=wrong)
    by_mandate = capacity in BY_MANDATE or capacity is Capacity.GUARDIAN
    return ReadParty(
        name=name,
        nik=parse_nik(entry.nik, on=on).digits,
        birth_date=entry.birth_date,
        kin=entry.kin if capacity is Capacity.HEIR else "",
        phone=(phone_of(entry.phone) or "") if entry.phone.strip() else "",
        share=entry.share.strip() if capacity is Capacity.HEIR else "",
        mandate_number=entry.mandate_number.strip() if by_mandate else "",
        mandate_on=entry.mandate_on if by_mandate else None,
        mandate_until=entry.mandate_until if by_mandate else None,
    )


def read_death(entry: DeathEntry, *, born_on: date | None, on: date) -> DeathEntry:
    """Return the dates of a death. Raises InvalidInput(`party_invalid`) with every field that is wrong."""
    wrong = list(_wrong_death(entry, born_on=born_on, on=on))
    if wrong:
        raise InvalidInput("party_invalid", fields=wrong)
    return DeathEntry(entry.died_on, entry.letter_on, entry.letter_number.strip())


def _wrong(entry: PartyEntry, *, capacity: Capacity, acts: bool, on: date) -> Iterator[FieldError]:
    try:
        parse_nik(entry.nik, on=on, known_provinces=province_codes())
    except DomainError as refusal:
        yield FieldError("nik", refusal.code, refusal.params)
    if not name_words(entry.name):
        yield FieldError("name", "name_empty")
    elif len(" ".join(entry.name.split())) > LONGEST_NAME:
        yield FieldError("name", "name_too_long", {"most": LONGEST_NAME})
    yield from _wrong_birth_date(entry.birth_date, must_be_adult=acts, on=on)
    if entry.phone.strip() and phone_of(entry.phone) is None:
        yield FieldError("phone", "phone_invalid")
    if capacity is Capacity.HEIR:
        yield from _wrong_heir(entry)
    if capacity in BY_MANDATE:
        yield from _wrong_mandate(entry, on=on)


def _wrong_birth_date(born: date | None, *, must_be_adult: bool, on: date) -> Iterator[FieldError]:
    if born is None:
        yield FieldError("birth_date", "birth_date_empty")
    elif born > on:
        yield FieldError("birth_date", "birth_date_in_future")
    elif must_be_adult and is_minor(birth_date=born, on=on):
        yield FieldError("birth_date", "acting_under_age")


def _wrong_heir(entry: PartyEntry) -> Iterator[FieldError]:
    if entry.kin not in list(Kin):
        yield FieldError("kin", "kin_missing")
    try:
        share_of(entry.share)
    except ValueError:
        yield FieldError("share", "share_unreadable")


def _wrong_mandate(entry: PartyEntry, *, on: date) -> Iterator[FieldError]:
    if entry.mandate_on is None:
        yield FieldError("mandate_on", "mandate_on_empty")
    elif entry.mandate_on > on:
        yield FieldError("mandate_on", "date_in_future")
    if entry.mandate_until is None:
        return
    if entry.mandate_until < on:
        yield FieldError("mandate_until", "mandate_ended")
    elif entry.mandate_on is not None and entry.mandate_until < entry.mandate_on:
        yield FieldError("mandate_until", "mandate_until_before")


def _wrong_death(entry: DeathEntry, *, born_on: date | None, on: date) -> Iterator[FieldError]:
    if entry.died_on is None:
        yield FieldError("died_on", "died_on_empty")
    elif entry.died_on > on:
        yield FieldError("died_on", "date_in_future")
    elif born_on is not None and entry.died_on < born_on:
        yield FieldError("died_on", "died_before_born")
    if entry.letter_on is None:
        yield FieldError("letter_on", "letter_on_empty")
    elif entry.letter_on > on:
        yield FieldError("letter_on", "date_in_future")
    elif entry.died_on is not None and entry.letter_on < entry.died_on:
        yield FieldError("letter_on", "letter_before_death")

"""Who takes part in a claim, who acts in it, and who is paid."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from lapak.booking.queries import person_key
from lapak.claims.models import Acting, Claim, Party
from lapak.claims.rules.capacities import Capacity
from lapak.claims.rules.heirs import Entitlement, Kin, is_minor
from lapak.claims.rules.parties import (
    AFTER_DEATH,
    AccountOf,
    ActingFacts,
    PartyFacts,
    PartyFinding,
    entitlement_of,
    party_findings,
    payee_name,
    share_of,
    who_consents,
)


@dataclass(frozen=True)
class Person:
    """A person by name, NIK and birth date; the date is None while a draft has none."""

    name: str
    nik: str
    birth_date: date | None


@dataclass(frozen=True)
class PartyView:
    """One person of a claim who is not the member.

    `number` names them within the claim. `guardian` is the number of who acts for them; `acts` marks the one
    person the service talks to; `consents` those whose written consent is needed.
    """

    number: int
    capacity: Capacity
    kin: Kin | None
    name: str
    nik: str
    birth_date: date
    phone: str
    share: str
    guardian: int | None
    guardian_is_parent: bool
    mandate_number: str
    mandate_on: date | None
    mandate_until: date | None
    acts: bool
    is_minor: bool
    is_entitled: bool
    consents: bool

    @property
    def person(self) -> Person:
        """Return the person without the part they take."""
        return Person(self.name, self.nik, self.birth_date)


@dataclass(frozen=True)
class ActingView:
    """Who acts in the member's stead, who else takes part, and what still has to be put right."""

    capacity: Capacity
    acting: PartyView | None
    parties: tuple[PartyView, ...]
    died_on: date | None
    letter_number: str
    letter_on: date | None
    consent_on: date | None
    account_of: AccountOf
    is_whole: bool
    entitlement: Entitlement
    findings: tuple[PartyFinding, ...]

    @property
    def is_after_death(self) -> bool:
        """Whether the member has died."""
        return self.capacity in AFTER_DEATH

    @property
    def others(self) -> tuple[PartyView, ...]:
        """Return everybody but the acting person, in the order they were named."""
        return tuple(one for one in self.parties if not one.acts)

    @property
    def consenting(self) -> tuple[PartyView, ...]:
        """Return those whose written consent is needed."""
        return tuple(one for one in self.parties if one.consents)


def acting_of(row: Claim, *, on: date) -> ActingView | None:
    """Return who acts in the member's stead on the day of the branch, None when the member does."""
    acting = _acting_row(row)
    if acting is None:
        return None
    rows = _party_rows(row)
    facts = _facts(row, acting, rows)
    found, consenting = entitlement_of(facts, on=on), who_consents(facts, on=on)
    numbers = {one.pk: one.number for one in rows}
    views = tuple(
        _party(one, numbers, acts=one.pk == acting.person_id, found=found, consenting=consenting, on=on)
        for one in rows
    )
    return ActingView(
        capacity=facts.capacity,
        acting=next((one for one in views if one.acts), None),
        parties=views,
        died_on=row.event_on,
        letter_number=acting.letter_number,
        letter_on=acting.letter_on,
        consent_on=acting.consent_on,
        account_of=facts.account_of,
        is_whole=facts.whole,
        entitlement=found,
        findings=party_findings(facts, on=on),
    )


def acting_facts(row: Claim) -> ActingFacts | None:
    """Return what the rules want to know of who acts, None when the member does."""
    acting = _acting_row(row)
    return _facts(row, acting, _party_rows(row)) if acting else None


def payee_name_of(row: Claim, *, member_name: str) -> str:
    """Return whose name the account must bear; `member_name` is the register's."""
    return payee_name(acting_facts(row), member_name=member_name)


def acting_person(row: Claim) -> Person:
    """Return the person the service talks to: who acts, or the member."""
    acting = _acting_row(row)
    if acting is not None and acting.person is not None:
        return Person(acting.person.name, acting.person.nik, acting.person.birth_date)
    return Person(row.name, row.nik, row.birth_date)


def person_keys_of(*, claim_id: UUID) -> frozenset[str]:
    """Return the keyed hash of everybody a claim concerns: the member and every party.

    For those who look for the same person elsewhere (`booking.queries.person_key`) without reading numbers.
    """
    niks = set(Claim.objects.filter(pk=claim_id).values_list("nik", flat=True))
    niks.update(Party.objects.filter(claim_id=claim_id).values_list("nik", flat=True))
    return frozenset(person_key(nik=nik) for nik in niks if nik)


def party_numbers(*, claim_id: UUID) -> frozenset[int]:
    """Return the numbers of the people of a claim who are not the member."""
    return frozenset(Party.objects.filter(claim_id=claim_id).values_list("number", flat=True))


def _acting_row(row: Claim) -> Acting | None:
    try:
        return row.acting
    except Acting.DoesNotExist:
        return None


def _party_rows(row: Claim) -> list[Party]:
    return sorted(row.parties.all(), key=lambda one: one.number)


def _facts(row: Claim, acting: Acting, rows: list[Party]) -> ActingFacts:
    numbers = {one.pk: one.number for one in rows}
    return ActingFacts(
        capacity=Capacity(acting.capacity),
        acting=numbers.get(acting.person_id) if acting.person_id else None,
        parties=tuple(
            PartyFacts(
                number=one.number,
                capacity=Capacity(one.capacity),
                birth_date=one.birth_date,
                name=one.name,
                kin=Kin(one.kin) if one.kin else None,
                share=share_of(one.share),
                guardian=numbers.get(one.guardian_id) if one.guardian_id else None,
                guardian_is_parent=one.guardian_is_parent,
                mandate_on=one.mandate_on,
                mandate_until=one.mandate_until,
            )
            for one in rows
        ),
        died_on=row.event_on,
        letter_on=acting.letter_on,
        consent_on=acting.consent_on,
        account_of=AccountOf(acting.account_of),
        whole=acting.whole_at is not None,
    )


def _party(
    one: Party,
    numbers: dict[UUID, int],
    *,
    acts: bool,
    found: Entitlement,
    consenting: tuple[int, ...],
    on: date,
) -> PartyView:
    return PartyView(
        number=one.number,
        capacity=Capacity(one.capacity),
        kin=Kin(one.kin) if one.kin else None,
        name=one.name,
        nik=one.nik,
        birth_date=one.birth_date,
        phone=one.phone,
        share=one.share,
        guardian=numbers.get(one.guardian_id) if one.guardian_id else None,
        guardian_is_parent=one.guardian_is_parent,
        mandate_number=one.mandate_number,
        mandate_on=one.mandate_on,
        mandate_until=one.mandate_until,
        acts=acts,
        is_minor=is_minor(birth_date=one.birth_date, on=on),
        is_entitled=one.number in found.entitled,
        consents=one.number in consenting,
    )

"""A company registers with its representative. Everything is in the journal of the company."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from lapak.claims.operations.entries import LONGEST_NAME, read_contact
from lapak.collective.models import Company, Representative
from lapak.collective.operations.rows import new_mandate, tell_company, wrong_term
from lapak.kernel.errors import DomainError, FieldError, InvalidInput
from lapak.kernel.identity import parse_nik, parse_npp
from lapak.kernel.ids import new_id
from lapak.offices.queries import branch
from lapak.people.representatives import add_representative, is_strong

LONGEST_COMPANY = 160


@dataclass(frozen=True)
class Registration:
    """What is filled in to register: the company, the person who acts for it, and the power of attorney."""

    npp: str
    company: str
    branch_id: UUID | None
    name: str
    nik: str
    email: str
    phone: str
    password: str
    valid_from: date | None
    valid_until: date | None


@dataclass(frozen=True)
class Registered:
    """The account that was made; its name to sign in with is the e-mail address."""

    account_id: int
    company_id: UUID
    username: str


def read_registration(given: Registration, *, on: date) -> Registration:
    """Return what was filled in as it is kept, on that day of western Indonesia.

    Raises InvalidInput(`registration_invalid`) with every field that is wrong.
    """
    wrong: list[FieldError] = []
    npp = _read("npp", lambda: parse_npp(given.npp), wrong)
    nik = _read("nik", lambda: parse_nik(given.nik, on=on).digits, wrong)
    company, name = " ".join(given.company.split()), " ".join(given.name.split())
    wrong += _wrong_name("company", company, LONGEST_COMPANY) + _wrong_name("name", name, LONGEST_NAME)
    email, phone = given.email.strip().lower(), given.phone
    try:
        email, phone = read_contact(email=email, phone=phone)
    except InvalidInput as refusal:
        wrong.extend(refusal.fields)
    if given.branch_id is None:
        wrong.append(FieldError("branch_id", "branch_missing"))
    wrong += wrong_term(given.valid_from, given.valid_until, on=on)
    if not is_strong(given.password):
        wrong.append(FieldError("password", "password_weak"))
    if wrong:
        raise InvalidInput("registration_invalid", fields=wrong)
    terms = (given.valid_from, given.valid_until)
    return Registration(npp, company, given.branch_id, name, nik, email, phone, given.password, *terms)


@transaction.atomic
def register(*, given: Registration, now: datetime) -> Registered:
    """Make an account for the representative of a company that the core system knows, with its mandate.

    `given` has been read (`read_registration`). Nothing may be done with it before an officer has met the
    person and read the letter; what it says of a company changes nothing before either. Locks the company.
    Raises InvalidInput(`registration_invalid`) when the address has an account, NotFound(`branch_unknown`).
    """
    assert given.branch_id is not None  # it was read
    place = branch(branch_id=given.branch_id)
    Company.objects.get_or_create(
        npp=given.npp,
        defaults={"id": new_id(now=now), "name": given.company, "branch_id": place.id, "registered_at": now},
    )
    company = Company.objects.select_for_update().get(npp=given.npp)
    actor = add_representative(address=given.email, display_name=given.name, password=given.password, now=now)
    person = Representative.objects.create(
        account_id=int(actor.id),
        company=company,
        stated_name=given.company,
        stated_branch_id=place.id,
        nik=given.nik,
        email=given.email,
        phone=given.phone,
        registered_at=now,
    )
    mandate = new_mandate(person, given.valid_from, given.valid_until, now)
    tell_company(company, "company.registered", actor, now, account=person.pk, mandate=mandate)
    return Registered(person.pk, company.pk, given.email)


def _read(field: str, read: Callable[[], str], wrong: list[FieldError]) -> str:
    try:
        return read()
    except DomainError as refusal:
        wrong.append(FieldError(field, refusal.code, refusal.params))
        return ""


def _wrong_name(field: str, text: str, most: int) -> list[FieldError]:
    if not text:
        return [FieldError(field, f"{field}_empty")]
    return [FieldError(field, "name_too_long", {"most": most})] if len(text) > most else []

"""The representative brings the power of attorney and the figures, officers look at them, and it ends.

Everything is in the journal of the company. Lock order: the company, the representative, the mandates.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from lapak.collective.models import Company, Mandate, Representative, SizeStatement
from lapak.collective.operations.rows import new_mandate, tell_company, wrong_term
from lapak.collective.queries.kin import require_no_kin_person
from lapak.collective.queries.mandates import lacks_of
from lapak.collective.rules.mandates import Lack, Revocation
from lapak.collective.rules.size import Figure, Sized, size_on
from lapak.documents import operations as documents
from lapak.kernel.actors import Actor, ActorKind
from lapak.kernel.errors import Conflict, FieldError, InvalidInput, NotAllowed, NotFound
from lapak.kernel.zones import local_date
from lapak.people.queries import staff_member
from lapak.people.rules import Role

PLEDGE = "2020.1"  # the wording of the statement of no misuse, see docs/collective.md
LETTER, SIZE_PAPER = "surat_kuasa", "bukti_skala"
ZONE = "Asia/Jakarta"


@transaction.atomic
def give_letter(*, content: bytes, actor: Actor, now: datetime) -> None:
    """Keep the scanned power of attorney; what was accepted before has to be read anew.

    Raises DocumentRefused, NotAllowed(`mandate_revoked`, `mandate_expired`), NotFound(`company_unknown`).
    """
    mandate = _own(actor, now)
    stored = documents.store(subject_id=mandate.pk, kind=LETTER, content=content, actor=actor, now=now)
    if stored.id == mandate.letter_id:
        return
    mandate.letter_id = stored.id
    _to_read_anew(mandate, "letter_id")
    _tell(mandate, "mandate.letter_given", actor, now, document=str(stored.id))


@transaction.atomic
def sign_pledge(*, actor: Actor, now: datetime) -> None:
    """Keep that the representative signed the statement of no misuse; signing twice changes nothing.

    Raises NotAllowed(`mandate_revoked`, `mandate_expired`), NotFound(`company_unknown`).
    """
    mandate = _own(actor, now)
    if mandate.pledged_at is None:
        mandate.pledge, mandate.pledged_at = PLEDGE, now
        mandate.save(update_fields=["pledge", "pledged_at"])
        _tell(mandate, "mandate.pledged", actor, now, wording=PLEDGE)


@transaction.atomic
def state_size(*, figures: Mapping[Figure, int], content: bytes, actor: Actor, now: datetime) -> Sized:
    """Keep the figures a company states of itself, with the paper that shows them, and return its class.

    Officers accept the figures together with the letter, so other figures have to be read anew.

    Raises InvalidInput(`size_invalid`) with what is wrong, DocumentRefused, NotAllowed, NotFound.
    """
    mandate = _own(actor, now)
    on = local_date(moment=now, zone=ZONE)
    wrong = [FieldError(figure, "figure_negative") for figure, value in figures.items() if value < 0]
    sized = None if wrong else size_on(figures, on=on)
    if sized is None:
        raise InvalidInput("size_invalid", fields=wrong or [FieldError("yearly_sales", "figures_missing")])
    stored = documents.store(
        subject_id=mandate.representative.company_id, kind=SIZE_PAPER, content=content, actor=actor, now=now
    )
    SizeStatement.objects.create(
        company_id=mandate.representative.company_id,
        stated_on=on,
        **{figure.value: figures.get(figure) for figure in Figure},
        document_id=stored.id,
        size=sized.size,
        rule=sized.rule,
        stated_by_id=int(actor.id),
        stated_at=now,
    )
    _to_read_anew(mandate)
    _tell(mandate, "company.size_stated", actor, now, size=str(sized.size), rule=sized.rule)
    return sized


@transaction.atomic
def renew(*, valid_from: date | None, valid_until: date | None, actor: Actor, now: datetime) -> None:
    """Begin a new power of attorney of the same person, whose letter is read anew; the earlier one ends.

    Raises InvalidInput(`registration_invalid`) for the dates, NotFound(`company_unknown`).
    """
    person = _person(actor)
    wrong = wrong_term(valid_from, valid_until, on=local_date(moment=now, zone=ZONE))
    if wrong:
        raise InvalidInput("registration_invalid", fields=wrong)
    for earlier in person.mandates.select_for_update().filter(revoked_at=None):
        _revoke(earlier, Revocation.REPLACED, actor, now)
    mandate = new_mandate(person, valid_from, valid_until, now)
    _tell(mandate, "mandate.renewed", actor, now)


@transaction.atomic
def identify(*, account_id: int, actor: Actor, now: datetime) -> None:
    """Keep that an officer saw the person by video and compared the KTP; once is enough.

    Raises NotAllowed(`officer_only`), KinRefused, NotFound(`company_unknown`) also for officers of other
    branches.
    """
    person = _seen_by_officer(account_id, actor)
    if person.identified_at is None:
        person.identified_at, person.identified_by_id = now, int(actor.id)
        person.save(update_fields=["identified_at", "identified_by"])
        tell_company(person.company, "representative.identified", actor, now, account=person.pk)


@transaction.atomic
def accept_letter(*, mandate_id: UUID, actor: Actor, now: datetime) -> None:
    """Keep that an officer read the power of attorney and the figures, and that they hold.

    Another representative's mandate for the same company ends with it: one acts at a time. The first one
    makes the company known, with the name and the branch that its representative stated. Raises
    Conflict(`mandate_letter_missing`, `company_size_missing`), NotAllowed, KinRefused, NotFound.
    """
    company = _locked_company(mandate_id)
    mandate = _locked_mandate(mandate_id)
    person = _seen_by_officer(mandate.representative_id, actor)
    missing = lacks_of(mandate, on=local_date(moment=now, zone=ZONE))
    for lack in (Lack.REVOKED, Lack.EXPIRED, Lack.NO_LETTER, Lack.NO_SIZE):
        if lack in missing:
            raise Conflict(lack)
    if mandate.accepted_at is not None:
        return
    others = Mandate.objects.select_for_update().filter(
        representative__company=person.company, revoked_at=None, accepted_at__isnull=False
    )
    for earlier in others.exclude(pk=mandate.pk):
        _revoke(earlier, Revocation.REPLACED, actor, now)
    mandate.accepted_at, mandate.accepted_by_id = now, int(actor.id)
    mandate.save(update_fields=["accepted_at", "accepted_by"])
    if company.known_since is None:
        company.name, company.branch_id = person.stated_name, person.stated_branch_id
        company.known_since = now
        company.save(update_fields=["name", "branch", "known_since"])
    _tell(mandate, "mandate.accepted", actor, now)


@transaction.atomic
def revoke(*, mandate_id: UUID, why: Revocation, actor: Actor, now: datetime) -> None:
    """End a power of attorney before its day: staff at the company's word, or the representative's own.

    Nothing begun after it counts; what was filed goes on. Ending it twice changes nothing. Raises
    NotAllowed(`officer_only`), KinRefused, NotFound(`company_unknown`).
    """
    mandate = _locked_mandate(mandate_id)
    own = actor.role == Role.REPRESENTATIVE and actor.id == str(mandate.representative_id)
    if own:
        why = Revocation.LAID_DOWN
    else:
        _seen_by_officer(mandate.representative_id, actor, Role.OFFICER, Role.BRANCH_HEAD)
    if mandate.revoked_at is None:
        _revoke(mandate, why, actor, now)


def _person(actor: Actor) -> Representative:
    person = (
        Representative.objects.select_for_update(of=("self",))
        .select_related("company")
        .filter(pk=int(actor.id) if actor.role == Role.REPRESENTATIVE else None)
        .first()
    )
    if person is None:
        raise NotFound("company_unknown")
    return person


def _own(actor: Actor, now: datetime) -> Mandate:
    """Return the locked mandate of the representative who acts, while it has not ended."""
    person = _person(actor)
    mandate = person.mandates.select_for_update().order_by("-created_at").first()
    assert mandate is not None  # an account is made with one
    ended = {Lack.REVOKED, Lack.EXPIRED} & set(lacks_of(mandate, on=local_date(moment=now, zone=ZONE)))
    if ended:
        raise NotAllowed(next(iter(ended)))
    return mandate


def _locked_company(mandate_id: UUID) -> Company:
    """Return the locked company; whoever only refers to it, as a statement of figures does, need not wait."""
    found = Company.objects.select_for_update(no_key=True, of=("self",))
    company = found.filter(representatives__mandates=mandate_id).first()
    if company is None:
        raise NotFound("company_unknown")
    return company


def _locked_mandate(mandate_id: UUID) -> Mandate:
    """Return the locked mandate, its representative locked before it."""
    person = Representative.objects.select_for_update(of=("self",)).filter(mandates=mandate_id).first()
    found = Mandate.objects.select_for_update(of=("self",)).filter(pk=mandate_id)
    mandate = found.select_related("representative__company").first()
    if person is None or mandate is None:
        raise NotFound("company_unknown")
    return mandate


def _seen_by_officer(account_id: int, actor: Actor, *roles: Role) -> Representative:
    """Return the locked representative to staff of the branch that serves the company, who are no kin."""
    if actor.kind is not ActorKind.STAFF or actor.role not in (roles or (Role.OFFICER,)):
        raise NotAllowed("officer_only")
    rows = Representative.objects.select_for_update(of=("self",)).select_related("company")
    person, member = rows.filter(pk=account_id).first(), staff_member(id=int(actor.id))
    if person is None or member is None or member.branch_id != person.branch_id:
        raise NotFound("company_unknown")
    require_no_kin_person(nik=person.nik, staff_id=member.id)
    return person


def _to_read_anew(mandate: Mandate, *changed: str) -> None:
    mandate.accepted_at, mandate.accepted_by = None, None
    mandate.save(update_fields=["accepted_at", "accepted_by", *changed])


def _revoke(mandate: Mandate, why: Revocation, actor: Actor, now: datetime) -> None:
    mandate.revoked_at, mandate.revoked_why = now, why
    mandate.save(update_fields=["revoked_at", "revoked_why"])
    _tell(mandate, "mandate.revoked", actor, now, why=str(why))


def _tell(mandate: Mandate, what: str, actor: Actor, now: datetime, **data: Any) -> None:
    tell_company(mandate.representative.company, what, actor, now, mandate=mandate, **data)

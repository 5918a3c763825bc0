"""Companies and who may act for them, read."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from lapak.collective.models import Company, Mandate, Representative, SizeStatement
from lapak.collective.rules.mandates import Lack, MandateFacts, Revocation, is_in_force, lacks
from lapak.collective.rules.size import MAY_FILE, Figure, SizeClass
from lapak.kernel.actors import Actor
from lapak.kernel.errors import NotAllowed, NotFound
from lapak.kernel.zones import local_date
from lapak.people.rules import Role

ZONE = "Asia/Jakarta"
_ENDED = {Lack.REVOKED, Lack.EXPIRED, Lack.NOT_YET}


@dataclass(frozen=True)
class SizeView:
    """The newest figures a representative stated of the company (rupiah, or workers), with their class."""

    stated_on: date
    figures: dict[Figure, int]
    size: SizeClass
    rule: str
    document_id: UUID


@dataclass(frozen=True)
class MandateView:
    """A power of attorney, whose it is and what it still lacks on the day asked about. Moments are UTC."""

    id: UUID
    company_id: UUID
    company: str
    npp: str
    branch_id: UUID
    account_id: int
    name: str
    nik: str
    email: str
    phone: str
    valid_from: date
    valid_until: date
    letter_id: UUID | None
    pledged_at: datetime | None
    identified_at: datetime | None
    accepted_at: datetime | None
    revoked_at: datetime | None
    revoked_why: Revocation | None
    size: SizeView | None
    lacks: tuple[Lack, ...]

    @property
    def is_ready(self) -> bool:
        """Return whether the representative may file."""
        return not self.lacks

    @property
    def may_see_lists(self) -> bool:
        """Return whether what is of the company is shown: an officer met the person and read the letter."""
        is_known = self.accepted_at is not None and self.identified_at is not None
        return is_known and not _ENDED & set(self.lacks)


def mandate_of(*, account_id: int, now: datetime) -> MandateView | None:
    """Return the newest mandate of a representative, None for an account that is none."""
    rows = Mandate.objects.filter(representative_id=account_id).order_by("-created_at")
    row = rows.select_related("representative__company", "representative__account").first()
    return _view(row, now) if row else None


def mandate(*, mandate_id: UUID, now: datetime) -> MandateView:
    """Return a mandate. Raises NotFound(`company_unknown`)."""
    rows = Mandate.objects.select_related("representative__company", "representative__account")
    row = rows.filter(pk=mandate_id).first()
    if row is None:
        raise NotFound("company_unknown")
    return _view(row, now)


def mandates_of_branch(*, branch_id: UUID, now: datetime) -> tuple[MandateView, ...]:
    """Return the newest mandate of every representative of the branch's companies, those to look at first.

    One for a company that nobody knows yet is with the branch it was brought to.
    """
    known = Q(representative__company__known_since__isnull=False)
    ours = known & Q(representative__company__branch_id=branch_id)
    brought = ~known & Q(representative__stated_branch_id=branch_id)
    rows = (
        Mandate.objects.filter(ours | brought)
        .select_related("representative__company", "representative__account")
        .order_by("representative_id", "-created_at")
        .distinct("representative_id")
    )
    views = [_view(row, now) for row in rows]
    return tuple(sorted(views, key=lambda one: (one.is_ready, one.revoked_at is not None, one.company)))


def require_mandate(*, actor: Actor, now: datetime, company_id: UUID | None = None) -> MandateView:
    """Return the mandate under which the representative acts for the company, ready to file.

    Raises NotFound(`company_unknown`) for all others, NotAllowed with the first thing it lacks.
    """
    found = own_mandate(actor=actor, now=now, company_id=company_id)
    if found.lacks:
        raise NotAllowed(found.lacks[0])
    return found


def own_mandate(*, actor: Actor, now: datetime, company_id: UUID | None = None) -> MandateView:
    """Return the mandate of the representative while it is in force, whatever it still lacks.

    What is of a company (`company_id`) is shown only to whom an officer has met and whose letter was read:
    anybody may register with a company's number. Raises NotFound(`company_unknown`) for all others,
    NotAllowed(`mandate_revoked`, `mandate_expired`, `mandate_not_yet`, `mandate_not_accepted`).
    """
    found = mandate_of(account_id=int(actor.id), now=now) if actor.role == Role.REPRESENTATIVE else None
    if found is None or company_id not in (None, found.company_id):
        raise NotFound("company_unknown")
    ended = [lack for lack in found.lacks if lack in _ENDED]
    if ended:
        raise NotAllowed(ended[0])
    if company_id is not None and not found.may_see_lists:
        raise NotAllowed(Lack.NOT_ACCEPTED)
    return found


def lacks_of(row: Mandate, *, on: date) -> tuple[Lack, ...]:
    """Return what keeps the representative from filing on the day."""
    return lacks(_facts(row), on=on)


def in_force(row: Mandate, *, on: date) -> bool:
    """Return whether the representative still acts for the company on the day."""
    return is_in_force(_facts(row), on=on)


def newest_size(*, account_id: int) -> SizeView | None:
    """Return the figures a representative stated last, None before there are any.

    Each states the figures anew: anybody may register with a company's number, and neither sees nor changes
    what another said of it.
    """
    row = SizeStatement.objects.filter(stated_by_id=account_id).order_by("-stated_at", "-pk").first()
    if row is None:
        return None
    figures = {figure: getattr(row, figure) for figure in Figure if getattr(row, figure) is not None}
    return SizeView(row.stated_on, figures, SizeClass(row.size), row.rule, row.document_id)


def company_name(*, company_id: UUID) -> str:
    """Return a company's name, empty for none."""
    return Company.objects.filter(pk=company_id).values_list("name", flat=True).first() or ""


def _facts(row: Mandate) -> MandateFacts:
    size = newest_size(account_id=row.representative_id)
    return MandateFacts(
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        revoked=row.revoked_at is not None,
        has_letter=row.letter_id is not None,
        pledged=row.pledged_at is not None,
        identified=row.representative.identified_at is not None,
        accepted=row.accepted_at is not None,
        may_file=size.size in MAY_FILE if size else None,
    )


def _view(row: Mandate, now: datetime) -> MandateView:
    person: Representative = row.representative
    return MandateView(
        id=row.pk,
        company_id=person.company_id,
        company=person.company_name,
        npp=person.company.npp,
        branch_id=person.branch_id,
        account_id=person.pk,
        name=person.account.display_name,
        nik=person.nik,
        email=person.email,
        phone=person.phone,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        letter_id=row.letter_id,
        pledged_at=row.pledged_at,
        identified_at=person.identified_at,
        accepted_at=row.accepted_at,
        revoked_at=row.revoked_at,
        revoked_why=Revocation(row.revoked_why) if row.revoked_why else None,
        size=newest_size(account_id=person.pk),
        lacks=lacks_of(row, on=local_date(moment=now, zone=ZONE)),
    )

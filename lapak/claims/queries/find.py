"""Finding a claim by what people say or hold."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from lapak.claims.models import LIVE_STATES, Claim
from lapak.kernel.numbers import parse_claim_number


@dataclass(frozen=True)
class Numbered:
    """A claim by its number, and the branch it is at."""

    number: str
    branch_id: UUID | None


def numbers(*, claim_ids: Collection[UUID]) -> dict[UUID, Numbered]:
    """Return number and branch of those of the claims that exist."""
    rows = Claim.objects.filter(pk__in=claim_ids).values_list("pk", "number", "branch_id")
    return {id: Numbered(number or "", branch_id) for id, number, branch_id in rows}


def reasons(*, claim_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the reason of those of the claims that exist."""
    return dict(Claim.objects.filter(pk__in=claim_ids).values_list("pk", "reason"))


def memberships_in_progress(*, niks: Collection[str]) -> frozenset[tuple[str, str]]:
    """Return the memberships (NIK and KPJ) of these people for which a claim is under way."""
    rows = Claim.objects.filter(nik__in=niks, state__in=LIVE_STATES)
    return frozenset(rows.values_list("nik", "kpj"))


def by_number(*, number: str) -> UUID | None:
    """Return the claim with this number, however it is typed, or None. Raises InvalidNumber."""
    return Claim.objects.filter(number=str(parse_claim_number(number))).values_list("pk", flat=True).first()


def live_claim_of(*, nik: str) -> UUID | None:
    """Return the newest claim of a person that is under way, or None: for a walk-in at the tablet.

    A claim is the member's, and that of who acts in the member's stead.
    """
    theirs = Q(nik=nik) | Q(acting__person__nik=nik)
    rows = Claim.objects.filter(theirs, state__in=LIVE_STATES).order_by("-submitted_at")
    return rows.values_list("pk", flat=True).first()


def latest_claim_of(*, nik: str) -> UUID | None:
    """Return the newest claim a member has filed, however it stands, or None."""
    rows = Claim.objects.filter(nik=nik, submitted_at__isnull=False).order_by("-submitted_at")
    return rows.values_list("pk", flat=True).first()

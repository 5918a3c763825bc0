"""Where the person of a claim stands in the lines of days that are given out by lot."""

from datetime import datetime
from uuid import UUID

from lapak.booking import queries as booking
from lapak.booking.queries import LotPlace, person_key
from lapak.booking.rules.release import LIVE
from lapak.claims.models import Claim
from lapak.claims.queries.parties import acting_person
from lapak.claims.rules.claim_moves import ClaimState


def place_in_line(*, claim_id: UUID, release_id: UUID) -> LotPlace | None:
    """Return the place of the claim's person in a release, or None.

    Most entered with this very claim, and are found by it in one question.
    """
    found = booking.place_of_claim(subject_id=claim_id, release_id=release_id)
    if found is not None and found.state in LIVE:
        return found
    key = _key(claim_id)
    return booking.place_of_person(person_key=key, release_id=release_id) if key else None


def turn_of_claim(*, claim_id: UUID, now: datetime) -> LotPlace | None:
    """Return the turn that the claim's person has at this moment, or None."""
    key = _key(claim_id)
    return booking.turn_of(person_key=key, now=now) if key else None


def is_filed(*, claim_id: UUID) -> bool:
    """Return whether a claim is no draft any more; False for one that is unknown."""
    return Claim.objects.filter(pk=claim_id).exclude(state=ClaimState.DRAFT).exists()


def _key(claim_id: UUID) -> str:
    """Return what stands for the acting person of a claim, empty while nobody is named."""
    row = Claim.objects.filter(pk=claim_id).first()
    nik = acting_person(row).nik if row else ""
    return person_key(nik=nik) if nik else ""

"""Which claims concern which staff: everybody of a claim against everybody a staff member declared."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from lapak.claims.models import Claim, Party
from lapak.claims.rules.kin import concerns_kin, require_stranger
from lapak.people.queries import kin_keys, person_key


def require_no_kin(*, claim_id: UUID, staff_id: int) -> None:
    """Raise KinRefused if the claim concerns the staff member or declared kin."""
    kin = kin_keys(staff_ids=[staff_id]).get(staff_id)
    if kin:
        require_stranger(people=people_of(claim_ids=[claim_id])[claim_id], kin=kin)


def kin_claims(*, claim_ids: Collection[UUID], staff_id: int) -> frozenset[UUID]:
    """Return those of the claims that concern the staff member or declared kin."""
    kin = kin_keys(staff_ids=[staff_id]).get(staff_id)
    if not kin or not claim_ids:
        return frozenset()
    people = people_of(claim_ids=claim_ids)
    return frozenset(id for id in claim_ids if concerns_kin(people=people[id], kin=kin))


def people_of(*, claim_ids: Collection[UUID]) -> dict[UUID, set[str]]:
    """Return the keyed hashes of everybody each claim concerns: the member, heirs, guardians,
    representatives.
    """
    found: dict[UUID, set[str]] = defaultdict(set)
    members = Claim.objects.filter(pk__any_of=claim_ids).values_list("pk", "nik")
    parties = Party.objects.filter(claim__any_of=claim_ids).values_list("claim_id", "nik")
    for claim_id, nik in (*members, *parties):
        if nik:
            found[claim_id].add(person_key(nik=nik))
    return found

"""The help people asked for: for who serves them, before and during the talk."""

from collections.abc import Collection
from uuid import UUID

from lapak.claims.models import ServiceNeed
from lapak.claims.rules.needs import Need


def needs_of(*, claim_ids: Collection[UUID]) -> dict[UUID, tuple[Need, ...]]:
    """Return the help asked for in each of the claims; those who asked for none are left out."""
    found: dict[UUID, list[Need]] = {}
    rows = ServiceNeed.objects.filter(claim_id__in=claim_ids).values_list("claim_id", "code")
    for claim_id, code in rows:
        found.setdefault(claim_id, []).append(Need(code))
    order = list(Need)
    return {claim_id: tuple(sorted(codes, key=order.index)) for claim_id, codes in found.items()}

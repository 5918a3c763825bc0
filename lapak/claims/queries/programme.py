"""Of which programme a claim is."""

from uuid import UUID

from lapak.claims.models import Claim
from lapak.claims.programmes import programme
from lapak.claims.rules.programme import Programme
from lapak.kernel.errors import NotFound


def claim_programme(*, claim_id: UUID) -> Programme:
    """Return the programme the claim is of. Raises NotFound(`claim_unknown`)."""
    code = Claim.objects.filter(pk=claim_id).values_list("programme", flat=True).first()
    if code is None:
        raise NotFound("claim_unknown")
    return programme(code)

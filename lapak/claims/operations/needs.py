"""The help a person asks for, which nobody has to."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lapak.claims.models import ServiceNeed
from lapak.claims.operations.rows import ClaimChanged, changed, locked_by_owner, save
from lapak.claims.rules.claim_moves import ClaimState
from lapak.claims.rules.needs import Need
from lapak.kernel.actors import Actor

ENDED = (ClaimState.PAID, ClaimState.REJECTED, ClaimState.WITHDRAWN, ClaimState.EXPIRED)


@transaction.atomic
def ask_for_help(*, claim_id: UUID, needs: Collection[Need], actor: Actor, now: datetime) -> ClaimChanged:
    """Keep which help is asked for, in place of what was asked before; none takes it back.

    The journal says that it changed and never what it is. Raises NotFound, NotAllowed(`not_for_staff`).
    """
    row = locked_by_owner(claim_id=claim_id, actor=actor)
    wanted = set(needs)
    if wanted == set(map(Need, row.needs.values_list("code", flat=True))):
        return changed(row)
    row.needs.all().delete()
    ServiceNeed.objects.bulk_create(ServiceNeed(claim=row, code=one) for one in sorted(wanted))
    return save(row, what="claim.help_changed", actor=actor, now=now)


@transaction.atomic
def forget_needs() -> int:
    """Delete what people of claims that have ended asked for; return how many entries there were."""
    deleted, _ = ServiceNeed.objects.filter(claim__state__in=ENDED).delete()
    return deleted

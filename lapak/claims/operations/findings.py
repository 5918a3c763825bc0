"""Differences between the two books of payments that a person has to clear up."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lapak.claims.models import Claim, PaymentOrder, ReconciliationFinding
from lapak.claims.queries.reconciliation import booked_of
from lapak.claims.rules.reconciliation import Difference, paid_otherwise


@transaction.atomic
def keep_for_a_person(
    *,
    run_id: int | None,
    kind: Difference,
    claim_id: UUID | None,
    order_id: UUID | None,
    core_reference: str,
    our_net: int | None,
    their_net: int | None,
    now: datetime,
) -> None:
    """Keep a difference that only a person can clear up; found again, it stays one.

    `run_id` is None when it was not a comparison of the books that found it.
    """
    ReconciliationFinding.objects.bulk_create(
        [
            ReconciliationFinding(
                run_id=run_id,
                kind=kind,
                claim_id=claim_id,
                order_id=order_id,
                core_reference=core_reference,
                our_net=our_net,
                their_net=their_net,
                found_at=now,
                mended=False,
            )
        ],
        ignore_conflicts=True,
    )


def is_held_back(
    row: Claim,
    order: PaymentOrder,
    *,
    sums: tuple[int, int, int] | None,
    account: tuple[str, str] | None,
    now: datetime,
) -> bool:
    """Return whether a locked order may not count as paid yet: another sum is paid than was ordered, or to
    another account, and nobody has seen to it. The first time it is kept for a person.
    """
    found = paid_otherwise(ours=booked_of(order, row).order, sums=sums, account=account)
    if found is None:
        return False
    known = ReconciliationFinding.objects.filter(
        kind=found, core_reference=order.core_reference, mended=False
    ).first()
    if known is None:
        keep_for_a_person(
            run_id=None,
            kind=found,
            claim_id=row.pk,
            order_id=order.pk,
            core_reference=order.core_reference,
            our_net=order.net,
            their_net=sums[2] if sums else None,
            now=now,
        )
    return known is None or known.resolved_at is None

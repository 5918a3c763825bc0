"""The waiting list, read."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from lapak.booking.models import Offer, Waiter
from lapak.booking.queries.slots import SlotView, slot_view
from lapak.booking.rules.waiting import MOST_OFFERS, OfferState, WaiterState


@dataclass(frozen=True)
class OfferView:
    """A place kept for somebody until `deadline` (UTC)."""

    id: UUID
    slot: SlotView
    deadline: datetime
    is_open: bool


@dataclass(frozen=True)
class WaitingView:
    """A place in the list of a branch (1 is next), how many offers are left, and the one that is open.

    `branch_name` is empty for who waits for a time anywhere.
    """

    branch_name: str
    channel: str
    place: int
    offers_left: int
    offer: OfferView | None


def waiting(*, subject_id: UUID) -> WaitingView | None:
    """Return where a claim stands in the waiting list, or None when it does not wait."""
    row = (
        Waiter.objects.select_related("branch")
        .filter(subject_id=subject_id, state=WaiterState.WAITING)
        .first()
    )
    if row is None:
        return None
    line = Waiter.objects.filter(channel=row.channel, state=WaiterState.WAITING)
    line = line.filter(Q(branch=row.branch) | Q(branch=None) if row.branch else Q(branch=None))
    ahead = line.filter(joined_at__lt=row.joined_at).count()
    ahead += line.filter(joined_at=row.joined_at, pk__lt=row.pk).count()
    offer = row.offered.filter(state=OfferState.OPEN).select_related("slot__branch").first()
    return WaitingView(
        branch_name=row.branch.name if row.branch else "",
        channel=row.channel,
        place=ahead + 1,
        offers_left=MOST_OFFERS - row.offers,
        offer=_offer(offer) if offer else None,
    )


def offer(*, offer_id: UUID) -> OfferView | None:
    """Return one offer, or None."""
    row = Offer.objects.select_related("slot__branch").filter(pk=offer_id).first()
    return _offer(row) if row else None


def _offer(row: Offer) -> OfferView:
    return OfferView(row.pk, slot_view(row.slot), row.deadline, row.state == OfferState.OPEN)

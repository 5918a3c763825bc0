"""Who is expected at a branch and has not come yet."""

from datetime import datetime
from uuid import UUID

from lapak.booking.models import Booking
from lapak.booking.rules.states import BookingState, Channel


def times_expected(
    *, branch_id: UUID, since: datetime, until: datetime, channel: Channel
) -> tuple[datetime, ...]:
    """Return the times (UTC) of a channel's appointments between two moments that nobody has used yet."""
    rows = Booking.objects.filter(
        state=BookingState.CONFIRMED,
        slot__branch_id=branch_id,
        slot__channel=channel,
        slot__starts_at__gte=since,
        slot__starts_at__lte=until,
    )
    return tuple(rows.order_by("slot__starts_at").values_list("slot__starts_at", flat=True))

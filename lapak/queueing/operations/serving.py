"""What the desks of a branch can take now, for estimates."""

from datetime import datetime
from uuid import UUID

from lapak.booking.queries import minutes_expected
from lapak.kernel.zones import local_date
from lapak.offices import queries as offices
from lapak.queueing.models import Serving


def note_places(*, branch_id: UUID, places: int, now: datetime) -> None:
    """Note how many places are at work at a branch, and how long a person takes there as far as is known.

    One upsert; called when a desk opens, closes, falls silent or comes back. The minutes are the mean of the
    channels, for both stand in one line.
    """
    today = local_date(moment=now, zone=offices.branch(branch_id=branch_id).timezone)
    minutes = list(minutes_expected(branch_id=branch_id, day=today).values())
    Serving.objects.update_or_create(
        branch_id=branch_id,
        defaults={"places": places, "minutes": sum(minutes) / len(minutes), "noted_at": now},
    )

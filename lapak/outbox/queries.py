"""What is owed, and for how long."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Min

from lapak.outbox.models import Message


@dataclass(frozen=True)
class Backlog:
    """How many messages wait or are dead, and how long the oldest has waited."""

    owed: int
    dead: int
    oldest_wait: timedelta


def backlog(*, now: datetime) -> Backlog:
    """Return the state of the outbox over all kinds."""
    counts = dict(Message.objects.values_list("state").annotate(Count("pk")).order_by())
    oldest = Message.objects.filter(state=Message.State.OWED).aggregate(at=Min("owed_at"))["at"]
    return Backlog(
        owed=counts.get(Message.State.OWED, 0),
        dead=counts.get(Message.State.DEAD, 0),
        oldest_wait=now - oldest if oldest else timedelta(0),
    )


def due(*, now: datetime, most: int = 200) -> tuple[UUID, ...]:
    """Return ids of messages whose next attempt is due, oldest first."""
    rows = Message.objects.filter(state=Message.State.OWED, next_attempt_at__lte=now)
    return tuple(rows.order_by("next_attempt_at").values_list("pk", flat=True)[:most])

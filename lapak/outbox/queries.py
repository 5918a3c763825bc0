"""What is owed, and for how long."""

from collections.abc import Collection
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
    open_ = Message.objects.exclude(state=Message.State.DELIVERED)
    counts = dict(open_.values_list("state").annotate(Count("pk")).order_by())
    oldest = Message.objects.filter(state=Message.State.OWED).aggregate(at=Min("owed_at"))["at"]
    return Backlog(
        owed=counts.get(Message.State.OWED, 0),
        dead=counts.get(Message.State.DEAD, 0),
        oldest_wait=now - oldest if oldest else timedelta(0),
    )


def next_attempt(*, kinds: Collection[str]) -> datetime | None:
    """Return when the next message of these kinds is to be tried (UTC); None when none is owed."""
    owed = Message.objects.filter(state=Message.State.OWED, kind__in=kinds)
    moment: datetime | None = owed.aggregate(at=Min("next_attempt_at"))["at"]
    return moment


@dataclass(frozen=True)
class DeadLetter:
    """A message that is not tried any more: of what kind, about whom, why, and since when (UTC)."""

    id: UUID
    kind: str
    subject_kind: str
    subject_id: str
    attempts: int
    code: str
    owed_at: datetime
    died_at: datetime | None


def dead_letters(*, most: int = 200) -> tuple[DeadLetter, ...]:
    """Return the messages given up on, the newest first."""
    rows = Message.objects.filter(state=Message.State.DEAD).order_by("-settled_at")[:most]
    return tuple(_dead(row) for row in rows)


def dead_letter(*, message_id: UUID) -> DeadLetter | None:
    """Return one message given up on; None when it is owed again, delivered, or unknown."""
    row = Message.objects.filter(pk=message_id, state=Message.State.DEAD).first()
    return _dead(row) if row else None


def _dead(row: Message) -> DeadLetter:
    return DeadLetter(
        id=row.pk,
        kind=row.kind,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        attempts=row.attempts,
        code=row.last_error,
        owed_at=row.owed_at,
        died_at=row.settled_at,
    )

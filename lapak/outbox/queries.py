"""What is owed, and for how long."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Min

from lapak.kernel.subjects import Subject
from lapak.outbox.models import Message
from lapak.outbox.rules import lane_of


@dataclass(frozen=True)
class Backlog:
    """How many messages wait or are dead, and how long the oldest has waited."""

    owed: int
    dead: int
    oldest_wait: timedelta


def backlog(*, now: datetime) -> Backlog:
    """Return the state of the outbox over all kinds."""
    open_ = Message.objects.filter(state__in=[Message.State.OWED, Message.State.DEAD])
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
class Waiting:
    """Messages of a lane that wait because the other system does not answer: how many, since when (UTC)."""

    lane: str
    code: str
    count: int
    since: datetime


def waiting(*, codes: Collection[str]) -> tuple[Waiting, ...]:
    """Return what waits for another system, for one of these reasons, by lane."""
    rows = Message.objects.filter(state=Message.State.OWED, waits__gt=0, last_error__in=codes)
    found: dict[tuple[str, str], Waiting] = {}
    for kind, code, count, since in rows.values_list("kind", "last_error").annotate(
        Count("pk"), Min("owed_at")
    ):
        lane = lane_of(kind=kind)
        known = found.get((lane, code), Waiting(lane, code, 0, since))
        found[lane, code] = Waiting(lane, code, known.count + count, min(known.since, since))
    return tuple(found.values())


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


def dead_letter_about(*, kind: str, subject: Subject) -> DeadLetter | None:
    """Return the last message of a kind about a subject that is dead or was given up for good, or None."""
    rows = Message.objects.filter(
        kind=kind,
        state__in=[Message.State.DEAD, Message.State.ABANDONED],
        subject_kind=subject.kind,
        subject_id=subject.id,
    )
    row = rows.order_by("-settled_at").first()
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

"""How far what people were told about their call came true."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lapak.queueing.models import Estimate, Ticket
from lapak.queueing.rules.estimates import Given, Record, record


def estimate_record(*, first_day: date, last_day: date, branch_id: UUID | None = None) -> Record:
    """Return how many estimates held on days of the branch's clock, both included; of one branch, or of all.

    What counts for a visit is what was said last before it was called for the first time: whoever lets
    somebody pass, or goes away for a moment, is told anew.
    """
    visits = Ticket.objects.filter(service_day__gte=first_day, service_day__lte=last_day)
    if branch_id:
        visits = visits.filter(branch_id=branch_id)
    rows = _with_last_said(visits).filter(earliest__isnull=False)
    return record(
        estimates=[Given(*one) for one in rows.values_list("earliest", "latest", "first_called_at")]
    )


@dataclass(frozen=True)
class VisitRecord:
    """How one visit of a day went; `earliest` and `latest` are what was said last before the first call."""

    channel: str
    was_booked: bool
    priority: str
    companions: int
    state: str
    arrived_at: datetime
    first_called_at: datetime | None
    earliest: datetime | None
    latest: datetime | None


def visits_of_day(*, branch_id: UUID, day: date) -> tuple[VisitRecord, ...]:
    """Return the visits of a day of the branch's clock, in the order in which people came; no names."""
    rows = _with_last_said(Ticket.objects.filter(branch_id=branch_id, service_day=day))
    return tuple(
        VisitRecord(
            channel=row.channel,
            was_booked=row.booking_id is not None,
            priority=row.priority,
            companions=row.companions,
            state=row.state,
            arrived_at=row.arrived_at,
            first_called_at=row.first_called_at,
            earliest=row.earliest,
            latest=row.latest,
        )
        for row in rows.order_by("arrived_at", "pk")
    )


def _with_last_said(visits: "QuerySet[Ticket]") -> "QuerySet[Any]":
    called_at = Coalesce(OuterRef("first_called_at"), F("given_at"))  # not called yet: all count
    said = Estimate.objects.filter(ticket=OuterRef("pk"), given_at__lte=called_at)
    last_said = said.order_by("-given_at", "-pk")
    return visits.annotate(
        earliest=Subquery(last_said.values("earliest")[:1]), latest=Subquery(last_said.values("latest")[:1])
    )

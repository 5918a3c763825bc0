"""How far what people were told about their call came true."""

from datetime import date
from uuid import UUID

from django.db.models import OuterRef, Subquery

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
    said = Estimate.objects.filter(ticket=OuterRef("pk")).exclude(given_at__gt=OuterRef("first_called_at"))
    last_said = said.order_by("-given_at", "-pk")
    rows = visits.annotate(
        earliest=Subquery(last_said.values("earliest")[:1]), latest=Subquery(last_said.values("latest")[:1])
    ).filter(earliest__isnull=False)
    return record(
        estimates=[Given(*one) for one in rows.values_list("earliest", "latest", "first_called_at")]
    )

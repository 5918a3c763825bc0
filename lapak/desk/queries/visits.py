"""One visit as its person sees it: in the booth, in the waiting room on the phone, on the form read there."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from lapak.booking.rules.states import Channel
from lapak.claims.queries.progress import service_progress
from lapak.desk.models import Place
from lapak.desk.rules.attention import limit_for
from lapak.desk.rules.stages import PlaceMode, Stage
from lapak.desk.rules.tasks_on_hold import TaskOnHold, task_on_hold
from lapak.offices.queries import branch
from lapak.people.queries import staff_member
from lapak.queueing.queries import ticket as ticket_of
from lapak.queueing.rules.states import PRESENT


@dataclass(frozen=True)
class VisitView:
    """Where the visit of one ticket stands, with nothing of anybody else's. Times in UTC.

    `state` is `waiting`, `at_desk` or `ended`. At a desk there are mode, stage, step, call and the officer's
    name; `alone_since` and `alone_until` say since when the person is without the officer and until when at
    most. `outcome` is how the last stay ended.
    """

    ticket_id: UUID
    claim_id: UUID
    state: str
    ticket_label: str
    display_name: str
    participant_kind: str
    place_id: UUID | None = None
    number: int | None = None
    call_id: UUID | None = None
    mode: PlaceMode | None = None
    stage: Stage | None = None
    step: int = 1
    officer_name: str = ""
    is_confirmed: bool = False
    is_flagged: bool = False
    is_dropped: bool = False
    alone_since: datetime | None = None
    alone_until: datetime | None = None
    hold_limit: timedelta | None = None
    task: TaskOnHold = TaskOnHold.REST
    outcome: str = ""


def visit_view(*, ticket_id: UUID) -> VisitView | None:
    """Return the visit, or None when there is no such ticket."""
    ticket = ticket_of(ticket_id=ticket_id)
    if ticket is None:
        return None
    row = Place.objects.filter(ticket_id=ticket_id).select_related("desk").order_by("-started_at").first()
    visit = VisitView(
        ticket_id=ticket_id,
        claim_id=ticket.subject_id,
        state="waiting" if ticket.state in PRESENT else "ended",
        ticket_label=ticket.label,
        display_name=ticket.display_name,
        participant_kind="booth" if ticket.channel == Channel.ONSITE else "phone",
        step=row.step if row else 1,
        outcome=row.outcome if row else "",
    )
    return visit if row is None or row.ended_at else _at_desk(visit, row, has_priority=bool(ticket.priority))


def visit_of_claim(*, claim_id: UUID) -> UUID | None:
    """Return the ticket under which this claim is at a desk now, or None."""
    return Place.objects.filter(claim_id=claim_id, ended_at=None).values_list("ticket_id", flat=True).first()


def visit_of_device(*, device_id: UUID) -> UUID | None:
    """Return the ticket of the visit that this booth screen serves now, or None."""
    return (
        Place.objects.filter(device_id=device_id, ended_at=None).values_list("ticket_id", flat=True).first()
    )


def stay_ended_at_device(*, device_id: UUID, ticket_id: UUID, since: datetime) -> str:
    """Return how the last stay of this ticket at this booth screen ended, "" when not after `since` (UTC)."""
    ended = Place.objects.filter(device_id=device_id, ticket_id=ticket_id, ended_at__gte=since)
    return ended.order_by("-ended_at").values_list("outcome", flat=True).first() or ""


def _at_desk(visit: VisitView, row: Place, *, has_priority: bool) -> VisitView:
    office = branch(branch_id=row.desk.branch_id)
    limit = limit_for(hold_limit_seconds=office.hold_limit_seconds, has_priority=has_priority)
    officer = staff_member(id=row.desk.officer_id)
    since = None if row.mode == PlaceMode.FOCUS else row.attended_at or row.started_at
    return replace(
        visit,
        state="at_desk",
        place_id=row.pk,
        number=row.number,
        call_id=row.call_id,
        mode=PlaceMode(row.mode),
        stage=Stage(row.stage),
        officer_name=officer.display_name if officer else "",
        is_confirmed=row.confirmed_at is not None,
        is_flagged=row.flagged_at is not None,
        is_dropped=row.dropped_at is not None,
        alone_since=since,
        alone_until=since + limit if since else None,
        hold_limit=limit,
        task=_task(row),
    )


def _task(row: Place) -> TaskOnHold:
    progress = service_progress(claim_id=row.claim_id)
    return task_on_hold(
        is_confirmed=row.confirmed_at is not None,
        papers_asked_again=progress.papers_asked_again,
        is_signed=progress.is_signed,
        is_decided=row.stage == Stage.DONE,
    )

"""The queue, read. All moments are UTC; names stay out of everything that a board or a stranger sees."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from lapak.offices import queries as offices
from lapak.queueing.models import Ticket
from lapak.queueing.queries.hall import HallView, hall
from lapak.queueing.queries.turns import CALLS_COUNT_FOR, turns, waiting_rows
from lapak.queueing.queries.waits import waits_of
from lapak.queueing.rules.estimates import WaitRange
from lapak.queueing.rules.order import Reason
from lapak.queueing.rules.states import ACTIVE, TicketState, Waits, label

RECENT_CALLS = 3
SHOWN_AS_NOW_FOR = timedelta(minutes=10)


@dataclass(frozen=True)
class TicketView:
    """A visit as those who serve it see it; `label` is what people read, such as `A-058`."""

    id: UUID
    branch_id: UUID
    label: str
    letter: str
    channel: str
    subject_id: UUID
    person_key: str
    display_name: str
    booking_id: UUID | None
    due_at: datetime | None
    priority: str
    companions: int
    state: str
    waits: str
    pager: int | None
    returning_since: datetime | None
    kept_turn: datetime | None
    arrived_at: datetime
    held_at: datetime | None
    called_at: datetime | None
    calls: int
    service_started_at: datetime | None
    finished_at: datetime | None
    booth_id: UUID | None
    booth_number: int | None


@dataclass(frozen=True)
class WaitingTicket:
    """A ticket in the queue: its place, why it is there, and in how many minutes it will be called."""

    ticket: TicketView
    place: int
    reason: Reason
    turn_at: datetime
    wait: WaitRange


@dataclass(frozen=True)
class PlaceInLine:
    """What somebody who waits may know: place, when the call will come (UTC range), and why there.

    `last_called` is the last number under the same letter, or nothing when none was called lately.
    """

    label: str
    place: int
    last_called: str
    wait: WaitRange
    earliest: datetime
    latest: datetime
    reason: Reason


@dataclass(frozen=True)
class DoorView:
    """What the tablet at the door shows: the hall, those outside, and the ticket in hand with its place."""

    branch: offices.BranchView
    hall: HallView
    outside: tuple[WaitingTicket, ...]
    ticket: TicketView | None
    place: PlaceInLine | None


def ticket(*, ticket_id: UUID) -> TicketView | None:
    """Return one ticket, also when it is over, or None."""
    return _first(Ticket.objects.filter(pk=ticket_id))


def tickets_by_id(*, ticket_ids: Sequence[UUID]) -> dict[UUID, TicketView]:
    """Return the tickets by id, also those that are over; unknown ids are left out."""
    rows = Ticket.objects.filter(pk__in=ticket_ids).select_related("booth")
    return {row.pk: ticket_view(row=row) for row in rows}


def active_ticket(*, subject_id: UUID) -> TicketView | None:
    """Return the visit of a claim that is going on, or None."""
    return _first(Ticket.objects.filter(subject_id=subject_id, state__in=ACTIVE))


def latest_ticket(*, subject_id: UUID) -> TicketView | None:
    """Return the newest visit of a claim, going on or over, or None."""
    return _first(Ticket.objects.filter(subject_id=subject_id).order_by("-arrived_at"))


def ticket_at_booth(*, booth_id: UUID) -> TicketView | None:
    """Return the visit that a booth is called to or serves, or None."""
    return _first(
        Ticket.objects.filter(booth_id=booth_id, state__in=[TicketState.CALLED, TicketState.IN_SERVICE])
    )


def active_ticket_of_person(*, person_key: str) -> TicketView | None:
    """Return the visit of a person that is going on, or None."""
    return _first(Ticket.objects.filter(person_key=person_key, state__in=ACTIVE))


def waiting(*, branch_id: UUID, now: datetime) -> tuple[TicketView, ...]:
    """Return the tickets that wait at a branch, next one first."""
    return tuple(each.ticket for each in line(branch_id=branch_id, now=now))


def line(*, branch_id: UUID, now: datetime) -> tuple[WaitingTicket, ...]:
    """Return the queue of a branch, next one first by the rule in `rules.order`, with the reasons."""
    rows = {row.pk: row for row in waiting_rows(branch_id=branch_id).select_related("booth")}
    ranked = turns(rows=rows.values(), branch_id=branch_id, now=now)
    told = waits_of(branch_id=branch_id, order=ranked, rows=rows.values(), now=now).by_ticket
    return tuple(
        WaitingTicket(
            ticket=ticket_view(row=rows[turn.ticket_id]),
            place=turn.place,
            reason=turn.reason,
            turn_at=turn.turn_at,
            wait=told[turn.ticket_id],
        )
        for turn in ranked
    )


def waiting_outside(*, branch_id: UUID, now: datetime) -> tuple[WaitingTicket, ...]:
    """Return those of the queue who wait outside the hall, next one first."""
    return tuple(each for each in line(branch_id=branch_id, now=now) if each.ticket.waits != Waits.HALL)


def place_in_line(*, ticket_id: UUID, now: datetime) -> PlaceInLine | None:
    """Return where a waiting ticket stands, or None when it does not wait."""
    row = Ticket.objects.filter(pk=ticket_id, state=TicketState.WAITING).first()
    if row is None:
        return None
    rows = list(waiting_rows(branch_id=row.branch_id))
    line = turns(rows=rows, branch_id=row.branch_id, now=now)
    turn = next((each for each in line if each.ticket_id == row.pk), None)
    if turn is None:  # called between the two looks
        return None
    told = waits_of(branch_id=row.branch_id, order=line, rows=rows, now=now)
    wait = told.by_ticket[turn.ticket_id]
    return PlaceInLine(
        label=str(row),
        place=turn.place,
        last_called=last_called(branch_id=row.branch_id, letter=row.letter, now=now),
        wait=wait,
        earliest=now + timedelta(minutes=wait.low),
        latest=now + timedelta(minutes=wait.high),
        reason=turn.reason,
    )


def last_called(*, branch_id: UUID, letter: str, now: datetime) -> str:
    """Return the last number called under a letter within three hours, or nothing."""
    rows = Ticket.objects.filter(
        branch_id=branch_id, letter=letter, called_at__gt=now - CALLS_COUNT_FOR, called_at__lte=now
    )
    row = rows.order_by("-called_at").first()
    return str(row) if row else ""


def door(*, branch_id: UUID, ticket_id: UUID | None, now: datetime) -> DoorView:
    """Return what the tablet of a branch shows; a ticket of another branch is left out.

    Raises NotFound(`branch_unknown`).
    """
    found = ticket(ticket_id=ticket_id) if ticket_id else None
    mine = found if found and found.branch_id == branch_id else None
    return DoorView(
        branch=offices.branch(branch_id=branch_id),
        hall=hall(branch_id=branch_id, now=now),
        outside=waiting_outside(branch_id=branch_id, now=now),
        ticket=mine,
        place=place_in_line(ticket_id=mine.id, now=now) if mine else None,
    )


def ticket_view(*, row: Ticket) -> TicketView:
    """Return a row as others may see it."""
    same = {name: getattr(row, name) for name in TicketView.__dataclass_fields__ if hasattr(row, name)}
    return TicketView(
        **same,
        label=label(letter=row.letter, number=row.number),
        booth_number=row.booth.number if row.booth else None,
    )


def _first(rows: QuerySet[Ticket]) -> TicketView | None:
    row = rows.select_related("booth").first()
    return ticket_view(row=row) if row else None


@dataclass(frozen=True)
class ServiceTime:
    """How long one finished service took, for learning: where, by which channel, about which claim."""

    branch_id: UUID
    channel: str
    subject_id: UUID
    seconds: float


def services_of_day(*, day: date) -> tuple[ServiceTime, ...]:
    """Return the services of a day (of each branch's own clock) that were begun and finished."""
    rows = Ticket.objects.filter(service_day=day, state=TicketState.DONE, service_started_at__isnull=False)
    return tuple(
        ServiceTime(
            row.branch_id,
            row.channel,
            row.subject_id,
            (row.finished_at - row.service_started_at).total_seconds(),
        )
        for row in rows
        if row.finished_at and row.service_started_at
    )

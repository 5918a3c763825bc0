"""Bringing people from the queue to free places."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from lapak.booking.queries import person_key as person_key_of
from lapak.booking.rules.states import Channel
from lapak.calls.operations import open_call
from lapak.calls.rules.modes import Mode
from lapak.claims.operations.filing import start_draft
from lapak.claims.operations.moving import move_to_branch
from lapak.claims.queries.find import live_claim_of
from lapak.claims.queries.needs import needs_of
from lapak.claims.queries.progress import service_progress
from lapak.claims.rules.needs import ALONE
from lapak.desk.models import Desk, Place
from lapak.desk.operations.notices import owe_mail
from lapak.desk.operations.rows import lock_branch, tell_place
from lapak.desk.queries.kin import barred_desks
from lapak.desk.rules.filling import Assignment, OpenDesk, Waiting, fill_plan
from lapak.desk.rules.stages import Outcome, PlaceMode, Stage, stage_when_resumed
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict
from lapak.kernel.identity import parse_nik
from lapak.kernel.ids import new_id
from lapak.kernel.transitions import MoveRefused
from lapak.kernel.zones import local_date
from lapak.offices.queries import alive_booths, booth_device, branch
from lapak.people.rules import Role
from lapak.queueing import operations as queueing
from lapak.queueing.queries import TicketView, active_ticket_of_person, waiting
from lapak.queueing.rules.states import Waits


@dataclass(frozen=True)
class Placed:
    """Somebody who has a place now; `booth_id` is None for a person on the phone."""

    ticket_id: UUID
    desk_id: UUID
    place_id: UUID
    number: int
    booth_id: UUID | None


@dataclass(frozen=True)
class CheckedIn:
    """An arrival: the ticket, and the place at a desk when one was free at once."""

    ticket: TicketView
    placed: Placed | None


@transaction.atomic
def check_in(
    *,
    branch_id: UUID,
    channel: str,
    subject_id: UUID,
    display_name: str,
    booking_id: UUID | None,
    due_at: datetime | None,
    priority: str,
    actor: Actor,
    now: datetime,
    person_key: str = "",
    arrived_at: datetime | None = None,
) -> CheckedIn:
    """Take an arrival and fill the desks in one transaction; return the ticket and, if free, the place.

    Holds the lock of the branch. Raises what `queueing.arrive` raises.
    """
    lock_branch(branch_id=branch_id)
    ticket = queueing.arrive(
        branch_id=branch_id,
        channel=channel,
        subject_id=subject_id,
        display_name=display_name,
        booking_id=booking_id,
        due_at=due_at,
        priority=priority,
        person_key=person_key,
        actor=actor,
        now=now,
        arrived_at=arrived_at,
    )
    placed = fill(branch_id=branch_id, actor=actor, now=now)
    return CheckedIn(ticket, next((one for one in placed if one.ticket_id == ticket.id), None))


@transaction.atomic
def check_in_walk_in(
    *,
    branch_id: UUID,
    nik: str,
    display_name: str,
    priority: str,
    actor: Actor,
    now: datetime,
    channel: str = Channel.ONSITE,
    arrived_at: datetime | None = None,
    brings_claim: bool = False,
) -> CheckedIn:
    """Take somebody who came without an appointment: with the claim under way at this branch, or a new draft.

    Who has a ticket already gets the same one. Holds the lock of the branch. Raises InvalidNik, and
    Conflict(`claim_elsewhere`) when the claim under way belongs to another branch and does not come along
    (`brings_claim`).
    """
    nik = parse_nik(nik, on=_day(branch_id, now)).digits
    key = person_key_of(nik=nik)
    lock_branch(branch_id=branch_id)
    present = active_ticket_of_person(person_key=key)
    if present is not None:
        return CheckedIn(present, None)
    return check_in(
        branch_id=branch_id,
        channel=channel,
        subject_id=_claim_of_walk_in(nik, branch_id, actor, now, brings_claim=brings_claim),
        display_name=display_name,
        booking_id=None,
        due_at=None,
        priority=priority,
        actor=actor,
        now=now,
        person_key=key,
        arrived_at=arrived_at,
    )


@transaction.atomic
def fill(*, branch_id: UUID, actor: Actor, now: datetime) -> tuple[Placed, ...]:
    """Give free places of the branch's open desks to those who wait, by rule; return who was placed.

    A desk that serves somebody who asked to be served alone takes nobody else meanwhile. Holds the lock of
    the branch, so that two desks filling at once never take the same person.
    """
    lock_branch(branch_id=branch_id)
    desks = {
        desk.pk: desk
        for desk in Desk.objects.select_for_update()
        .filter(branch_id=branch_id, state=Desk.State.OPEN)
        .order_by("opened_at", "pk")
    }
    stays = Place.objects.filter(desk__branch_id=branch_id, ended_at=None)
    taken = list(stays.values_list("desk_id", "number"))
    alone = _served_alone(dict(stays.values_list("claim_id", "desk_id")))
    in_booths = set(stays.values_list("booth_id", flat=True))
    queue = waiting(branch_id=branch_id, now=now)
    last = _last_stays([ticket.id for ticket in queue])
    barred = barred_desks(officers={id: desk.officer_id for id, desk in desks.items()}, queue=queue)
    plan = fill_plan(
        desks=[
            OpenDesk(id, 0 if id in alone else desk.places, frozenset(n for d, n in taken if d == id))
            for id, desk in desks.items()
        ],
        free_booths=[
            booth.id for booth in alive_booths(branch_id=branch_id, now=now) if booth.id not in in_booths
        ],
        queue=[_waiting(ticket, last.get(ticket.id), barred.get(ticket.id)) for ticket in queue],
    )
    tickets = {ticket.id: ticket for ticket in queue}
    placed = (
        _place(desks[each.desk_id], each, tickets[each.ticket_id], last.get(each.ticket_id), actor, now)
        for each in plan
    )
    return tuple(one for one in placed if one is not None)


def _place(
    desk: Desk, assigned: Assignment, ticket: TicketView, last: Place | None, actor: Actor, now: datetime
) -> Placed | None:
    """Call somebody to a place and return it, or None for who stopped waiting this instant.

    That place goes to another the next time the branch is filled, within seconds.
    """
    try:
        called = queueing.call(ticket_id=ticket.id, booth_id=assigned.booth_id, actor=actor, now=now)
    except MoveRefused:
        return None
    if called.waits != Waits.HALL:  # they do not see the board
        owe_mail(called, template="ticket_called", now=now)
    device = booth_device(booth_id=assigned.booth_id) if assigned.booth_id else None
    participant = (
        Actor.device(device_id=device.id) if device else Actor.participant(subject_id=ticket.subject_id)
    )
    call = open_call(
        visit_id=ticket.id,
        officer_topic=f"desk:{desk.pk}",
        participant_topic=f"visit:{ticket.id}",
        officer=Actor.staff(staff_id=desk.officer_id, role=Role.OFFICER),
        participant=participant,
        participant_kind="booth" if device else "phone",
        mode=Mode.HOLD,
        actor=actor,
        now=now,
    )
    place = Place.objects.create(
        id=new_id(now=now),
        desk=desk,
        number=assigned.number,
        ticket_id=ticket.id,
        claim_id=ticket.subject_id,
        call_id=call.id,
        booth_id=assigned.booth_id,
        device_id=device.id if device else None,
        mode=PlaceMode.HOLD,
        stage=stage_when_resumed(stage=Stage(last.stage)) if last else Stage.CONNECTING,
        step=last.step if last else 1,
        started_at=now,
    )
    tell_place(place=place, what="place.taken", actor=actor, now=now)
    return Placed(ticket.id, desk.pk, place.pk, place.number, place.booth_id)


def _claim_of_walk_in(nik: str, branch_id: UUID, actor: Actor, now: datetime, *, brings_claim: bool) -> UUID:
    known = live_claim_of(nik=nik)
    if known is None:
        return start_draft(channel=Channel.ONSITE, branch_id=branch_id, now=now).claim_id
    if service_progress(claim_id=known).branch_id != branch_id:
        if not brings_claim:
            raise Conflict("claim_elsewhere")
        move_to_branch(claim_id=known, branch_id=branch_id, actor=actor, now=now)
    return known


def _day(branch_id: UUID, now: datetime) -> date:
    return local_date(moment=now, zone=branch(branch_id=branch_id).timezone)


def _waiting(ticket: TicketView, last: Place | None, barred: frozenset[UUID] | None) -> Waiting:
    returned = last is not None and last.outcome in (Outcome.RETURNED, Outcome.HANDED_OVER)
    return Waiting(
        ticket_id=ticket.id,
        needs_booth=ticket.channel == Channel.ONSITE,
        last_desk_id=last.desk_id if last and returned else None,
        last_booth_id=last.booth_id if last and returned else None,
        barred=barred or frozenset(),
    )


def _served_alone(desks: dict[UUID, UUID]) -> set[UUID]:
    """Return the desks at which somebody asked to be served alone; `desks` is the desk of each claim."""
    needs = needs_of(claim_ids=desks)
    return {desk for claim, desk in desks.items() if ALONE & set(needs.get(claim, ()))}


def _last_stays(ticket_ids: Sequence[UUID]) -> dict[UUID, Place]:
    """Return the latest stay of each ticket that had one: where an interrupted visit goes on."""
    rows = Place.objects.filter(ticket_id__in=ticket_ids).order_by("ticket_id", "-started_at")
    return {row.ticket_id: row for row in rows.distinct("ticket_id")}

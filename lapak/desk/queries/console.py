"""The desk as its officer sees it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lapak.calls.queries import CallView, calls_by_id
from lapak.claims.queries.needs import needs_of
from lapak.claims.rules.needs import Need
from lapak.desk.models import Desk, Place
from lapak.desk.queries.kin import barred_desks
from lapak.desk.rules.attention import Attended, Turn, attention_order, limit_for
from lapak.desk.rules.stages import PlaceMode, Stage
from lapak.desk.rules.tiles import TileState, tile_state
from lapak.offices.queries import BranchView, booths, branch
from lapak.queueing.queries import TicketView, WaitingTicket, line, tickets_by_id


@dataclass(frozen=True)
class Tile:
    """One person at the desk, without anything of the claim. Times in UTC.

    `since` is when the present focus began, or since when the person is without the officer; `rank` is the
    place in the order of attention, 1 being next, or None when nobody waits for the officer here. `needs` is
    the help the person asked for, for this officer's eyes.
    """

    place_id: UUID
    number: int
    ticket_id: UUID
    call_id: UUID
    ticket_label: str
    display_name: str
    priority: str
    booth_number: int | None
    mode: PlaceMode
    stage: Stage
    state: TileState
    step: int
    is_confirmed: bool
    flagged_at: datetime | None
    flag_reason: str
    since: datetime
    due_at: datetime | None
    rank: int | None
    needs: tuple[Need, ...] = ()

    @property
    def is_in_focus(self) -> bool:
        """Return whether the officer is with this person now."""
        return self.mode is PlaceMode.FOCUS


@dataclass(frozen=True)
class DeskView:
    """A whole desk. `tiles` has one entry per place, None where it is free; `waiting` is the queue.

    `barred` are the tickets of the officer's own person or declared kin: a colleague calls them.
    """

    id: UUID
    officer_id: int
    branch: BranchView
    places: int
    state: str
    tiles: tuple[Tile | None, ...]
    waiting: tuple[WaitingTicket, ...]
    barred: frozenset[UUID] = frozenset()

    @property
    def callable(self) -> tuple[WaitingTicket, ...]:
        """Return those of the queue whom this officer may serve."""
        return tuple(one for one in self.waiting if one.ticket.id not in self.barred)

    @property
    def people(self) -> tuple[Tile, ...]:
        """Return the people at the desk, by number."""
        return tuple(tile for tile in self.tiles if tile)

    @property
    def focus(self) -> Tile | None:
        """Return the one person in focus, or None."""
        return next((tile for tile in self.people if tile.is_in_focus), None)

    @property
    def next(self) -> Tile | None:
        """Return whom the officer should turn to next, or None."""
        return next((tile for tile in self.people if tile.rank == 1), None)

    @property
    def flagged(self) -> int:
        """Return how many hands are up."""
        return sum(tile.flagged_at is not None for tile in self.people)

    @property
    def longest(self) -> Tile | None:
        """Return who has been without the officer longest, of those who wait for one."""
        return min((tile for tile in self.people if tile.rank), key=lambda tile: tile.since, default=None)

    @property
    def free(self) -> int:
        """Return how many places are free."""
        return self.places - len(self.people)


@dataclass(frozen=True)
class FocusedPlace:
    """The one person whose data an officer may see now."""

    place_id: UUID
    desk_id: UUID
    number: int
    ticket_id: UUID
    claim_id: UUID
    call_id: UUID
    step: int
    stage: Stage


def open_desk_of(*, officer_id: int) -> UUID | None:
    """Return the desk this officer has open, or None."""
    return Desk.objects.filter(officer_id=officer_id, closed_at=None).values_list("pk", flat=True).first()


def focused_place(*, officer_id: int) -> FocusedPlace | None:
    """Return the place in focus at the officer's open desk, or None."""
    row = Place.objects.filter(
        desk__officer_id=officer_id, desk__closed_at=None, ended_at=None, mode=PlaceMode.FOCUS
    ).first()
    if row is None:
        return None
    return FocusedPlace(
        place_id=row.pk,
        desk_id=row.desk_id,
        number=row.number,
        ticket_id=row.ticket_id,
        claim_id=row.claim_id,
        call_id=row.call_id,
        step=row.step,
        stage=Stage(row.stage),
    )


def desk_view(*, desk_id: UUID, now: datetime) -> DeskView:
    """Return the desk with its people, their order of attention, and the queue of its branch."""
    desk = Desk.objects.get(pk=desk_id)
    office = branch(branch_id=desk.branch_id)
    rows = list(Place.objects.filter(desk=desk, ended_at=None).order_by("number"))
    tickets = tickets_by_id(ticket_ids=[row.ticket_id for row in rows])
    calls = calls_by_id(call_ids=[row.call_id for row in rows])
    numbers = {booth.id: booth.number for booth in booths(branch_id=desk.branch_id)}
    turns = _turns(rows, tickets, office, now)
    needs = needs_of(claim_ids=[row.claim_id for row in rows])
    tiles = {
        row.number: _tile(
            row,
            tickets[row.ticket_id],
            calls[row.call_id],
            turns.get(row.number),
            numbers.get(row.booth_id) if row.booth_id else None,
            office,
            needs.get(row.claim_id, ()),
        )
        for row in rows
    }
    queue = line(branch_id=desk.branch_id, now=now)
    barred = barred_desks(officers={desk.pk: desk.officer_id}, queue=[one.ticket for one in queue])
    return DeskView(
        id=desk.pk,
        officer_id=desk.officer_id,
        branch=office,
        places=desk.places,
        state=desk.state,
        tiles=tuple(tiles.get(number) for number in range(1, desk.places + 1)),
        waiting=queue,
        barred=frozenset(barred),
    )


def _turns(
    rows: list[Place], tickets: dict[UUID, TicketView], office: BranchView, now: datetime
) -> dict[int, Turn]:
    places = [
        Attended(
            number=row.number,
            mode=PlaceMode(row.mode),
            stage=Stage(row.stage),
            unattended_since=_since(row),
            flagged_at=row.flagged_at,
            has_priority=bool(tickets[row.ticket_id].priority),
            is_dropped=row.dropped_at is not None,
        )
        for row in rows
    ]
    order = attention_order(places=places, hold_limit_seconds=office.hold_limit_seconds, now=now)
    return {turn.number: turn for turn in order}


def _tile(
    row: Place,
    ticket: TicketView,
    call: CallView,
    turn: Turn | None,
    booth_number: int | None,
    office: BranchView,
    needs: tuple[Need, ...],
) -> Tile:
    stage = Stage(row.stage)
    if stage is Stage.CONNECTING and call.participant_seen_at is not None:
        stage = Stage.ON_HOLD
    limit = limit_for(hold_limit_seconds=office.hold_limit_seconds, has_priority=bool(ticket.priority))
    return Tile(
        place_id=row.pk,
        number=row.number,
        ticket_id=row.ticket_id,
        call_id=row.call_id,
        ticket_label=ticket.label,
        display_name=ticket.display_name,
        priority=ticket.priority,
        booth_number=booth_number,
        mode=PlaceMode(row.mode),
        stage=stage,
        state=tile_state(
            mode=PlaceMode(row.mode),
            stage=stage,
            is_flagged=row.flagged_at is not None,
            is_dropped=row.dropped_at is not None,
            is_over_limit=bool(turn and turn.is_over_limit),
        ),
        step=row.step,
        is_confirmed=row.confirmed_at is not None,
        flagged_at=row.flagged_at,
        flag_reason=row.flag_reason,
        since=_since(row),
        due_at=_since(row) + limit if turn else None,
        rank=turn.rank if turn else None,
        needs=needs,
    )


def _since(row: Place) -> datetime:
    return row.attended_at or row.started_at

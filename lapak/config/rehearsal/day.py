"""The day itself: what happens next, at which moment, by which operation.

The clock jumps from event to event. Every event is an operation of the product on the database of the
rehearsal, with that moment as its `now`. Officers' desks are kept simple: a place that is free takes the next
of the line who can be served (a visit needs a booth too); calls and papers are not rehearsed here.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import count
from typing import Any
from uuid import UUID

from lapak.booking.rules.states import Channel
from lapak.config.rehearsal import branch as place
from lapak.config.rehearsal.branch import Expected
from lapak.config.rehearsal.people import Draws
from lapak.kernel.actors import Actor
from lapak.kernel.ids import new_id
from lapak.kernel.zones import local, utc_moment
from lapak.offices import queries as offices
from lapak.queueing import operations, queries
from lapak.queueing.queries import TicketView
from lapak.queueing.rules.states import TicketState, Waits

DOOR = Actor.device(device_id="rehearsal-door")
OFFICER = Actor.staff(staff_id=1, role="officer")
COMES_INTO_VIEW = 3.0  # minutes after which a call without an answer is repeated, then given up
LOOKS_OUTSIDE_EACH = 2
SAMPLED_EACH = 5
WALK_INS = 30
ASK_ONLY = 36


@dataclass(frozen=True)
class Looked:
    """How full the hall was at a moment, and how many waited inside and outside."""

    at: datetime
    inside: int
    limit: int
    alarm_at: int
    waiting: int
    outside: int


@dataclass
class Day:
    """A rehearsed day while it runs."""

    day: date
    seed: int
    branch: offices.BranchView = field(init=False)
    people: list[Expected] = field(init=False)
    looked: list[Looked] = field(default_factory=list)
    _events: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    _order: "count[int]" = field(default_factory=count)
    _now: datetime = field(init=False)
    _busy: dict[UUID, UUID | None] = field(default_factory=dict)  # ticket in hand: its booth
    _who: dict[UUID, Expected] = field(default_factory=dict)
    _missed: set[UUID] = field(default_factory=set)

    def run(self) -> None:
        """Live the day from an hour before it opens until everybody has gone."""
        draws = Draws(self.seed)
        self.branch = place.open_branch(day=self.day)
        self.people = place.people_of(branch=self.branch, day=self.day, draws=draws, walk_ins=WALK_INS)
        self._plan(draws)
        while self._events:
            self._now, _, act = heapq.heappop(self._events)
            act()

    def clock(self, minute: float) -> datetime:
        """Return a minute of the branch's day as a UTC moment."""
        midnight = utc_moment(day=self.day, at=time(0), zone=self.branch.timezone)
        return midnight + timedelta(minutes=minute)

    def _plan(self, draws: Draws) -> None:
        opens, closes = (one.hour * 60 + one.minute for one in (place.OPENS, place.CLOSES))
        for expected in self.people:
            comes = expected.person.comes
            assert comes is not None  # who stays away was left out
            self._at(self.clock(max(comes, opens - 30)), partial(self._arrives, expected))
        for _ in range(ASK_ONLY):
            comes, goes = draws.asks_only(opens=opens, closes=closes)
            for minute, delta in ((comes, 1), (goes, -1)):
                self._at(self.clock(minute), partial(self._counts, delta))
        for _officer, starts, ends, _places in place.OFFICERS:
            for one in (starts, *place.NOON, ends):
                self._at(self.clock(one.hour * 60 + one.minute), self._places_change)
        for minute in range(opens - 30, closes + 120, SAMPLED_EACH):
            self._at(self.clock(minute), self._look)
        for minute in range(opens, closes + 60, LOOKS_OUTSIDE_EACH):
            self._at(self.clock(minute), self._let_in)

    def _at(self, moment: datetime, act: Callable[[], None]) -> None:
        heapq.heappush(self._events, (moment, next(self._order), act))

    def _later(self, minutes: float, act: Callable[[], None]) -> None:
        self._at(self._now + timedelta(minutes=minutes), act)

    def _arrives(self, one: Expected) -> None:
        person = one.person
        hall = queries.hall(branch_id=self.branch.id, now=self._now).hall
        ticket = operations.arrive(
            branch_id=self.branch.id,
            channel=person.channel,
            subject_id=one.subject_id,
            display_name="",
            booking_id=one.booking_id,
            due_at=one.due_at,
            priority=person.priority,
            actor=DOOR,
            now=self._now,
        )
        self._who[ticket.id] = one
        if person.companions:
            operations.set_companions(companions=person.companions, **self._door(ticket))
        if person.channel is Channel.ONSITE and self._is_full(hall.inside + 1 + person.companions, one):
            operations.set_waits(waits=Waits.PHONE, **self._door(ticket))
        if person.patience is not None:
            self._later(person.patience, lambda: self._gives_up(ticket.id))
        self._fill()

    def _is_full(self, inside: int, one: Expected) -> bool:
        hall = queries.hall(branch_id=self.branch.id, now=self._now).hall
        kept = 0 if one.person.priority else hall.priority_seats
        return inside > hall.limit - kept

    def _door(self, ticket: TicketView) -> dict[str, Any]:
        return {"ticket_id": ticket.id, "branch_id": self.branch.id, "actor": DOOR, "now": self._now}

    def _gives_up(self, ticket_id: UUID) -> None:
        found = queries.ticket(ticket_id=ticket_id)
        if found and found.state == TicketState.WAITING:
            operations.leave(ticket_id=ticket_id, actor=DOOR, now=self._now)

    def _counts(self, delta: int) -> None:
        operations.count_person(
            branch_id=self.branch.id, delta=delta, tap_id=new_id(), actor=DOOR, now=self._now
        )

    def _places_change(self) -> None:
        operations.note_places(branch_id=self.branch.id, places=self._places(), now=self._now)
        self._fill()

    def _places(self) -> int:
        """Return how many places are served at this moment; none in the noon break."""
        clock = local(moment=self._now, zone=self.branch.timezone).time()
        if place.NOON[0] <= clock < place.NOON[1]:
            return 0
        return sum(places for _one, starts, ends, places in place.OFFICERS if starts <= clock < ends)

    def _may_still_call(self) -> int:
        """Return the places for calls; after closing those who wait are served to the end."""
        clock = local(moment=self._now, zone=self.branch.timezone).time()
        return place.OFFICERS[0][3] + place.OFFICERS[1][3] if clock >= place.CLOSES else self._places()

    def _fill(self) -> None:
        free = self._may_still_call() - len(self._busy)
        booths = [
            one.id for one in offices.booths(branch_id=self.branch.id) if one.id not in self._busy.values()
        ]
        for ticket in queries.waiting(branch_id=self.branch.id, now=self._now) if free > 0 else ():
            if free <= 0:
                break
            if ticket.channel == Channel.ONSITE and not booths:
                continue
            booth_id = booths.pop(0) if ticket.channel == Channel.ONSITE else None
            operations.call(ticket_id=ticket.id, booth_id=booth_id, actor=OFFICER, now=self._now)
            self._busy[ticket.id] = booth_id
            free -= 1
            self._called(ticket.id)

    def _called(self, ticket_id: UUID) -> None:
        person = self._who[ticket_id].person
        if person.misses_the_call:
            self._later(COMES_INTO_VIEW, lambda: self._no_answer(ticket_id))
        else:
            self._later(person.walk, lambda: self._served(ticket_id))

    def _no_answer(self, ticket_id: UUID) -> None:
        if ticket_id in self._missed:
            del self._busy[ticket_id]
            operations.no_show(ticket_id=ticket_id, actor=OFFICER, now=self._now)
            self._fill()
            return
        self._missed.add(ticket_id)
        operations.recall(ticket_id=ticket_id, actor=OFFICER, now=self._now)
        self._later(COMES_INTO_VIEW, lambda: self._no_answer(ticket_id))

    def _served(self, ticket_id: UUID) -> None:
        operations.start_service(ticket_id=ticket_id, actor=OFFICER, now=self._now)
        self._later(self._who[ticket_id].person.service, lambda: self._done(ticket_id))

    def _done(self, ticket_id: UUID) -> None:
        del self._busy[ticket_id]
        operations.finish(ticket_id=ticket_id, outcome="verified", actor=OFFICER, now=self._now)
        self._fill()

    def _let_in(self) -> None:
        for each in queries.entry(branch_id=self.branch.id, now=self._now).next:
            people = 1 + self._who[each.ticket.id].person.companions
            hall = queries.hall(branch_id=self.branch.id, now=self._now).hall
            if not self._is_full(hall.inside + people, self._who[each.ticket.id]):
                operations.set_waits(waits=Waits.HALL, **self._door(each.ticket))

    def _look(self) -> None:
        operations.watch_all(now=self._now)
        operations.sample_all(now=self._now)
        hall = queries.zones_of(branch=self.branch, now=self._now)[0]
        waiting = queries.waiting(branch_id=self.branch.id, now=self._now)
        outside = [one for one in waiting if one.channel == Channel.ONSITE and one.waits != Waits.HALL]
        looked = Looked(
            self._now, hall.inside, hall.zone.limit, hall.zone.alarm_at, len(waiting), len(outside)
        )
        self.looked.append(looked)

"""How many of those outside may come in now, and who they are."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lapak.booking.queries import minutes_expected
from lapak.booking.rules.states import Channel
from lapak.kernel.zones import local
from lapak.offices import queries as offices
from lapak.offices.rules.workday import Workday
from lapak.queueing.queries.crowd import zones_of
from lapak.queueing.queries.line import WaitingTicket, line
from lapak.queueing.rules.crowd import let_in
from lapak.queueing.rules.states import Waits


@dataclass(frozen=True)
class EntryNow:
    """How many may come in, who they are in the order of the queue, and how many stay outside.

    `booths` serve at once, `minutes_each` is what one person takes: what the pace comes from.
    """

    let_in: int
    next: tuple[WaitingTicket, ...]
    outside: int
    booths: int
    minutes_each: float


def entry(*, branch_id: UUID, now: datetime) -> EntryNow:
    """Return how entry is paced at a branch now. Raises NotFound(`branch_unknown`)."""
    branch = offices.branch(branch_id=branch_id)
    moment = local(moment=now, zone=branch.timezone)
    today = offices.workdays(branch_id=branch_id, days=[moment.date()])[moment.date()]
    hall = zones_of(branch=branch, now=now)[0].hall
    waiting = [one for one in line(branch_id=branch_id, now=now) if one.ticket.channel == Channel.ONSITE]
    outside = [one for one in waiting if one.ticket.waits != Waits.HALL]
    minutes_each = minutes_expected(branch_id=branch_id, day=moment.date())[Channel.ONSITE]
    booths = _booths(today, moment.hour * 60 + moment.minute)
    many = let_in(
        room=hall.limit - hall.priority_seats - hall.inside,
        in_line_inside=len(waiting) - len(outside),
        booths=booths,
        minutes_each=minutes_each,
    )
    return EntryNow(many, tuple(outside[:many]), len(outside), booths, minutes_each)


def _booths(today: Workday, minute: int) -> int:
    """Return how many booths can serve at this minute: those that work, as far as officers have places."""
    if not today.has_shifts:
        return today.booths
    places = sum(one.places for one in today.crew if one.span.start <= minute < one.span.end)
    return min(today.booths, places)

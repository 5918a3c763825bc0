"""How long those in line wait: what the two lanes can take now, read for `rules.lanes`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lapak.booking.queries import times_expected
from lapak.booking.rules.states import Channel
from lapak.kernel.zones import local
from lapak.offices import queries as offices
from lapak.offices.rules.workday import Span
from lapak.queueing.models import Serving, Ticket
from lapak.queueing.queries.turns import CALLS_COUNT_FOR, turns, waiting_rows
from lapak.queueing.rules.estimates import CALLS_LOOKED_AT, WaitRange, usual_gap
from lapak.queueing.rules.lanes import Called, Lane, Waiter, gap_of, waits
from lapak.queueing.rules.order import LATE_AFTER, Turn
from lapak.queueing.rules.states import TicketState

AFTER_ALL = 1_000_000  # a number behind all that are given out: who comes now stands behind who is here


@dataclass(frozen=True)
class Waits:
    """The wait of each in line, and how many places were at work when that was said."""

    places: int
    by_ticket: Mapping[UUID, WaitRange]


@dataclass(frozen=True)
class _Desks:
    """What the desks can take: places, booths, and how many of both are taken."""

    places: int
    booths: int
    taken: int
    taken_booths: int

    def free(self, channel: Channel) -> int:
        """Return how many of a channel are taken at once."""
        free = max(0, self.places - self.taken)
        return min(free, max(0, self.booths - self.taken_booths)) if channel is Channel.ONSITE else free

    def serving(self, channel: Channel) -> int:
        """Return how many places a channel has, as long as things stand as they do."""
        if channel is Channel.ONSITE:
            return min(self.booths, self.places)
        return max(1, self.places - self.taken_booths) if self.places else 0


def waits_of(*, branch_id: UUID, order: Sequence[Turn], rows: Iterable[Ticket], now: datetime) -> Waits:
    """Return how long everybody in line waits; `order` is the line of the branch, `rows` its tickets."""
    serving = Serving.objects.filter(pk=branch_id).first()
    branch = offices.branch(branch_id=branch_id)
    moment = local(moment=now, zone=branch.timezone)
    minute = moment.hour * 60 + moment.minute + moment.second / 60
    open = offices.open_hours(branch_id=branch_id, day=moment.date())
    desks = _desks(branch_id, serving, moment.date(), minute, open, now)
    until = max((turn.turn_at for turn in order), default=now)
    visits = {row.pk for row in rows if row.channel == Channel.ONSITE}
    lanes = {
        channel: Lane(
            gap=gap_of(
                calls=_calls(branch_id, channel, now),
                usual=usual_gap(minutes=serving.minutes if serving else None, places=desks.serving(channel)),
            ),
            free=desks.free(channel),
            expected=times_expected(
                branch_id=branch_id, since=now - LATE_AFTER, until=until, channel=channel
            ),
        )
        for channel in Channel
    }
    found = waits(
        line=[Waiter(turn.ticket_id, turn.turn_at, turn.ticket_id in visits) for turn in order],
        video=lanes[Channel.ONLINE],
        visit=lanes[Channel.ONSITE],
        minute=minute,
        open=open,
    )
    return Waits(serving.places if serving else 0, found)


def wait_of_newcomer(*, branch_id: UUID, now: datetime) -> WaitRange:
    """Return what somebody would be told who came now, without an appointment, to be served in a booth."""
    comer = Ticket(
        branch_id=branch_id,
        channel=Channel.ONSITE,
        state=TicketState.WAITING,
        arrived_at=now,
        number=AFTER_ALL,
    )
    rows = [*waiting_rows(branch_id=branch_id), comer]
    order = turns(rows=rows, branch_id=branch_id, now=now)
    return waits_of(branch_id=branch_id, order=order, rows=rows, now=now).by_ticket[comer.pk]


def _desks(
    branch_id: UUID,
    serving: Serving | None,
    today: date,
    minute: float,
    open: Sequence[Span],
    now: datetime,
) -> _Desks:
    """Return what the desks take now, or what those take that open next by the shifts."""
    booths = offices.alive_booths(branch_id=branch_id, now=now) or tuple(
        one for one in offices.booths(branch_id=branch_id) if not one.out_of_order
    )
    in_hand = [TicketState.CALLED, TicketState.IN_SERVICE]
    channels = list(
        Ticket.objects.filter(branch_id=branch_id, state__in=in_hand).values_list("channel", flat=True)
    )
    places = serving.places if serving and serving.places else _opening(branch_id, today, minute, open)
    return _Desks(places, len(booths), len(channels), channels.count(Channel.ONSITE))


def _opening(branch_id: UUID, today: date, minute: float, open: Sequence[Span]) -> int:
    begins = next((max(minute, span.start) for span in open if span.end > minute), None)
    if begins is None:
        return 0
    crew = offices.workdays(branch_id=branch_id, days=[today])[today].crew
    return sum(one.places for one in crew if one.span.start <= begins < one.span.end)


def _calls(branch_id: UUID, channel: Channel, now: datetime) -> list[Called]:
    rows = Ticket.objects.filter(
        branch_id=branch_id, channel=channel, called_at__gt=now - CALLS_COUNT_FOR, called_at__lte=now
    )
    latest = rows.order_by("-first_called_at").values_list("arrived_at", "first_called_at")
    return [Called(came, called) for came, called in latest[: CALLS_LOOKED_AT + 1] if called]

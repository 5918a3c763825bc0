"""Why one number goes before another, asked of what is stored. No names, nothing of the claims."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lapak.booking.rules.states import Channel
from lapak.kernel.zones import local_date
from lapak.offices import queries as offices
from lapak.queueing.models import Ticket
from lapak.queueing.queries.turns import entry_of, turns, waiting_rows
from lapak.queueing.rules.explaining import Called, Explanation, Why, explain, explain_called
from lapak.queueing.rules.states import PRESENT, TicketState

MOST_AHEAD = 10
_LABEL = re.compile(r"^([ADP])[\s.\-–]*0*(\d{1,4})$")


@dataclass(frozen=True)
class Comparison:
    """Two numbers, the one that goes first and the other, and why; `was_called`: the first is called."""

    first: str
    second: str
    explanation: Explanation
    was_called: bool


def compare(*, one: UUID, other: UUID, now: datetime) -> Comparison | None:
    """Return which of two tickets of one branch goes first, and why, or None for strangers to each other."""
    rows = {row.pk: row for row in Ticket.objects.filter(pk__in=[one, other])}
    if len(rows) < 2 or rows[one].branch_id != rows[other].branch_id:
        return None
    return _compare(rows[one], rows[other], _places(rows[one].branch_id, now))


def compare_labels(*, branch_id: UUID, one: str, other: str, now: datetime) -> Comparison | None:
    """Return the comparison of two numbers of today as people read them (`A-058`, `a58`), None if unknown."""
    found = [_by_label(branch_id, text, now) for text in (one, other)]
    if found[0] is None or found[1] is None or found[0] == found[1]:
        return None
    return compare(one=found[0], other=found[1], now=now)


def ahead_of(*, ticket_id: UUID, now: datetime) -> tuple[Comparison, ...]:
    """Return why those who wait before a waiting ticket do so, next one first, at most ten."""
    mine = Ticket.objects.filter(pk=ticket_id, state=TicketState.WAITING).first()
    if mine is None:
        return ()
    places = _places(mine.branch_id, now)
    rows = waiting_rows(branch_id=mine.branch_id)
    before = [row for row in rows if places.get(row.pk, 0) < places.get(mine.pk, 0)]
    before.sort(key=lambda row: places[row.pk])
    return tuple(_compare(row, mine, places) for row in before[:MOST_AHEAD])


def _compare(one: Ticket, other: Ticket, places: Mapping[UUID, int]) -> Comparison:
    first, second = sorted((one, other), key=lambda row: _standing(row, places))
    was_called = first.called_at is not None and first.state not in PRESENT
    if second.pk not in places and not was_called:
        why = Explanation(Why.NOT_WAITING, first.arrived_at, second.arrived_at)
    else:
        why = _why(first, second, was_called=was_called)
    return Comparison(str(first), str(second), why, was_called)


def _standing(row: Ticket, places: Mapping[UUID, int]) -> tuple[int, float]:
    """Return what sorts any two: called ones by their call, then those who wait, then the others."""
    if row.pk in places:
        return (1, places[row.pk])
    if row.first_called_at and row.state != TicketState.ON_HOLD:
        return (0, row.first_called_at.timestamp())
    return (2, row.number)


def _why(first: Ticket, second: Ticket, *, was_called: bool) -> Explanation:
    entries = entry_of(row=first), entry_of(row=second)
    online = first.channel == Channel.ONLINE, second.channel == Channel.ONLINE
    if was_called and first.first_called_at:
        call = Called(entries[0], first.first_called_at, online[0])
        return explain_called(called=call, mine=entries[1], online=online[1])
    return explain(first=entries[0], second=entries[1])


def _places(branch_id: UUID, now: datetime) -> dict[UUID, int]:
    line = turns(rows=waiting_rows(branch_id=branch_id), branch_id=branch_id, now=now)
    return {turn.ticket_id: turn.place for turn in line}


def _by_label(branch_id: UUID, text: str, now: datetime) -> UUID | None:
    read = _LABEL.match(text.strip().upper())
    if read is None:
        return None
    day = local_date(moment=now, zone=offices.branch(branch_id=branch_id).timezone)
    rows = Ticket.objects.filter(branch_id=branch_id, service_day=day, letter=read[1], number=int(read[2]))
    return rows.values_list("pk", flat=True).first()

"""Why one number goes before another: the same rule, said about any two."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from lapak.queueing.rules.order import Entry, Reason, lets_pass, own_rank, rank, reason, turn_at


class Why(StrEnum):
    """What decided between two numbers; one sentence each."""

    RETURNING = "returning"  # the first was interrupted while served
    INTERRUPTED_EARLIER = "interrupted_earlier"
    OTHERS_TURN = "others_turn"  # after two priority numbers in a row it is somebody else's turn
    CAME_LATE = "came_late"  # the second was late for the appointment and went behind one
    LET_PASS = "let_pass"  # noqa: S105 the second let one pass, or was called in vain
    KEPT = "kept"  # the first waited on an earlier day, or at another office
    PRIORITY = "priority"
    PRIORITY_EARLIER = "priority_earlier"  # both have priority, the first for longer
    APPOINTMENT = "appointment"  # the first has an appointment that comes before the second's half hour
    APPOINTMENT_EARLIER = "appointment_earlier"
    EARLIER_TURN = "earlier_turn"  # what is said of any two: the turn time of the first is earlier
    CAME_EARLIER = "came_earlier"
    LOWER_NUMBER = "lower_number"
    CALLED_BEFORE = "called_before"  # the first had been called when the second came
    OTHER_WAY = "other_way"  # one is served on the phone, the other needs a booth
    OTHER_DESK = "other_desk"  # what was free did not suit the second
    NOT_WAITING = "not_waiting"  # the second is set aside, or over


@dataclass(frozen=True)
class Explanation:
    """The reason, and the moment (UTC) of each of the two that the sentence names."""

    why: Why
    first_at: datetime
    second_at: datetime


@dataclass(frozen=True)
class Called:
    """A call that has been made: of whom, when, and whether on the phone."""

    entry: Entry
    called_at: datetime
    online: bool


def explain(*, first: Entry, second: Entry) -> Explanation:
    """Return why `first` goes before `second`, both waiting, as `queue_order` put them."""
    why = _why(first, second)
    return Explanation(why, _moment(first, why), _moment(second, why))


def explain_called(*, called: Called, mine: Entry, online: bool) -> Explanation:
    """Return why somebody was called while `mine` still waits; `online` says how `mine` is served."""
    at = called.called_at
    if at <= mine.arrived_at:
        return Explanation(Why.CALLED_BEFORE, at, mine.arrived_at)
    if rank(entry=called.entry) < rank(entry=mine) or called.entry.returning_since:
        return explain(first=called.entry, second=mine)
    if called.online != online:
        return Explanation(Why.OTHER_WAY, at, mine.arrived_at)
    if mine.priority and not called.entry.priority:
        return Explanation(Why.OTHERS_TURN, at, mine.arrived_at)
    return Explanation(Why.OTHER_DESK, at, mine.arrived_at)


def _why(first: Entry, second: Entry) -> Why:
    if first.returning_since:
        return Why.INTERRUPTED_EARLIER if second.returning_since else Why.RETURNING
    if rank(entry=second) < rank(entry=first):
        return Why.OTHERS_TURN
    if lets_pass(entry=second) and own_rank(entry=second) < rank(entry=first):
        return Why.CAME_LATE if reason(entry=second) is Reason.LATE else Why.LET_PASS
    if first.kept_turn:
        return Why.KEPT
    return _by_kind(first, second)


def _by_kind(first: Entry, second: Entry) -> Why:
    if first.priority:
        return Why.PRIORITY_EARLIER if second.priority else Why.PRIORITY
    if second.priority or second.kept_turn:
        return Why.EARLIER_TURN
    match (turn_at(entry=first) == first.due_at, turn_at(entry=second) == second.due_at):
        case (True, True) if first.due_at != second.due_at:
            return Why.APPOINTMENT_EARLIER
        case (True, False):
            return Why.APPOINTMENT
        case (False, True):
            return Why.EARLIER_TURN
    return _by_arrival(first, second)


def _by_arrival(first: Entry, second: Entry) -> Why:
    if (first.arrived_at, first.number) > (second.arrived_at, second.number):
        return Why.EARLIER_TURN  # one of them let somebody pass
    return Why.CAME_EARLIER if first.arrived_at < second.arrived_at else Why.LOWER_NUMBER


def _moment(entry: Entry, why: Why) -> datetime:
    match why:
        case Why.APPOINTMENT_EARLIER:
            return entry.due_at or entry.arrived_at
        case Why.INTERRUPTED_EARLIER:
            return entry.returning_since or entry.arrived_at
        case Why.CAME_EARLIER | Why.LOWER_NUMBER:
            return entry.arrived_at
        case _:
            return turn_at(entry=entry)

"""The queue, read: `line` tickets and their order, `explaining` why one goes before another, `arrivals` what
the door sees, `boards` what boards show, `estimates` how far they came true, `screening` what the door asks,
`hall` and `crowd` how many people are inside.
"""

from lapak.queueing.queries.arrivals import (
    Arrival,
    arrivals,
    branches_with_a_queue,
    latest_scan,
    left_over,
    missed_today,
    waiting_by_branch,
)
from lapak.queueing.queries.boards import BoardView, board
from lapak.queueing.queries.crowd import AlarmView, ToldView, ZoneNow, alarm, alarms, told, zones_of
from lapak.queueing.queries.entry import EntryNow, entry
from lapak.queueing.queries.estimates import VisitRecord, estimate_record, visits_of_day
from lapak.queueing.queries.explaining import Comparison, ahead_of, compare, compare_labels
from lapak.queueing.queries.hall import HallView, hall
from lapak.queueing.queries.history import heat, hours_of_days, when_to_come
from lapak.queueing.queries.line import (
    DoorView,
    PlaceInLine,
    ServiceTime,
    TicketView,
    WaitingTicket,
    active_ticket,
    active_ticket_of_person,
    door,
    last_called,
    latest_ticket,
    line,
    place_in_line,
    services_of_day,
    ticket,
    ticket_at_booth,
    ticket_view,
    tickets_by_id,
    waiting,
    waiting_outside,
)
from lapak.queueing.queries.screening import ScreeningFigures, screening, screening_figures

__all__ = [
    "AlarmView",
    "Arrival",
    "BoardView",
    "Comparison",
    "DoorView",
    "EntryNow",
    "HallView",
    "PlaceInLine",
    "ScreeningFigures",
    "ServiceTime",
    "TicketView",
    "ToldView",
    "VisitRecord",
    "WaitingTicket",
    "ZoneNow",
    "active_ticket",
    "active_ticket_of_person",
    "ahead_of",
    "alarm",
    "alarms",
    "arrivals",
    "board",
    "branches_with_a_queue",
    "compare",
    "compare_labels",
    "door",
    "entry",
    "estimate_record",
    "hall",
    "heat",
    "hours_of_days",
    "last_called",
    "latest_scan",
    "latest_ticket",
    "left_over",
    "line",
    "missed_today",
    "place_in_line",
    "screening",
    "screening_figures",
    "services_of_day",
    "ticket",
    "ticket_at_booth",
    "ticket_view",
    "tickets_by_id",
    "told",
    "visits_of_day",
    "waiting",
    "waiting_by_branch",
    "waiting_outside",
    "when_to_come",
    "zones_of",
]

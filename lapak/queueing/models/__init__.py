"""The tables of the queue: `tickets` visits and their numbers, `promises` what people who wait were promised,
`door` check-ins that arrive late and what an office asks before it lets people in, `hall` the count there.
"""

from lapak.queueing.models.door import DoorScan, Screening, ScreeningDay, ScreeningQuestion
from lapak.queueing.models.hall import HallCount, HallMovement
from lapak.queueing.models.promises import Estimate, KeptTurn, Serving
from lapak.queueing.models.tickets import Ticket, TicketCounter

__all__ = [
    "DoorScan",
    "Estimate",
    "HallCount",
    "HallMovement",
    "KeptTurn",
    "Screening",
    "ScreeningDay",
    "ScreeningQuestion",
    "Serving",
    "Ticket",
    "TicketCounter",
]

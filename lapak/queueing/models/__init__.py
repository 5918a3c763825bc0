"""The tables of the queue: `tickets` visits and their numbers, `promises` what people who wait were promised,
`near` who is to be told in time, `door` check-ins that arrive late and what an office asks before it lets
people in, `hall` how many people are where.
"""

from lapak.queueing.models.door import DoorScan, Screening, ScreeningDay, ScreeningQuestion
from lapak.queueing.models.hall import AlarmNotice, CrowdAlarm, CrowdSample, Movement, ZoneCount
from lapak.queueing.models.near import Nearness
from lapak.queueing.models.promises import Estimate, KeptTurn, Serving
from lapak.queueing.models.tickets import Ticket, TicketCounter

__all__ = [
    "AlarmNotice",
    "CrowdAlarm",
    "CrowdSample",
    "DoorScan",
    "Estimate",
    "KeptTurn",
    "Movement",
    "Nearness",
    "Screening",
    "ScreeningDay",
    "ScreeningQuestion",
    "Serving",
    "Ticket",
    "TicketCounter",
    "ZoneCount",
]

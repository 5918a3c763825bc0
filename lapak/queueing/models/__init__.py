"""The tables of the queue: `tickets` visits and their numbers, `hall` the count at the door."""

from lapak.queueing.models.hall import HallCount, HallMovement
from lapak.queueing.models.tickets import Ticket, TicketCounter

__all__ = ["HallCount", "HallMovement", "Ticket", "TicketCounter"]

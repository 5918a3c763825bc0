"""The queue, written: `tickets` from arrival to the end of the visit, `hall` the count at the door."""

from lapak.queueing.operations.hall import HallRefused, count_person, undo_count
from lapak.queueing.operations.tickets import (
    BoothTaken,
    NoPager,
    arrive,
    call,
    close_forgotten,
    finish,
    leave,
    no_show,
    return_first,
    set_priority,
    set_waits,
    start_service,
)

__all__ = [
    "BoothTaken",
    "HallRefused",
    "NoPager",
    "arrive",
    "call",
    "close_forgotten",
    "count_person",
    "finish",
    "leave",
    "no_show",
    "return_first",
    "set_priority",
    "set_waits",
    "start_service",
    "undo_count",
]

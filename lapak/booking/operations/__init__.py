"""Booking, written: `planning` opens slots and fits them to the day, `holding` gives places to people,
`ending` takes them back, `relocation` finds other times when a day can hold fewer.
"""

from lapak.booking.operations.ending import cancel, close_missed, mark_used, release_expired
from lapak.booking.operations.holding import HeldBooking, book, confirm, hold
from lapak.booking.operations.planning import Fitted, ensure_slots, fit_days, learn, open_days, set_plan
from lapak.booking.operations.refusals import AlreadyBooked, HoldExpired, MovedTooOften, SlotGone
from lapak.booking.operations.relocation import Relocated, relocate, relocate_all

__all__ = [
    "AlreadyBooked",
    "Fitted",
    "HeldBooking",
    "HoldExpired",
    "MovedTooOften",
    "Relocated",
    "SlotGone",
    "book",
    "cancel",
    "close_missed",
    "confirm",
    "ensure_slots",
    "fit_days",
    "hold",
    "learn",
    "mark_used",
    "open_days",
    "release_expired",
    "relocate",
    "relocate_all",
    "set_plan",
]

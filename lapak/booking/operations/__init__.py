"""Booking, written: `planning` opens slots and fits them to the day, `holding` gives places to people."""

from lapak.booking.operations.holding import (
    AlreadyBooked,
    HeldBooking,
    HoldExpired,
    SlotGone,
    cancel,
    close_missed,
    confirm,
    hold,
    mark_used,
    release_expired,
)
from lapak.booking.operations.planning import Fitted, ensure_slots, fit_days, learn, open_days, set_plan

__all__ = [
    "AlreadyBooked",
    "Fitted",
    "HeldBooking",
    "HoldExpired",
    "SlotGone",
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
    "set_plan",
]

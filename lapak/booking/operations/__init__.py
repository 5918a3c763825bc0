"""Booking, written: `planning` opens slots and fits them to the day, `holding` gives places to people,
`ending` takes them back, `relocation` finds other times when a day can hold fewer.
"""

from lapak.booking.operations.ending import cancel, close_missed, mark_used, release_expired
from lapak.booking.operations.holding import HeldBooking, book, confirm, hold, take_offer
from lapak.booking.operations.planning import Fitted, ensure_slots, fit_days, learn, open_days, set_plan
from lapak.booking.operations.refusals import (
    AlreadyBooked,
    HoldExpired,
    MovedTooOften,
    OfferGone,
    SlotGone,
)
from lapak.booking.operations.relocation import Relocated, relocate, relocate_all
from lapak.booking.operations.waiting import decline, expire_offers, join, leave, offer_free

__all__ = [
    "AlreadyBooked",
    "Fitted",
    "HeldBooking",
    "HoldExpired",
    "MovedTooOften",
    "OfferGone",
    "Relocated",
    "SlotGone",
    "book",
    "cancel",
    "close_missed",
    "confirm",
    "decline",
    "ensure_slots",
    "expire_offers",
    "fit_days",
    "hold",
    "join",
    "learn",
    "leave",
    "mark_used",
    "offer_free",
    "open_days",
    "release_expired",
    "relocate",
    "relocate_all",
    "set_plan",
    "take_offer",
]

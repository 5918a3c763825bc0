"""Booking, written: `planning` opens slots and fits them to the day, `entering` and `releasing` give out days
by lot, `holding` gives places to people, `ending` takes them back, `relocation` finds other times when a day
can hold fewer, `changing` shows what a change does before it is made.
"""

from lapak.booking.operations.changing import (
    CarriedOut,
    ChangedMeanwhile,
    DayChange,
    Preview,
    SlotChange,
    carry_out,
    preview,
)
from lapak.booking.operations.ending import cancel, close_missed, mark_used, release_expired
from lapak.booking.operations.entering import enter, leave_line, leave_line_of_claim
from lapak.booking.operations.holding import HeldBooking, book, book_within, confirm, hold, take_offer
from lapak.booking.operations.planning import Fitted, ensure_slots, fit_days, learn, open_days, set_plan
from lapak.booking.operations.refusals import (
    AlreadyBooked,
    HoldExpired,
    LotClosed,
    MovedTooOften,
    OfferGone,
    SlotGone,
    TurnOver,
)
from lapak.booking.operations.releasing import Stepped, release_days, step
from lapak.booking.operations.relocation import Relocated, relocate, relocate_all
from lapak.booking.operations.waiting import decline, expire_offers, join, leave, offer_free

__all__ = [
    "AlreadyBooked",
    "CarriedOut",
    "ChangedMeanwhile",
    "DayChange",
    "Fitted",
    "HeldBooking",
    "HoldExpired",
    "LotClosed",
    "MovedTooOften",
    "OfferGone",
    "Preview",
    "Relocated",
    "SlotChange",
    "SlotGone",
    "Stepped",
    "TurnOver",
    "book",
    "book_within",
    "cancel",
    "carry_out",
    "close_missed",
    "confirm",
    "decline",
    "ensure_slots",
    "enter",
    "expire_offers",
    "fit_days",
    "hold",
    "join",
    "learn",
    "leave",
    "leave_line",
    "leave_line_of_claim",
    "mark_used",
    "offer_free",
    "open_days",
    "preview",
    "release_days",
    "release_expired",
    "relocate",
    "relocate_all",
    "set_plan",
    "step",
    "take_offer",
]

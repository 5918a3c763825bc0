"""The tables of booking: `slots` what can be promised, `bookings` what is, `waiting` who waits for what,
`lots` how a day is given out.

Moments are in UTC.
"""

from lapak.booking.models.bookings import Booking
from lapak.booking.models.lots import LotEntry, Release
from lapak.booking.models.slots import ServiceDay, Slot, SlotPlan
from lapak.booking.models.waiting import Offer, Waiter

__all__ = ["Booking", "LotEntry", "Offer", "Release", "ServiceDay", "Slot", "SlotPlan", "Waiter"]

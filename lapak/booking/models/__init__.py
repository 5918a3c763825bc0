"""The tables of booking: `slots` what can be promised, `bookings` what is, `waiting` who waits for what.

Moments are in UTC.
"""

from lapak.booking.models.bookings import Booking
from lapak.booking.models.slots import ServiceDay, Slot, SlotPlan
from lapak.booking.models.waiting import Offer, Waiter

__all__ = ["Booking", "Offer", "ServiceDay", "Slot", "SlotPlan", "Waiter"]

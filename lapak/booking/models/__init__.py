"""The tables of booking: `slots` what can be promised, `bookings` what is promised. Moments are in UTC."""

from lapak.booking.models.bookings import Booking
from lapak.booking.models.slots import ServiceDay, Slot, SlotPlan

__all__ = ["Booking", "ServiceDay", "Slot", "SlotPlan"]

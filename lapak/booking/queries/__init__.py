"""Booking, read: `slots` what can be had, `bookings` who has what, `capacity` what a day should hold."""

from lapak.booking.queries.bookings import (
    BookingView,
    active_booking,
    active_booking_of_person,
    arrival_qr,
    booking,
    booking_by_token,
    expired_holds,
    latest_booking,
)
from lapak.booking.queries.capacity import Hit, hits, minutes_expected, plans_of_day
from lapak.booking.queries.expected import times_expected
from lapak.booking.queries.lots import (
    LotPlace,
    ReleaseView,
    code_of,
    place,
    place_by_code,
    place_of_person,
    published,
    recent_releases,
    release,
    releases_under_way,
    turn_of,
)
from lapak.booking.queries.slots import (
    SlotDay,
    SlotView,
    free_slots,
    quiet_times,
    slot,
    slot_view,
    soonest_by_branch,
    soonest_elsewhere,
)
from lapak.booking.queries.waiting import OfferView, WaitingView, offer, waiting
from lapak.people.queries import person_key

__all__ = [
    "BookingView",
    "Hit",
    "LotPlace",
    "OfferView",
    "ReleaseView",
    "SlotDay",
    "SlotView",
    "WaitingView",
    "active_booking",
    "active_booking_of_person",
    "arrival_qr",
    "booking",
    "booking_by_token",
    "code_of",
    "expired_holds",
    "free_slots",
    "hits",
    "latest_booking",
    "minutes_expected",
    "offer",
    "person_key",
    "place",
    "place_by_code",
    "place_of_person",
    "plans_of_day",
    "published",
    "quiet_times",
    "recent_releases",
    "release",
    "releases_under_way",
    "slot",
    "slot_view",
    "soonest_by_branch",
    "soonest_elsewhere",
    "times_expected",
    "turn_of",
    "waiting",
]

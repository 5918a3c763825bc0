"""The tables of offices: `places` branches, hours, booths, devices; `workdays` what changes by the day."""

from lapak.offices.models.places import SINCE_EVER, Booth, Branch, Device, OpeningHours
from lapak.offices.models.workdays import Absence, BookingTerms, BoothOutage, Rest, Shift, SpecialDay

__all__ = [
    "SINCE_EVER",
    "Absence",
    "BookingTerms",
    "Booth",
    "BoothOutage",
    "Branch",
    "Device",
    "OpeningHours",
    "Rest",
    "Shift",
    "SpecialDay",
]

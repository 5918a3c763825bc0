"""The tables of offices: `places` branches, hours, booths, devices; `workdays` what changes by the day;
`zones` how many people may be inside.
"""

from lapak.offices.models.places import SINCE_EVER, Booth, Branch, Device, OpeningHours
from lapak.offices.models.workdays import Absence, BookingTerms, BoothOutage, Rest, Shift, SpecialDay
from lapak.offices.models.zones import Zone

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
    "Zone",
]

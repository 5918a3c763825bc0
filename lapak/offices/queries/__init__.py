"""Offices, read: `places` branches, booths and devices; `workdays` when they are open and what a day has;
`zones` how many people may be inside.
"""

from lapak.offices.queries.arrangements import Arrangements, OutageView, RestView, ShiftView, arrangements
from lapak.offices.queries.boards import BoardSettings, board_settings
from lapak.offices.queries.nights import dark_until, opens_next
from lapak.offices.queries.places import (
    BoothView,
    BranchView,
    DeviceState,
    DeviceView,
    PairingView,
    alive_booths,
    booth,
    booth_device,
    booths,
    branch,
    branch_by_code,
    branches,
    device_by_secret,
    devices,
    pairing_by_secret,
)
from lapak.offices.queries.workdays import (
    AbsenceView,
    absences,
    day_facts,
    holiday_dates,
    holiday_name,
    is_open,
    open_hours,
    opening_stretches,
    terms,
    terms_of_all,
    workdays,
)
from lapak.offices.queries.zones import zone_changes, zones, zones_now

__all__ = [
    "AbsenceView",
    "Arrangements",
    "BoardSettings",
    "BoothView",
    "BranchView",
    "DeviceState",
    "DeviceView",
    "OutageView",
    "PairingView",
    "RestView",
    "ShiftView",
    "absences",
    "alive_booths",
    "arrangements",
    "board_settings",
    "booth",
    "booth_device",
    "booths",
    "branch",
    "branch_by_code",
    "branches",
    "dark_until",
    "day_facts",
    "device_by_secret",
    "devices",
    "holiday_dates",
    "holiday_name",
    "is_open",
    "open_hours",
    "opening_stretches",
    "opens_next",
    "pairing_by_secret",
    "terms",
    "terms_of_all",
    "workdays",
    "zone_changes",
    "zones",
    "zones_now",
]

"""Offices, written: `places` branches, booths and devices; `workdays` what changes from day to day;
`zones` how many people may be inside.
"""

from lapak.offices.operations.boards import BoardInvalid, note_sound, set_board, set_booth_section, set_look
from lapak.offices.operations.places import (
    PairingRefused,
    PairingStarted,
    begin_pairing,
    confirm_pairing,
    forget_unpaired,
    renew_pairing,
    revoke_device,
    save_branch,
    set_booth_order,
    touch_device,
)
from lapak.offices.operations.rows import WorkdayInvalid
from lapak.offices.operations.workdays import (
    change_hours,
    drop_special_day,
    end_outage,
    end_rest,
    end_shift,
    note_absence,
    note_outage,
    set_rest,
    set_shift,
    set_special_day,
    set_terms,
    withdraw_absence,
)
from lapak.offices.operations.zones import ZoneInvalid, set_zone

__all__ = [
    "BoardInvalid",
    "PairingRefused",
    "PairingStarted",
    "WorkdayInvalid",
    "ZoneInvalid",
    "begin_pairing",
    "change_hours",
    "confirm_pairing",
    "drop_special_day",
    "end_outage",
    "end_rest",
    "end_shift",
    "forget_unpaired",
    "note_absence",
    "note_outage",
    "note_sound",
    "renew_pairing",
    "revoke_device",
    "save_branch",
    "set_board",
    "set_booth_order",
    "set_booth_section",
    "set_look",
    "set_rest",
    "set_shift",
    "set_special_day",
    "set_terms",
    "set_zone",
    "touch_device",
    "withdraw_absence",
]

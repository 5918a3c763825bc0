"""What can be done at a desk.

`opening` the desk itself · `filling` arrivals and free places · `attending` focus, hold, stages, raised
hands · `leaving` how a stay ends · `presence` who is no longer there.
"""

from lapak.desk.operations.attending import (
    DeskModes,
    confirm_person,
    flag,
    focus,
    hold,
    set_stage,
    submit_claim,
    unflag,
)
from lapak.desk.operations.filling import CheckedIn, Placed, check_in, check_in_walk_in, fill
from lapak.desk.operations.leaving import (
    call_again,
    file_claim,
    finish,
    hand_over,
    no_show,
    propose_rejection,
    skip,
)
from lapak.desk.operations.opening import beat, close_desk, open_desk
from lapak.desk.operations.presence import sweep
from lapak.desk.operations.rows import DeskRefused

__all__ = [
    "CheckedIn",
    "DeskModes",
    "DeskRefused",
    "Placed",
    "beat",
    "call_again",
    "check_in",
    "check_in_walk_in",
    "close_desk",
    "confirm_person",
    "file_claim",
    "fill",
    "finish",
    "flag",
    "focus",
    "hand_over",
    "hold",
    "no_show",
    "open_desk",
    "propose_rejection",
    "set_stage",
    "skip",
    "submit_claim",
    "sweep",
    "unflag",
]

"""Reading desks: `desk_view` for the officer, `visit_view` for the person at a place.

No visit shows anything of another one.
"""

from lapak.desk.queries.console import DeskView, FocusedPlace, Tile, desk_view, focused_place, open_desk_of
from lapak.desk.queries.visits import (
    VisitView,
    stay_ended_at_device,
    visit_of_claim,
    visit_of_device,
    visit_view,
)

__all__ = [
    "DeskView",
    "FocusedPlace",
    "Tile",
    "VisitView",
    "desk_view",
    "focused_place",
    "open_desk_of",
    "stay_ended_at_device",
    "visit_of_claim",
    "visit_of_device",
    "visit_view",
]

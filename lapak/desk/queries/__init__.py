"""Reading desks: `desk_view` for the officer, `visit_view` for the person at a place. Neither shows the other's
side, and no visit shows another visit.
"""

from lapak.desk.queries.console import DeskView, FocusedPlace, Tile, desk_view, focused_place, open_desk_of
from lapak.desk.queries.visits import VisitView, visit_of_claim, visit_of_device, visit_view

__all__ = [
    "DeskView",
    "FocusedPlace",
    "Tile",
    "VisitView",
    "desk_view",
    "focused_place",
    "open_desk_of",
    "visit_of_claim",
    "visit_of_device",
    "visit_view",
]

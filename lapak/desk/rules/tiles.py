"""What a tile says about its person: who has to act now (ui.md §3, tile)."""

from enum import StrEnum

from lapak.desk.rules.stages import WORKING, PlaceMode, Stage


class TileState(StrEnum):
    """The states of a tile, in the words of the design system."""

    NEEDS_OFFICER = "needs-officer"
    CONNECTING = "connecting"
    TALKING = "talking"
    FILLING_IN = "filling-in"
    SCANNING = "scanning"
    READING = "reading"
    SIGNING = "signing"
    ON_HOLD = "on-hold"
    DROPPED = "dropped"
    OVER_LIMIT = "over-limit"
    DONE = "done"


_OF_STAGE = {
    Stage.CONNECTING: TileState.CONNECTING,
    Stage.TALKING: TileState.ON_HOLD,
    Stage.FILLING_IN: TileState.FILLING_IN,
    Stage.SCANNING: TileState.SCANNING,
    Stage.READING: TileState.READING,
    Stage.SIGNING: TileState.SIGNING,
    Stage.ON_HOLD: TileState.ON_HOLD,
    Stage.DONE: TileState.DONE,
}


def tile_state(
    *, mode: PlaceMode, stage: Stage, is_flagged: bool, is_dropped: bool, is_over_limit: bool
) -> TileState:
    """Return the one thing a tile says; what asks most of the officer wins."""
    if is_dropped:
        return TileState.DROPPED
    if mode is PlaceMode.FOCUS:
        return TileState.TALKING
    if is_flagged:
        return TileState.NEEDS_OFFICER
    if is_over_limit and stage not in WORKING:
        return TileState.OVER_LIMIT
    return _OF_STAGE[stage]

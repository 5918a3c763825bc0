"""What a tile says, over every combination, and what a person on hold is asked to do."""

from itertools import product

import pytest

from lapak.desk.rules.stages import PlaceMode, Stage
from lapak.desk.rules.tasks_on_hold import TaskOnHold, task_on_hold
from lapak.desk.rules.tiles import TileState, tile_state

GRID = list(product(PlaceMode, Stage, (True, False), (True, False), (True, False)))
WORK = {Stage.FILLING_IN, Stage.SCANNING, Stage.READING, Stage.SIGNING}


@pytest.mark.parametrize(("mode", "stage", "flagged", "dropped", "over"), GRID)
def test_a_tile_says_what_asks_most_of_the_officer(mode, stage, flagged, dropped, over):
    state = tile_state(mode=mode, stage=stage, is_flagged=flagged, is_dropped=dropped, is_over_limit=over)
    if dropped:
        assert state is TileState.DROPPED
    elif mode is PlaceMode.FOCUS:
        assert state is TileState.TALKING
    elif flagged:
        assert state is TileState.NEEDS_OFFICER
    elif over and stage not in WORK:
        assert state is TileState.OVER_LIMIT
    else:
        assert state is not TileState.TALKING
        assert state.replace("-", "_") == ("on_hold" if stage is Stage.TALKING else stage)


@pytest.mark.parametrize(
    ("confirmed", "again", "signed", "decided"),
    list(product((True, False), (0, 2), (True, False), (True, False))),
)
def test_a_person_on_hold_has_one_task_or_rest(confirmed, again, signed, decided):
    task = task_on_hold(
        is_confirmed=confirmed, papers_asked_again=again, is_signed=signed, is_decided=decided
    )
    if decided:
        assert task is TaskOnHold.REST
    elif not confirmed:
        assert task is TaskOnHold.CHECK_DATA
    elif again:
        assert task is TaskOnHold.PHOTOGRAPH_AGAIN
    else:
        assert task is (TaskOnHold.REST if signed else TaskOnHold.READ_AND_SIGN)

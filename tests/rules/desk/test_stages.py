"""What a person does, who may say so, and how much flows: the whole grid."""

from itertools import product

import pytest

from lapak.desk.rules import stages as rules
from lapak.desk.rules.stages import WORKING, By, PlaceMode, Stage

P, O, S = By.PARTICIPANT, By.OFFICER, By.SYSTEM  # noqa: E741 the grid below reads as a table
WORK = {Stage.FILLING_IN, Stage.SCANNING, Stage.READING, Stage.SIGNING}


def expected(stage: Stage, to: Stage, by: By, mode: PlaceMode) -> bool:
    if stage is to:
        return True
    if stage is Stage.DONE or to is Stage.CONNECTING:
        return False
    if stage is Stage.CONNECTING and by is O:
        return False
    if to is Stage.TALKING:
        return mode is PlaceMode.FOCUS
    if to is Stage.ON_HOLD:
        return mode is not PlaceMode.FOCUS
    if to is Stage.DONE:
        return by is O
    return by is not S


@pytest.mark.parametrize(("stage", "to", "by", "mode"), list(product(Stage, Stage, By, PlaceMode)))
def test_every_change_of_stage_is_allowed_or_refused_as_the_table_says(stage, to, by, mode):
    assert rules.may_change_stage(stage=stage, to=to, by=by, mode=mode) is expected(stage, to, by, mode)


@pytest.mark.parametrize(("stage", "allowed"), list(product(Stage, (True, False))))
def test_a_person_left_with_work_stays_in_picture_only_if_the_branch_allows(stage, allowed):
    mode = rules.mode_when_left(stage=stage, picture_allowed=allowed)
    assert mode is (PlaceMode.WORK if stage in WORK and allowed else PlaceMode.HOLD)


@pytest.mark.parametrize(("mode", "stage"), list(product(PlaceMode, Stage)))
def test_a_picture_at_work_ends_with_the_work_and_no_camera_comes_on_by_itself(mode, stage):
    after = rules.mode_after_stage(mode=mode, stage=stage)
    ends = mode is PlaceMode.WORK and stage not in WORK
    assert after is (PlaceMode.HOLD if ends else mode)


@pytest.mark.parametrize("stage", list(Stage))
def test_work_in_hand_survives_being_left_attended_and_moved(stage):
    left, attended, resumed = (
        rules.stage_when_left(stage=stage),
        rules.stage_when_attended(stage=stage),
        rules.stage_when_resumed(stage=stage),
    )
    if stage in WORK:
        assert left is attended is resumed is stage
    else:
        assert left is not Stage.TALKING
        assert attended is (Stage.DONE if stage is Stage.DONE else Stage.TALKING)
        assert resumed is Stage.CONNECTING


@pytest.mark.parametrize(("step", "to", "by"), list(product(range(1, 6), range(7), By)))
def test_officers_go_to_any_step_and_others_only_on_to_the_next(step, to, by):
    inside = 1 <= to <= 5
    assert rules.may_change_step(step=step, to=to, by=by) is (inside and (by is O or to - step in (0, 1)))


def test_there_are_four_kinds_of_work():
    assert WORKING == WORK

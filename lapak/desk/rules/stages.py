"""What a person at a desk is doing, who may say so, and the five steps of a visit."""

from enum import StrEnum

STEPS = (1, 2, 3, 4, 5)


class PlaceMode(StrEnum):
    """How much flows between the officer and this person; the same words as the modes of a call."""

    FOCUS = "focus"
    WORK = "work"
    HOLD = "hold"


class Stage(StrEnum):
    """What the person at a place is doing now."""

    CONNECTING = "connecting"
    TALKING = "talking"
    FILLING_IN = "filling_in"
    SCANNING = "scanning"
    READING = "reading"
    SIGNING = "signing"
    ON_HOLD = "on_hold"
    DONE = "done"


class By(StrEnum):
    """Who says that a person does something else now."""

    PARTICIPANT = "participant"
    OFFICER = "officer"
    SYSTEM = "system"


class Outcome(StrEnum):
    """How a stay at a place ended."""

    SERVED = "served"
    NO_SHOW = "no_show"
    LEFT = "left"
    RETURNED = "returned"
    HANDED_OVER = "handed_over"
    SKIPPED = "skipped"


WORKING = frozenset({Stage.FILLING_IN, Stage.SCANNING, Stage.READING, Stage.SIGNING})
_TASKS_AND_REST = WORKING | {Stage.ON_HOLD}

_MAY_ENTER: dict[By, frozenset[Stage]] = {
    By.PARTICIPANT: _TASKS_AND_REST | {Stage.TALKING},
    By.OFFICER: _TASKS_AND_REST | {Stage.TALKING, Stage.DONE},
    By.SYSTEM: frozenset({Stage.ON_HOLD, Stage.TALKING}),
}
_MAY_LEAVE: dict[By, frozenset[Stage]] = {
    By.PARTICIPANT: frozenset(Stage) - {Stage.DONE},
    By.OFFICER: frozenset(Stage) - {Stage.CONNECTING, Stage.DONE},
    By.SYSTEM: frozenset(Stage) - {Stage.DONE},
}


def may_change_stage(*, stage: Stage, to: Stage, by: By, mode: PlaceMode) -> bool:
    """Return whether `by` may move a person from one stage to another.

    Staying is always allowed. Talking needs focus; in focus nobody rests; what is done stays done.
    """
    if stage is to:
        return True
    if to is Stage.TALKING and mode is not PlaceMode.FOCUS:
        return False
    if to is Stage.ON_HOLD and mode is PlaceMode.FOCUS:
        return False
    return stage in _MAY_LEAVE[by] and to in _MAY_ENTER[by]


def may_change_step(*, step: int, to: int, by: By) -> bool:
    """Return whether the visit may be at step `to` now: officers go anywhere, others to the next one."""
    if to not in STEPS:
        return False
    return by is By.OFFICER or to in (step, step + 1)


def mode_when_left(*, stage: Stage, picture_allowed: bool) -> PlaceMode:
    """Return the mode of a person from whom the officer turns away.

    Who has work in hand stays in picture if the branch allows it; everybody else is on hold.
    """
    if stage in WORKING and picture_allowed:
        return PlaceMode.WORK
    return PlaceMode.HOLD


def mode_after_stage(*, mode: PlaceMode, stage: Stage) -> PlaceMode:
    """Return the mode once the stage is this: without work in hand there is no picture at work.

    Work that begins on hold stays on hold: a camera that is off comes on only with the officer.
    """
    if mode is PlaceMode.WORK and stage not in WORKING:
        return PlaceMode.HOLD
    return mode


def stage_when_attended(*, stage: Stage) -> Stage:
    """Return the stage of a person the officer turns to: who had no work in hand talks."""
    return Stage.TALKING if stage in (Stage.CONNECTING, Stage.ON_HOLD) else stage


def stage_when_left(*, stage: Stage) -> Stage:
    """Return the stage of a person from whom the officer turns away: work goes on, talk pauses."""
    return Stage.ON_HOLD if stage in (Stage.TALKING, Stage.CONNECTING) else stage


def stage_when_resumed(*, stage: Stage) -> Stage:
    """Return the stage in which a person comes to a new place: work in hand is kept, the rest connects."""
    return stage if stage in WORKING else Stage.CONNECTING

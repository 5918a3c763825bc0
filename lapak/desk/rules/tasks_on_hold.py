"""What a person can usefully do while the officer is with somebody else."""

from enum import StrEnum


class TaskOnHold(StrEnum):
    """One task at a time, or rest when nothing is open."""

    PHOTOGRAPH_AGAIN = "photograph_again"
    CHECK_DATA = "check_data"
    READ_AND_SIGN = "read_and_sign"
    REST = "rest"


def task_on_hold(
    *, is_confirmed: bool, papers_asked_again: int, is_signed: bool, is_decided: bool
) -> TaskOnHold:
    """Return the task to offer. Before the officer knows who it is, data are checked, nothing is signed."""
    if is_decided:
        return TaskOnHold.REST
    if not is_confirmed:
        return TaskOnHold.CHECK_DATA
    if papers_asked_again:
        return TaskOnHold.PHOTOGRAPH_AGAIN
    return TaskOnHold.REST if is_signed else TaskOnHold.READ_AND_SIGN

"""Why somebody at a desk needs the officer."""

from enum import StrEnum


class FlagReason(StrEnum):
    """What the person chose beside "I need the officer"."""

    HELP = "help"
    UNREADABLE = "unreadable"
    QUESTION = "question"
    DEVICE = "device"
    TASK_DONE = "task_done"
    LINE = "line"

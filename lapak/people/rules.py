"""Who may do what, by role."""

from enum import StrEnum


class Role(StrEnum):
    """What a staff member is trusted with; one person may hold several."""

    OFFICER = "officer"
    GREETER = "greeter"
    CHECKER = "checker"
    BRANCH_HEAD = "branch_head"
    ADMINISTRATOR = "administrator"

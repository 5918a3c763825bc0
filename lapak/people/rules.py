"""Who may do what, by role."""

from enum import StrEnum


class Role(StrEnum):
    """What a staff member is trusted with; one person may hold several."""

    OFFICER = "officer"
    GREETER = "greeter"
    CHECKER = "checker"
    BRANCH_HEAD = "branch_head"
    ADMINISTRATOR = "administrator"


class Relation(StrEnum):
    """Whom a staff member may not serve: the own person, and kin by blood or marriage."""

    SELF = "self"
    SPOUSE = "spouse"
    PARENT = "parent"
    CHILD = "child"
    SIBLING = "sibling"
    IN_LAW = "in_law"
    OTHER = "other"

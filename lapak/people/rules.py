"""Who may do what, by role."""

from enum import StrEnum


class Role(StrEnum):
    """What the holder of an account is trusted with; one person may hold several.

    A representative is no staff: the account belongs to somebody of a company that files for its workers.
    """

    OFFICER = "officer"
    GREETER = "greeter"
    CHECKER = "checker"
    BRANCH_HEAD = "branch_head"
    ADMINISTRATOR = "administrator"
    REPRESENTATIVE = "representative"


IN_SERVICE = tuple(role for role in Role if role is not Role.REPRESENTATIVE)


class Relation(StrEnum):
    """Whom a staff member may not serve: the own person, and kin by blood or marriage."""

    SELF = "self"
    SPOUSE = "spouse"
    PARENT = "parent"
    CHILD = "child"
    SIBLING = "sibling"
    IN_LAW = "in_law"
    OTHER = "other"

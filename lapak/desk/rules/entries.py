"""The data a person looks over before the officer does."""

from enum import StrEnum


class Entry(StrEnum):
    """One line of the list that is called right or changed."""

    ACCOUNT_HOLDER = "account_holder"
    ACCOUNT_NUMBER = "account_number"
    PHONE = "phone"
    EMAIL = "email"

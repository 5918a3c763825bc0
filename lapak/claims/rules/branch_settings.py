"""Which things a branch may set for its work on claims, and from when."""

from datetime import date
from enum import StrEnum

from lapak.kernel.errors import FieldError, InvalidInput


class SettingKind(StrEnum):
    """`approvals`: how many people approve above which sum; `sampling`: the share looked at once more."""

    APPROVALS = "approvals"
    SAMPLING = "sampling"


def require_from_today_on(*, in_force_from: date, today: date) -> None:
    """Raise InvalidInput(`setting_in_the_past`): what was decided before stays under its own rules."""
    if in_force_from < today:
        raise InvalidInput("setting_in_the_past", fields=[FieldError("in_force_from", "setting_in_the_past")])

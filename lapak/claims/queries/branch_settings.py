"""What a branch has set for its work on claims, on a day and over time."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from lapak.claims.models import BranchSetting
from lapak.claims.queries.once import once
from lapak.claims.rules.approvals import Tier, tiers_from, usual_tiers
from lapak.claims.rules.branch_settings import SettingKind
from lapak.claims.rules.sampling import usual_percent

MOST_SHOWN = 50


@dataclass(frozen=True)
class SettingLine:
    """One entry of the history: what was set, from which day of the branch, by whom and when (UTC)."""

    kind: SettingKind
    value: Any
    in_force_from: date
    set_by: str
    set_at: datetime


@once
def approval_tiers(*, branch_id: UUID, on: date) -> tuple[Tier, ...]:
    """Return above which net sums several people approve at the branch on the day."""
    stored = _value(branch_id, SettingKind.APPROVALS, on)
    return usual_tiers() if stored is None else tiers_from(stored)


@once
def sample_percent(*, branch_id: UUID, on: date) -> int:
    """Return which share of approved claims is looked at once more at the branch on the day, in percent."""
    stored = _value(branch_id, SettingKind.SAMPLING, on)
    return usual_percent() if stored is None else int(stored)


def settings_history(*, branch_id: UUID) -> tuple[SettingLine, ...]:
    """Return what the branch has set, the newest first."""
    rows = BranchSetting.objects.filter(branch_id=branch_id).select_related("set_by").order_by("-pk")
    return tuple(
        SettingLine(SettingKind(row.kind), row.value, row.in_force_from, row.set_by.display_name, row.set_at)
        for row in rows[:MOST_SHOWN]
    )


def _value(branch_id: UUID, kind: SettingKind, on: date) -> Any:
    rows = BranchSetting.objects.filter(branch_id=branch_id, kind=kind, in_force_from__lte=on)
    return rows.order_by("-in_force_from", "-pk").values_list("value", flat=True).first()

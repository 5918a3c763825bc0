"""The 30 % test, read."""

from uuid import UUID

from lapak.collective.models import ThresholdSum
from lapak.collective.rules.threshold import Verdict


def newest_sum(*, roster_id: UUID) -> ThresholdSum | None:
    """Return the sum worked out last for a roster, None before there is one."""
    return ThresholdSum.objects.filter(roster_id=roster_id).order_by("-worked_out_at").first()


def may_file(*, roster_id: UUID) -> bool | None:
    """Return whether the company may file collectively; None while that is not worked out or not decided."""
    found = newest_sum(roster_id=roster_id)
    if found is None:
        return None
    return found.decision if found.verdict == Verdict.BORDERLINE else found.verdict == Verdict.MET

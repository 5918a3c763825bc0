"""What the operations of one branch share: the locked branch, and its journal."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from lapak.journal.operations import record
from lapak.kernel.actors import Actor
from lapak.kernel.errors import FieldError, InvalidInput, NotFound
from lapak.kernel.subjects import Subject
from lapak.kernel.zones import local_date
from lapak.offices.models import Branch


class WorkdayInvalid(InvalidInput):
    """The arrangement cannot be. Codes: `days_out_of_order`, `times_out_of_order`, `day_is_past`."""


def locked(
    branch_id: UUID,
    *,
    first_day: date | None = None,
    last_day: date | None = None,
    now: datetime | None = None,
) -> Branch:
    """Return the locked branch, after a look at the days: in order, and not before today.

    Raises WorkdayInvalid, NotFound(`branch_unknown`).
    """
    row = Branch.objects.select_for_update(no_key=True).filter(pk=branch_id).first()
    if row is None:
        raise NotFound("branch_unknown")
    if first_day and last_day and last_day < first_day:
        raise WorkdayInvalid("days_out_of_order", fields=[FieldError("last_day", "days_out_of_order")])
    if first_day and now and first_day < local_date(moment=now, zone=row.timezone):
        raise WorkdayInvalid("day_is_past", fields=[FieldError("first_day", "day_is_past")])
    return row


def tell(branch_id: UUID, what: str, data: Mapping[str, Any], actor: Actor, now: datetime) -> None:
    """Write into the journal of a locked branch; who follows the branch is told."""
    record(
        subject=Subject("branch", str(branch_id)),
        what=what,
        actor=actor,
        now=now,
        data=data,
        topics=[f"branch:{branch_id}"],
    )

"""Taking the data of withholding slips along: only with a reason, and written down."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from lapak.claims.queries.withholding import Withheld, withheld
from lapak.journal.operations import record
from lapak.kernel.actors import Actor
from lapak.kernel.errors import FieldError, InvalidInput, NotAllowed
from lapak.kernel.subjects import Subject

ROLES = ("branch_head", "administrator")
REASONS = ("monthly_return", "slip_asked", "audit")


@transaction.atomic
def take_withheld(
    *, branch_id: UUID, zone: str, month: date, reason: str, actor: Actor, now: datetime
) -> tuple[Withheld, ...]:
    """Return the payments of the month with names and numbers, and write down who took them and why.

    Raises InvalidInput(`download_reason_unknown`) with the field, NotAllowed(`not_for_role`).
    """
    if actor.role not in ROLES:
        raise NotAllowed("not_for_role")
    if reason not in REASONS:
        fields = [FieldError("reason", "download_reason_unknown")]
        raise InvalidInput("download_reason_unknown", fields=fields)
    rows = withheld(branch_id=branch_id, zone=zone, month=month)
    record(
        subject=Subject("withholding", f"{branch_id}:{month:%Y-%m}"),
        what="withholding.taken",
        actor=actor,
        now=now,
        data={"reason": reason, "rows": len(rows), "tax": sum(row.tax for row in rows)},
    )
    return rows

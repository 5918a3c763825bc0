"""People who come to a branch."""

from datetime import datetime
from uuid import UUID

from lapak.kernel.actors import Actor
from lapak.kernel.ids import new_id
from lapak.offices.queries import BranchView
from lapak.queueing.operations import arrive
from lapak.queueing.queries import TicketView

TABLET = Actor.device(device_id="tablet")
OFFICER = Actor.staff(staff_id=1, role="officer")


def come(
    branch: BranchView,
    now: datetime,
    *,
    channel: str = "onsite",
    claim: UUID | None = None,
    due_at: datetime | None = None,
    priority: str = "",
    name: str = "Sri Wahyuni",
    person_key: str = "",
) -> TicketView:
    return arrive(
        branch_id=branch.id,
        channel=channel,
        subject_id=claim or new_id(),
        display_name=name,
        booking_id=None,
        due_at=due_at,
        priority=priority,
        person_key=person_key,
        actor=TABLET,
        now=now,
    )

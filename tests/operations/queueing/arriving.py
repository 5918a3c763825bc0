"""People who come to a branch."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from typing import Any
from uuid import UUID

from django.db import connection

from lapak.kernel.actors import Actor
from lapak.kernel.errors import DomainError
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


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run all acts at the same moment, each on its own connection; a refusal is returned as its code."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        barrier.wait(timeout=20)
        try:
            return act()
        except DomainError as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))

"""Filing a whole roster in portions, so that one press is enough and a crash loses nothing."""

from datetime import datetime
from uuid import UUID

from lapak.collective.operations.filing import Filed, draft_next, file_next
from lapak.collective.operations.scheduling import propose, propose_left
from lapak.collective.queries.batches import rosters_to_schedule
from lapak.collective.queries.threshold import may_file
from lapak.kernel.actors import Actor


def file_roster(*, roster_id: UUID, actor: Actor, now: datetime) -> Filed:
    """File for everybody who may be filed for, or begin claims for them below the limit; return the whole.

    Filed workers are given days. The mandate is asked before each portion: a dismissal half-way stops there,
    and what was filed goes on. Raises what `file_next` and `propose` raise.
    """
    act = draft_next if may_file(roster_id=roster_id) is False else file_next
    filed = refused = 0
    while True:
        portion = act(roster_id=roster_id, actor=actor, now=now)
        filed, refused = filed + portion.filed, refused + portion.refused
        if not portion.filed and not portion.refused:
            break
    if act is file_next:
        propose(roster_id=roster_id, actor=actor, now=now)
    return Filed(filed, refused, portion.left)


def schedule_left(*, now: datetime) -> int:
    """Ask the branches for days for all filed workers who have none; return how many got one.

    They are served whether or not anybody acts for their company by now.
    """
    return sum(propose_left(roster_id=id, now=now).workers for id in rosters_to_schedule())

"""People who wait and go elsewhere: to another office, or to their own phone.

Each holds the lock of the branch, then the ticket, then the claim.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lapak.claims.operations.moving import move_to_branch
from lapak.desk.operations.filling import fill
from lapak.desk.operations.notices import owe_mail
from lapak.desk.operations.rows import lock_branch
from lapak.kernel.actors import Actor
from lapak.queueing import operations as queueing
from lapak.queueing.queries import TicketView


@transaction.atomic
def send_to_branch(
    *, ticket_id: UUID, branch_id: UUID, to_branch_id: UUID, actor: Actor, now: datetime
) -> TicketView:
    """Send somebody to another office with claim and turn, tell them by mail, and return the ended ticket.

    Raises what `queueing.transfer` and `claims.move_to_branch` raise.
    """
    lock_branch(branch_id=branch_id)
    ticket = queueing.transfer(
        ticket_id=ticket_id, branch_id=branch_id, to_branch_id=to_branch_id, actor=actor, now=now
    )
    move_to_branch(claim_id=ticket.subject_id, branch_id=to_branch_id, actor=actor, now=now)
    owe_mail(ticket, template="sent_to_branch", now=now)
    fill(branch_id=branch_id, actor=actor, now=now)
    return ticket


@transaction.atomic
def send_online(*, ticket_id: UUID, branch_id: UUID, actor: Actor, now: datetime) -> TicketView:
    """Let somebody who waits be served on their own phone; a place may be free for them at once.

    Raises what `queueing.go_online` raises.
    """
    lock_branch(branch_id=branch_id)
    ticket = queueing.go_online(ticket_id=ticket_id, branch_id=branch_id, actor=actor, now=now)
    fill(branch_id=branch_id, actor=actor, now=now)
    return ticket

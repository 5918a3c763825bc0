"""People who wait and go: to another office, to their own phone, or away.

Each holds the lock of the branch, then the ticket, then the claim.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from lapak.claims.operations.moving import move_to_branch
from lapak.desk.operations.filling import fill
from lapak.desk.operations.leaving import let_leave
from lapak.desk.operations.notices import owe_mail
from lapak.desk.operations.rows import DeskRefused, lock_branch, locked_stay
from lapak.kernel.actors import Actor
from lapak.kernel.errors import NotFound
from lapak.queueing import operations as queueing
from lapak.queueing.queries import TicketView, ticket


@transaction.atomic
def send_to_branch(
    *, ticket_id: UUID, branch_id: UUID, to_branch_id: UUID, actor: Actor, now: datetime
) -> TicketView:
    """Send somebody to another office with claim and turn, tell them by mail, and return the ended ticket.

    Raises DeskRefused(`called_already`) for somebody at a desk, and what `queueing.transfer` and
    `claims.move_to_branch` raise.
    """
    lock_branch(branch_id=branch_id)
    if locked_stay(ticket_id=ticket_id) is not None:
        raise DeskRefused("called_already")
    sent = queueing.transfer(
        ticket_id=ticket_id, branch_id=branch_id, to_branch_id=to_branch_id, actor=actor, now=now
    )
    move_to_branch(claim_id=sent.subject_id, branch_id=to_branch_id, actor=actor, now=now)
    owe_mail(sent, template="sent_to_branch", now=now)
    fill(branch_id=branch_id, actor=actor, now=now)
    return sent


@transaction.atomic
def send_online(*, ticket_id: UUID, branch_id: UUID, actor: Actor, now: datetime) -> TicketView:
    """Let somebody who waits be served on their own phone; a place may be free for them at once.

    Raises what `queueing.go_online` raises.
    """
    lock_branch(branch_id=branch_id)
    found = queueing.go_online(ticket_id=ticket_id, branch_id=branch_id, actor=actor, now=now)
    fill(branch_id=branch_id, actor=actor, now=now)
    return found


@transaction.atomic
def let_go(*, ticket_id: UUID, branch_id: UUID, actor: Actor, now: datetime) -> TicketView:
    """Note that somebody will not wait, and return the ended ticket; doing it twice changes nothing.

    Who was called a moment ago goes too, and the place is free for the next. Raises
    NotFound(`ticket_unknown`), also for a ticket of another branch, MoveRefused, and
    DeskRefused(`called_already`) for somebody whom an officer has met.
    """
    lock_branch(branch_id=branch_id)
    found = ticket(ticket_id=ticket_id)
    if found is None or found.branch_id != branch_id:
        raise NotFound("ticket_unknown")
    stay = locked_stay(ticket_id=ticket_id)
    if stay is not None:
        let_leave(place=stay, actor=actor, now=now)
    gone = queueing.leave(ticket_id=ticket_id, actor=actor, now=now)
    fill(branch_id=branch_id, actor=actor, now=now)
    return gone

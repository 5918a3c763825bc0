"""Mails about a visit. The outbox holds ids and codes only: address and name are looked up at sending."""

from datetime import datetime

from lapak.claims.queries.letters import letter
from lapak.kernel.subjects import Subject
from lapak.outbox.operations import owe
from lapak.queueing.queries import TicketView


def owe_mail(ticket: TicketView, *, template: str, now: datetime) -> None:
    """Owe a mail about a visit to those who gave an address; once for each call of a ticket."""
    if not letter(claim_id=ticket.subject_id).to:
        return
    owe(
        kind="mail.send",
        key=f"mail:{template}:{ticket.id}:{ticket.calls}",
        payload={"template": template, "subject_id": str(ticket.subject_id), "ticket": str(ticket.id)},
        subject=Subject("ticket", str(ticket.id)),
        now=now,
    )

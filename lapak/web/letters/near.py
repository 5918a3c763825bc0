"""Telling somebody that their turn is near: by short message, or by mail where that cannot be."""

from datetime import datetime
from smtplib import SMTPException
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from lapak.claims.queries.claim import ClaimView, claim
from lapak.kernel.errors import NotFound
from lapak.kernel.zones import format_time_range
from lapak.offices.queries import branch
from lapak.outbox.registry import Owed, TryLater, handler
from lapak.queueing.operations import NEAR_KIND
from lapak.queueing.queries import PlaceInLine, TicketView, place_in_line, ticket
from lapak.sms.gateway import sms_gateway
from lapak.sms.ports import GatewayRefused, GatewayUnavailable, ShortMessage


@handler(NEAR_KIND)
def tell(message: Owed, now: datetime) -> None:
    """Send one short message, or a mail, to the holder of a ticket who still waits; else say nothing.

    A walk-in without a claim left neither number nor address: the page and the office call them.
    """
    ticket_id = UUID(message.payload["ticket"])
    found, place = ticket(ticket_id=ticket_id), place_in_line(ticket_id=ticket_id, now=now)
    if found is None or place is None:
        return
    try:
        seen = claim(claim_id=found.subject_id, now=now)
    except NotFound:
        return
    with translation.override(settings.LANGUAGE_CODE):
        text = near_text(ticket=found, place=place)
    if not _by_sms(seen, text, message) and seen.email:
        _by_mail(seen, text)


def near_text(*, ticket: TicketView, place: PlaceInLine) -> str:
    """Return what is sent: number, when, where. Without names, and short enough for one message."""
    office = branch(branch_id=ticket.branch_id)
    when = format_time_range(start=place.earliest, end=place.latest, zone=office.timezone)
    facts = {"number": ticket.label, "when": when.replace("–", "-"), "office": office.name[:40]}
    if ticket.channel == "online":
        return (
            _("Lapak: nomor %(number)s kira-kira dipanggil %(when)s. Buka lagi halaman ruang tunggu.") % facts
        )
    return _("Lapak: nomor %(number)s kira-kira dipanggil %(when)s di %(office)s. Silakan datang.") % facts


def _by_sms(seen: ClaimView, text: str, message: Owed) -> bool:
    """Return whether a gateway took it. Raises TryLater while it may still do so in time."""
    gateway = sms_gateway()
    if gateway is None or not seen.phone:
        return False
    try:
        gateway.send(message=ShortMessage(to=seen.phone, text=text, reference=message.key))
    except GatewayRefused:
        return False
    except GatewayUnavailable as away:
        if seen.email:
            return False
        raise TryLater("sms_not_taken") from away
    return True


def _by_mail(seen: ClaimView, text: str) -> None:
    headers = {"Auto-Submitted": "auto-generated"}
    mail = EmailMessage(subject=_("Giliran Anda hampir tiba"), body=text, to=[seen.email], headers=headers)
    try:
        mail.send()
    except (SMTPException, OSError) as failure:
        raise TryLater("mail_not_taken") from failure

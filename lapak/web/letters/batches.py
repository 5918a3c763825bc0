"""Mails to a company when its branch can no longer keep a place of a batch's day."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from lapak.booking.queries import active_booking, latest_booking
from lapak.collective.queries.batches import contact_about
from lapak.outbox.registry import Owed
from lapak.web.letters.carrying import carry

TEMPLATES = ("appointment_moved", "appointment_cancelled")


def tell_company(*, message: Owed, now: datetime) -> bool:
    """Write to the representative about a place that was moved or cancelled; return whether it was a batch's.

    Raises NotYet while the mail server is away.
    """
    if message.payload["template"] not in TEMPLATES:
        return False
    subject_id = UUID(message.payload["subject_id"])
    last = latest_booking(subject_id=subject_id)
    contact = contact_about(booking_id=last.id) if last else None
    if last is None or contact is None:
        return False
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "company": contact.company,
            "was": datetime.fromisoformat(message.payload["was"]),
            "zone": last.slot.zone,
            "booking": active_booking(subject_id=subject_id),
            "link": settings.PUBLIC_URL.rstrip("/") + reverse("company:roster", args=[contact.roster_id]),
        }
        mail = EmailMessage(
            subject=_("Satu tempat rombongan %(company)s berubah") % {"company": contact.company},
            body=render_to_string("mail/batch_changed.txt", context),
            to=[contact.email],
            headers={"Auto-Submitted": "auto-generated"},
        )
        carry(mail, kind=message.kind, now=now)
    return True

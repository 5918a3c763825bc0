"""Mails to branch heads when a zone of their branch fills."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from lapak.offices.queries import branch
from lapak.outbox.registry import GiveUp, Owed, handler
from lapak.people.queries import staff_address
from lapak.queueing.operations import note_sent
from lapak.queueing.queries import alarm
from lapak.web.crowd.words import ZONES
from lapak.web.letters.carrying import carry


@handler("mail.crowd_alarm")
def send(message: Owed, now: datetime) -> None:
    """Write one mail about an alarm, hand it to the mail server, and note that it left."""
    alarm_id, staff_id = UUID(message.payload["alarm"]), int(message.payload["staff"])
    found, address = alarm(alarm_id=alarm_id), staff_address(id=staff_id)
    if found is None:
        raise GiveUp("alarm_unknown")
    if not address:
        raise GiveUp("mail_without_address")
    place = branch(branch_id=found[0])
    with translation.override(settings.LANGUAGE_CODE):
        facts = {"zone": str(ZONES[found[1].zone]).lower(), "branch": place.name}
        mail = EmailMessage(
            subject=_("%(branch)s: %(zone)s hampir penuh") % facts,
            body=render_to_string(
                "mail/crowd_alarm.txt",
                {
                    **facts,
                    "place": place,
                    "alarm": found[1],
                    "link": settings.PUBLIC_URL.rstrip("/") + reverse("office:crowd"),
                },
            ),
            to=[address],
            headers={"Auto-Submitted": "auto-generated"},
        )
    carry(mail, kind=message.kind, now=now)
    note_sent(alarm_id=alarm_id, staff_id=staff_id, now=now)

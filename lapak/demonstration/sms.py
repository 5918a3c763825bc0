"""Short messages that stay in the house, beside the mails."""

from uuid import NAMESPACE_URL, uuid5

from lapak.demonstration.models import SentMail
from lapak.kernel.clock import utc_now
from lapak.sms.ports import ShortMessage


class VisibleSms:
    """Keeps each message as a row instead of sending it, once for each reference."""

    def send(self, *, message: ShortMessage) -> None:
        """Keep the message."""
        SentMail.objects.get_or_create(
            id=uuid5(NAMESPACE_URL, message.reference),
            defaults={"sent_at": utc_now(), "to": message.to, "subject": "SMS", "body": message.text},
        )

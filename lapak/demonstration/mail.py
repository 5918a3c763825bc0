"""Mail that stays in the house, where everybody who tries the demonstration can read it."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from lapak.demonstration.models import SentMail
from lapak.kernel.clock import utc_now


class VisibleOutbox(BaseEmailBackend):
    """Keeps each message as a row instead of sending it."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the messages; return how many."""
        for message in email_messages:
            SentMail.objects.create(
                sent_at=utc_now(),
                to=", ".join(message.to),
                subject=str(message.subject),
                body=str(message.body),
            )
        return len(email_messages)

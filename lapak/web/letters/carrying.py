"""Handing a mail to the mail server, and what it means when the server does not take it."""

from datetime import datetime
from smtplib import (
    SMTPAuthenticationError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPServerDisconnected,
)

from django.core.mail import EmailMessage

from lapak.outbox.operations import hasten
from lapak.outbox.registry import GiveUp, NotYet, TryLater

SERVER_AWAY = "mail_server_away"
_CLOSING = 421  # the server says that it stops working now
_FOR_GOOD = 500  # answers from here on do not change by themselves


def carry(mail: EmailMessage, *, kind: str, now: datetime) -> None:
    """Hand a mail to the server; mails of this kind that waited for the server are tried at once.

    Raises NotYet(`mail_server_away`) while there is no server to talk with: such a mail waits as long as that
    takes. Raises GiveUp(`mail_address_refused`) for an address the server will never take, and
    TryLater(`mail_not_taken`) for whatever else is wrong with this mail.
    """
    try:
        mail.send()
    except (SMTPException, OSError) as failure:
        raise _meaning(failure) from failure
    hasten(kinds=[kind], code=SERVER_AWAY, now=now)


def _meaning(failure: Exception) -> TryLater | GiveUp:
    if isinstance(failure, SMTPRecipientsRefused):
        codes = [code for code, _said in failure.recipients.values()]
        refused = bool(codes) and min(codes) >= _FOR_GOOD
        return GiveUp("mail_address_refused") if refused else TryLater("mail_not_taken")
    if isinstance(failure, SMTPAuthenticationError | SMTPServerDisconnected):
        return NotYet(SERVER_AWAY)  # nothing is wrong with the mail: none would be taken
    if isinstance(failure, SMTPResponseException):
        return NotYet(SERVER_AWAY) if failure.smtp_code == _CLOSING else TryLater("mail_not_taken")
    if isinstance(failure, SMTPException):
        return TryLater("mail_not_taken")
    return NotYet(SERVER_AWAY)  # no connection

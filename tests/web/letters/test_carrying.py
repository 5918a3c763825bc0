"""A mail waits for a server that is away; what is wrong with one mail alone is not waited out for ever."""

from datetime import timedelta
from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPDataError,
    SMTPRecipientsRefused,
    SMTPServerDisconnected,
)
from typing import Any

import pytest
from django.core.mail import EmailMessage

from lapak.kernel.clock import utc_now
from lapak.kernel.subjects import Subject
from lapak.outbox.models import Message
from lapak.outbox.operations import lease, owe, settle
from lapak.outbox.registry import GiveUp, NotYet, TryLater
from lapak.web.letters.carrying import SERVER_AWAY, carry

pytestmark = pytest.mark.django_db
NOW = utc_now()


def answering(monkeypatch: pytest.MonkeyPatch, failure: Exception | None) -> None:
    def send(*_: object, **__: object) -> int:
        if failure is not None:
            raise failure
        return 1

    monkeypatch.setattr("django.core.mail.EmailMessage.send", send)


@pytest.mark.parametrize(
    ("failure", "meaning", "code"),
    [
        (ConnectionRefusedError(), NotYet, SERVER_AWAY),
        (TimeoutError(), NotYet, SERVER_AWAY),
        (SMTPServerDisconnected("gone"), NotYet, SERVER_AWAY),
        (SMTPConnectError(421, b"closing"), NotYet, SERVER_AWAY),
        (SMTPAuthenticationError(535, b"who are you"), NotYet, SERVER_AWAY),
        (SMTPRecipientsRefused({"a@b.id": (550, b"no such user")}), GiveUp, "mail_address_refused"),
        (SMTPRecipientsRefused({"a@b.id": (450, b"try later")}), TryLater, "mail_not_taken"),
        (SMTPDataError(554, b"looks like spam"), TryLater, "mail_not_taken"),
    ],
)
def test_what_the_server_says_decides_whether_the_mail_waits(
    monkeypatch: pytest.MonkeyPatch, failure: Exception, meaning: type[Any], code: str
) -> None:
    answering(monkeypatch, failure)
    with pytest.raises((TryLater, GiveUp)) as raised:
        carry(EmailMessage(to=["a@b.id"]), kind="mail.send", now=NOW)
    assert (type(raised.value), raised.value.code) == (meaning, code)


def test_mails_of_two_days_without_a_server_go_at_once_when_it_is_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    owe(kind="mail.send", key="k", payload={}, subject=Subject("claim", "1"), now=NOW)
    moment = NOW
    for _ in range(60):
        moment += timedelta(hours=1)
        for one in lease(kind="mail.send", most=1, now=moment):
            settle(delivered=[], failed={one.id: NotYet(SERVER_AWAY)}, now=moment)
    row = Message.objects.get()
    assert (row.state, row.attempts) == (Message.State.OWED, 0)
    assert row.next_attempt_at > moment
    answering(monkeypatch, None)
    carry(EmailMessage(to=["a@b.id"]), kind="mail.send", now=moment)
    row.refresh_from_db()
    assert row.next_attempt_at == moment

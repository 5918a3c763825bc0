"""Who left a number and no address is asked by short message whether the company's claim is right."""

import pytest
from django.core.mail import EmailMessage

from lapak.claims.models import Claim
from lapak.outbox.operations import lease
from lapak.outbox.registry import GiveUp, Owed, TryLater
from lapak.sms.ports import LONGEST, GatewayRefused, GatewayUnavailable, ShortMessage
from lapak.web.letters import short
from lapak.web.letters.delivery import send
from tests.operations.claims.claim_scene import Scene
from tests.operations.collective.roster_scene import Listing, listing

pytestmark = pytest.mark.django_db


class Gateway:
    """Takes what it is given, or fails as told."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.failure = failure
        self.sent: list[ShortMessage] = []

    def send(self, *, message: ShortMessage) -> None:
        if self.failure:
            raise self.failure
        self.sent.append(message)


@pytest.fixture
def here(scene: Scene) -> Listing:
    """One worker without an address whose claim is filed by the company."""
    made = listing(scene)
    made.papers(made.add(10, email=""))
    made.agreed()
    return made


def question(here: Listing) -> Owed:
    (owed,) = [
        one
        for one in lease(kind="mail.send", most=99, now=here.scene.now)
        if one.payload["template"] == "collective_filed"
    ]
    return owed


def ask(here: Listing, monkeypatch: pytest.MonkeyPatch, gateway: Gateway | None) -> None:
    monkeypatch.setattr(short, "sms_gateway", lambda: gateway)
    send(question(here), here.scene.now)


def test_one_short_message_carries_the_question_and_the_link(
    here: Listing, monkeypatch: pytest.MonkeyPatch, mailoutbox: list[EmailMessage]
) -> None:
    gateway = Gateway()
    ask(here, monkeypatch, gateway)
    (message,) = gateway.sent
    assert message.to == "+6281212340010"
    assert "Benar atau keberatan?" in message.text
    assert "/k/" in message.text
    assert len(message.text) <= LONGEST
    assert message.text.isascii()
    assert mailoutbox == []


def test_without_a_gateway_nobody_is_told_and_nothing_is_dead(
    here: Listing, monkeypatch: pytest.MonkeyPatch, mailoutbox: list[EmailMessage]
) -> None:
    ask(here, monkeypatch, None)
    assert mailoutbox == []


@pytest.mark.parametrize(
    ("failure", "outcome"), [(GatewayRefused("blocked"), GiveUp), (GatewayUnavailable("http_503"), TryLater)]
)
def test_a_gateway_that_fails_is_asked_again_or_given_up(
    here: Listing, monkeypatch: pytest.MonkeyPatch, failure: Exception, outcome: type[Exception]
) -> None:
    with pytest.raises(outcome):
        ask(here, monkeypatch, Gateway(failure))


def test_other_mails_without_an_address_are_given_up(here: Listing, monkeypatch: pytest.MonkeyPatch) -> None:
    claim = Claim.objects.get()
    owed = Owed(claim.pk, "mail.send", "k", {"template": "decision", "subject_id": str(claim.pk)}, "")
    monkeypatch.setattr(short, "sms_gateway", lambda: Gateway())
    with pytest.raises(GiveUp, match="mail_without_address"):
        send(owed, here.scene.now)

"""Official letters: made by the worker when they are owed, or for a page that asks before the worker came."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from lapak.kernel.errors import DomainError, NotFound
from lapak.letters import steps
from lapak.letters.operations import Reserved
from lapak.letters.queries import LetterView
from lapak.letters.rules.kinds import Kind
from lapak.letters.steps import Composed
from lapak.outbox.registry import GiveUp, Owed, TryLater, handler
from lapak.web.letters.content import compose


@handler("letter.issue")
def issue_owed(message: Owed, now: datetime) -> None:
    """Make the letter; made already, or of an event that was taken back meanwhile, it is no longer owed."""
    try:
        issue(claim_id=UUID(message.payload["claim"]), kind=Kind(message.payload["kind"]), now=now)
    except NotFound as gone:
        raise GiveUp(gone.code) from gone
    except DomainError as refusal:
        raise TryLater(refusal.code) from refusal


def issue(*, claim_id: UUID, kind: Kind, now: datetime) -> LetterView | None:
    """Return the claim's letter of a kind, made now if need be. Raises what `letters.steps.issue` raises."""
    return steps.issue(claim_id=claim_id, kind=kind, compose=composed, now=now)


def composed(letter: Reserved) -> Composed:
    """Return what a reserved letter says. Raises LetterUnsound when the claim's figures do not agree."""
    return compose(letter, check_url=check_url(letter.code))


def check_url(code: str) -> str:
    """Return the public address at which a letter's code is checked; it stands in the QR."""
    return settings.PUBLIC_URL.rstrip("/") + reverse("authenticity:letter", args=[code])

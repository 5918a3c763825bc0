"""Short-lived permission to follow certain streams, signed by the page that was allowed to show them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.core import signing

SALT = "lapak.live"
LIFETIME_SECONDS = 15 * 60
RENEWABLE_SECONDS = 24 * 60 * 60
POSITION = re.compile(r"j(\d{1,18})\.m(\d{1,18})")


@dataclass(frozen=True)
class Permission:
    """The topics a stream may carry, and where in journal and mailbox the page stood when it was made."""

    topics: tuple[str, ...]
    journal_id: int
    mailbox_id: int

    def resumed_at(self, said: str) -> tuple[int, int]:
        """Return where in journal and mailbox a page goes on that says where it stood (`j1.m2`).

        Never before the page was made: what happened earlier is not the reader's to hear.
        """
        stood = POSITION.fullmatch(said)
        journal_id, mailbox_id = map(int, stood.groups()) if stood else (0, 0)
        return max(self.journal_id, journal_id), max(self.mailbox_id, mailbox_id)


def issue(*, topics: Sequence[str], journal_id: int, mailbox_id: int) -> str:
    """Return a token for these topics that is good for opening a stream during 15 minutes."""
    return signing.dumps([sorted(topics), journal_id, mailbox_id], salt=SALT, compress=True)


def read(*, token: str) -> Permission | None:
    """Return what a token permits, or None when it is forged or too old."""
    return _opened(token, max_age=LIFETIME_SECONDS)


def read_stale(*, token: str) -> Permission | None:
    """Return what a token of the last day permitted, for a page that was asleep and asks for a new one."""
    return _opened(token, max_age=RENEWABLE_SECONDS)


def _opened(token: str, *, max_age: int) -> Permission | None:
    try:
        topics, journal_id, mailbox_id = signing.loads(token, salt=SALT, max_age=max_age)
    except signing.BadSignature:
        return None
    return Permission(tuple(topics), journal_id, mailbox_id)

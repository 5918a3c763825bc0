"""The tag that lets a page follow its live streams."""

from collections.abc import Iterable

from django import template

from lapak.calls.queries import last_mail_id
from lapak.journal.queries import last_id
from lapak.web.live.tokens import issue

register = template.Library()


@register.simple_tag
def live_token(topics: Iterable[str]) -> str:
    """Return a token for these topics from this moment on.

    The view has made sure that the reader may follow them. What was read for the page may be older than the
    token, so the page asks for its fragments again when the stream says `ready`.
    """
    return issue(topics=list(topics), journal_id=last_id(), mailbox_id=last_mail_id())

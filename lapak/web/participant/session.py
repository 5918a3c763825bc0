"""Which claim a browser session stands for, and what little the pages keep in it."""

from uuid import UUID

from django.http import HttpRequest

from lapak.web.middleware import PARTICIPANT_KEY

TRACKED_KEY = "tracked_claim"  # a number was entered: status only, no rights
LINK_KEY = "link_secret"
ZONE_KEY = "clock_zone"
LINE_KEY = "line_entry"  # the place in line this browser shows; no rights


def bind(request: HttpRequest, *, claim_id: UUID) -> None:
    """Let this session act for the claim; the session gets a new key, so that an old one is worth nothing."""
    request.session.cycle_key()
    request.session[PARTICIPANT_KEY] = str(claim_id)
    request.session.pop(TRACKED_KEY, None)
    request.session.pop(LINK_KEY, None)
    request.session.pop(LINE_KEY, None)


def unbind(request: HttpRequest) -> None:
    """Forget the claim, and everything else this session kept."""
    request.session.flush()


def tracked(request: HttpRequest) -> UUID | None:
    """Return the claim whose status this session may see without acting for it."""
    value = request.session.get(TRACKED_KEY)
    return UUID(value) if value else None

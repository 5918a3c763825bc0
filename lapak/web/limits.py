"""Fair limits for pages that anybody may ask: by network, without keeping its address.

Thousands of phones share one address of a telecom operator, so limits are wide, and a wrong guess costs more
than a look that finds something. Staff who are signed in and paired devices are not limited; representatives
are, for anybody may register as one.
"""

from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from random import randrange
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lapak.kernel.clock import utc_now
from lapak.limits import operations
from lapak.limits.rules import Rate, TooOften
from lapak.people.rules import IN_SERVICE
from lapak.web.messages import sentence
from lapak.web.requests import LapakRequest

LOOKUPS = Rate("lookups", most=60, per=timedelta(minutes=10))  # claim numbers, codes of letters
IDENTITIES = Rate("identities", most=60, per=timedelta(hours=1))  # NIK and member number against the register
LINE_PERSON = Rate("line_person", most=20, per=timedelta(minutes=10))  # entering and leaving a line
LINE_NETWORK = Rate("line_network", most=1_500, per=timedelta(minutes=10))
CALM_NETWORK = Rate("line_calm_network", most=300, per=timedelta(minutes=1))  # five a second from one network
CALM_ALL = Rate(
    "line_calm_all", most=1_875, per=timedelta(minutes=1)
)  # of one of SHARES: 500 a second of all
SHARES = 16  # so that not everybody counts on one row
DRAFT_MAILS = Rate("draft_mails", most=5, per=timedelta(hours=1))  # to new addresses, of one draft
MISS_TRIES = 4  # what a wrong guess costs besides the try itself
_IPV6_NETWORK = 64  # what one household or phone is given


def take(request: LapakRequest, rate: Rate) -> None:
    """Use up one try of the network that asks. Raises TooOften."""
    network = _limited_network(request)
    if network:
        operations.spend(rate=rate, who=network, now=utc_now())


def missed(request: LapakRequest, rate: Rate) -> None:
    """Make a guess that found nothing count for more."""
    network = _limited_network(request)
    if network:
        operations.charge(rate=rate, who=network, tries=MISS_TRIES, now=utc_now())


def take_in_line(request: LapakRequest, *, subject_id: UUID) -> None:
    """Use up one try of a person, and of the network, to enter or leave a line. Raises TooOften."""
    operations.spend(rate=LINE_PERSON, who=str(subject_id), now=utc_now())
    take(request, LINE_NETWORK)


def take_new_address(*, claim_id: UUID) -> None:
    """Use up one try of a draft to have mail sent to another address. Raises TooOften."""
    operations.spend(rate=DRAFT_MAILS, who=str(claim_id), now=utc_now())


def is_under_attack(request: LapakRequest) -> bool:
    """Count this request, and return whether more come from its network, or from all, than people send."""
    now, network = utc_now(), _limited_network(request)
    counted = [(CALM_ALL, str(randrange(SHARES))), *([(CALM_NETWORK, network)] if network else [])]  # noqa: S311 no secret
    spent = [_is_spent(rate, who, now) for rate, who in counted]  # each is counted
    return any(spent)


def _is_spent(rate: Rate, who: str, now: datetime) -> bool:
    try:
        operations.spend(rate=rate, who=who, now=now)
    except TooOften:
        return True
    return False


def too_often(request: LapakRequest, refusal: TooOften) -> HttpResponse:
    """Return the page that asks to wait, with status 429 and how long; a form shows the refusal itself."""
    response = render(request, "base/too_often.html", {"why": sentence(refusal)}, status=429)
    response["Retry-After"] = str(max(1, int(refusal.wait.total_seconds())))
    return response


def network_of(*, remote: str, forwarded: str, trusted: list[str]) -> str:
    """Return the network a request comes from; empty for this machine and for a proxy that does not say.

    Behind trusted proxies (addresses or networks) it is the last of the forwarded addresses that is not one
    of theirs; what anybody else claims in that header is not believed.
    """
    proxies = [ip_network(one) for one in trusted]
    for text in (remote, *reversed(forwarded.split(","))):
        try:
            address = ip_address(text.strip())
        except ValueError:
            return ""
        if not any(address in proxy for proxy in proxies):
            wide = address.version == 6
            return str(ip_network((address, _IPV6_NETWORK), strict=False)) if wide else str(address)
    return ""


def network(request: HttpRequest) -> str:
    """Return the network this request comes from, see `network_of`."""
    return network_of(
        remote=request.META.get("REMOTE_ADDR", ""),
        forwarded=request.headers.get("X-Forwarded-For", ""),
        trusted=settings.TRUSTED_PROXIES,
    )


def _limited_network(request: LapakRequest) -> str:
    is_at_work = request.staff is not None and bool(set(IN_SERVICE) & set(request.staff.roles))
    return "" if is_at_work or request.device is not None else network(request)

"""Fair limits for pages that anybody may ask: by network, without keeping its address.

Thousands of phones share one address of a telecom operator, so limits are wide, and a wrong guess costs more
than a look that finds something. Staff who are signed in and paired devices are not limited.
"""

from datetime import timedelta
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from lapak.kernel.clock import utc_now
from lapak.limits import operations
from lapak.limits.rules import Rate, TooOften
from lapak.web.messages import sentence
from lapak.web.requests import LapakRequest

LOOKUPS = Rate("lookups", most=60, per=timedelta(minutes=10))  # claim numbers, codes of letters
IDENTITIES = Rate("identities", most=60, per=timedelta(hours=1))  # NIK and member number against the register
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


def _limited_network(request: LapakRequest) -> str:
    if request.staff is not None or request.device is not None:
        return ""
    return network_of(
        remote=request.META.get("REMOTE_ADDR", ""),
        forwarded=request.headers.get("X-Forwarded-For", ""),
        trusted=settings.TRUSTED_PROXIES,
    )

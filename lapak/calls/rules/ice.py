"""How the two sides may reach each other, and for how long their relay credentials are good."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

CREDENTIAL_LIFETIME = timedelta(minutes=30)


@dataclass(frozen=True)
class IceServer:
    """One entry of `RTCConfiguration.iceServers`."""

    urls: tuple[str, ...]
    username: str = ""
    credential: str = ""


@dataclass(frozen=True)
class IceSettings:
    """What a peer connection is built with; `policy` is `all` or `relay`."""

    servers: tuple[IceServer, ...]
    policy: str


def ice_settings(
    *,
    plain_servers: Sequence[IceServer],
    turn_urls: Sequence[str],
    turn_secret: str,
    session: str,
    remote: bool,
    now: datetime,
) -> IceSettings:
    """Return the servers for one side of one call, with relay credentials of its own when there is a relay.

    The user name carries the end of validity and the `session` (no personal data), so that the ledger of the
    relay can be joined to the call; the password is coturn's REST scheme (`use-auth-secret`, HMAC-SHA-1).
    A `remote` participant is reached through the relay only: neither side learns the other's address.
    """
    if not (turn_urls and turn_secret):
        return IceSettings(servers=tuple(plain_servers), policy="all")
    username = f"{int((now + CREDENTIAL_LIFETIME).timestamp())}:{session}"
    digest = hmac.new(turn_secret.encode(), username.encode(), hashlib.sha1).digest()
    relay = IceServer(urls=tuple(turn_urls), username=username, credential=base64.b64encode(digest).decode())
    return IceSettings(servers=(*plain_servers, relay), policy="relay" if remote else "all")

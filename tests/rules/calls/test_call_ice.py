import base64
import hashlib
import hmac
from datetime import UTC, datetime

from lapak.calls.rules.ice import CREDENTIAL_LIFETIME, IceServer, IceSettings, ice_settings

NOW = datetime(2020, 6, 22, 3, 0, tzinfo=UTC)
PLAIN = [IceServer(urls=("stun:stun.example:3478",))]


def settings(*, turn: bool, remote: bool) -> IceSettings:
    return ice_settings(
        plain_servers=PLAIN,
        turn_urls=["turn:relay.example:3478"] if turn else [],
        turn_secret="shared",
        session="call:officer",
        remote=remote,
        now=NOW,
    )


def test_without_a_relay_every_path_is_tried() -> None:
    assert settings(turn=False, remote=True) == IceSettings(servers=tuple(PLAIN), policy="all")


def test_a_remote_participant_is_reached_through_the_relay_only() -> None:
    assert settings(turn=True, remote=True).policy == "relay"
    assert settings(turn=True, remote=False).policy == "all"


def test_relay_credentials_expire_and_belong_to_one_side_of_one_call() -> None:
    relay = settings(turn=True, remote=True).servers[-1]
    assert relay.username == f"{int((NOW + CREDENTIAL_LIFETIME).timestamp())}:call:officer"
    digest = hmac.new(b"shared", relay.username.encode(), hashlib.sha1).digest()
    assert relay.credential == base64.b64encode(digest).decode()

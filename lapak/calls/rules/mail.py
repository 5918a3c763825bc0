"""What the two sides of a call may say to each other through the server."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from lapak.calls.rules.modes import Mode, Side
from lapak.calls.rules.sdp import check_description

MOST_CANDIDATES = 32
_CANDIDATE = re.compile(r"(candidate:[\x20-\x7e]{1,400})?")
_WORD = re.compile(r"[A-Za-z0-9+/_-]{1,64}")
_DESCRIPTION_TYPE = {Side.OFFICER: "offer", Side.PARTICIPANT: "answer"}


class MailKind(StrEnum):
    DESCRIPTION = "description"
    CANDIDATE = "candidate"
    RENEW = "renew"
    BYE = "bye"


@dataclass(frozen=True)
class MailRefused:
    """Why a message may not pass.

    Codes: `epoch_past` (the mode has changed meanwhile), `epoch_future`, `mail_malformed`, `sdp_type` (a
    participant may only answer, an officer only offer), and the codes of `DescriptionRefused`.
    """

    code: str


def check_mail(
    *, kind: MailKind, sender: Side, body: Mapping[str, Any], epoch: int, call_epoch: int, mode: Mode
) -> MailRefused | None:
    """Return why `sender` may not send this message now, or None when it may.

    Only a description needs the present epoch: it alone opens or closes a direction. A candidate sent just
    before the mode changed is still a way to reach the same peer.
    """
    if epoch > call_epoch:
        return MailRefused("epoch_future")
    if kind is not MailKind.DESCRIPTION:
        return None if _well_formed(kind=kind, body=body) else MailRefused("mail_malformed")
    if not (_has_peer(body) and isinstance(body.get("sdp"), str) and isinstance(body.get("n"), int)):
        return MailRefused("mail_malformed")
    if body.get("type") != _DESCRIPTION_TYPE[sender]:
        return MailRefused("sdp_type")
    if epoch < call_epoch:
        return MailRefused("epoch_past")
    refused = check_description(sdp=body["sdp"], mode=mode, sender=sender)
    return MailRefused(refused.code) if refused else None


def _well_formed(*, kind: MailKind, body: Mapping[str, Any]) -> bool:
    if kind is MailKind.CANDIDATE:
        candidates = body.get("candidates")
        return (
            _has_peer(body)
            and isinstance(candidates, list)
            and len(candidates) <= MOST_CANDIDATES
            and all(_is_candidate(candidate) for candidate in candidates)
        )
    return all(isinstance(value, str) and (not value or _WORD.fullmatch(value)) for value in body.values())


def _is_candidate(candidate: object) -> bool:
    if not isinstance(candidate, dict) or not isinstance(candidate.get("candidate"), str):
        return False
    index, mid = candidate.get("sdpMLineIndex"), candidate.get("sdpMid")
    return (
        _CANDIDATE.fullmatch(candidate["candidate"]) is not None
        and (index is None or (isinstance(index, int) and 0 <= index <= 1))
        and (mid is None or (isinstance(mid, str) and _WORD.fullmatch(mid) is not None))
    )


def _has_peer(body: Mapping[str, Any]) -> bool:
    peer = body.get("peer")
    return isinstance(peer, str) and _WORD.fullmatch(peer) is not None

"""The gate where media is negotiated: a session description may offer no more than the mode of the call.

Two parsers that read one text differently are a way around a gate. Therefore whatever browsers could read in
another way than this module (a direction said twice, in capitals or with something behind it, a stray control
character) is refused, not interpreted. Grammar: RFC 8866; directions: RFC 3264 §5.1; transport: RFC 8827.
"""

import re
from dataclasses import dataclass, field

from lapak.calls.rules.modes import DIRECTIONS, Flow, Medium, Mode, Side, allowed_flow

MOST_CHARACTERS = 24_000
MOST_LINES = 800
TRANSPORT = "UDP/TLS/RTP/SAVPF"
EXPECTED_MEDIA = (Medium.AUDIO, Medium.VIDEO)

_LINE = re.compile(r"[a-z]=[\x20-\x7e]*")
_MEDIA_LINE = re.compile(r"m=(?P<medium>[a-z]+) (?P<port>\d{1,5}) (?P<transport>[A-Z/]+)(?: \d{1,3})+")
_NAME_END = re.compile(r"[:\s]")
_STRONG_DIGESTS = ("sha-256 ", "sha-384 ", "sha-512 ")


@dataclass(frozen=True)
class DescriptionRefused:
    """Why a description may not pass.

    Codes: `sdp_malformed`, `sdp_media` (not exactly one audio and one video line), `sdp_unencrypted`,
    `sdp_direction` (more than the mode allows).
    """

    code: str


@dataclass
class _Section:
    """The attribute lines of the session or of one medium, without their `a=`."""

    medium: str = ""
    transport: str = ""
    attributes: list[str] = field(default_factory=list)


class _Malformed(Exception):
    pass


def check_description(*, sdp: str, mode: Mode, sender: Side) -> DescriptionRefused | None:
    """Return why `sender` may not send this description while the call is in `mode`, or None when it may."""
    try:
        session, *media = _sections(sdp)
        if tuple(section.medium for section in media) != EXPECTED_MEDIA:
            return DescriptionRefused("sdp_media")
        if not all(_is_encrypted(session=session, section=section) for section in media):
            return DescriptionRefused("sdp_unencrypted")
        flows = [_flow(session=session, section=section) for section in media]
    except _Malformed:
        return DescriptionRefused("sdp_malformed")
    for medium, flow in zip(EXPECTED_MEDIA, flows, strict=True):
        if not flow.within(allowed_flow(mode=mode, side=sender, medium=medium)):
            return DescriptionRefused("sdp_direction")
    return None


def _sections(sdp: str) -> list[_Section]:
    """Return the session part and then one section for each media line."""
    if len(sdp) > MOST_CHARACTERS or not sdp.startswith("v=0"):
        raise _Malformed
    lines = sdp.replace("\r\n", "\n").rstrip("\n").split("\n")
    if len(lines) > MOST_LINES:
        raise _Malformed
    sections = [_Section()]
    for line in lines:
        if not _LINE.fullmatch(line):
            raise _Malformed
        if line.startswith("m="):
            sections.append(_media_section(line))
        elif line.startswith("a="):
            sections[-1].attributes.append(line[2:])
    return sections


def _media_section(line: str) -> _Section:
    match = _MEDIA_LINE.fullmatch(line)
    if match is None:
        raise _Malformed
    return _Section(medium=match["medium"], transport=match["transport"])


def _is_encrypted(*, session: _Section, section: _Section) -> bool:
    """Return whether the medium is keyed by DTLS with a strong fingerprint, and by nothing older."""
    names = {_name(attribute) for attribute in session.attributes + section.attributes}
    prints = _values("fingerprint", section) or _values("fingerprint", session)
    strong = bool(prints) and all(value.lower().startswith(_STRONG_DIGESTS) for value in prints)
    return section.transport == TRANSPORT and strong and "crypto" not in names


def _flow(*, session: _Section, section: _Section) -> Flow:
    """Return the flow of one medium: its own direction, else that of the session, else both ways."""
    direction = _direction(section) or _direction(session) or "sendrecv"
    return DIRECTIONS[direction]


def _direction(section: _Section) -> str | None:
    """Return the one direction said in a section. Raises _Malformed when it can be read in two ways."""
    found = [attribute for attribute in section.attributes if _name(attribute) in DIRECTIONS]
    if len(found) > 1 or any(attribute not in DIRECTIONS for attribute in found):
        raise _Malformed
    return found[0] if found else None


def _name(attribute: str) -> str:
    return _NAME_END.split(attribute.strip().lower(), maxsplit=1)[0]


def _values(name: str, section: _Section) -> list[str]:
    return [line.partition(":")[2].strip() for line in section.attributes if _name(line) == name]

"""Session descriptions as browsers write them, cut to what a rule can look at."""

FINGERPRINT = "a=fingerprint:sha-256 " + ":".join(["AB"] * 32)
HEAD = ("v=0", "o=- 4611731400430051336 2 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=group:BUNDLE 0 1")


def media(*, medium: str, direction: str | None) -> str:
    """Return the lines of one medium; a direction of None leaves it out."""
    payload = "111" if medium == "audio" else "96 97"
    lines = [
        f"m={medium} 9 UDP/TLS/RTP/SAVPF {payload}",
        "c=IN IP4 0.0.0.0",
        "a=ice-ufrag:AbCd",
        "a=ice-pwd:0123456789abcdefghijklmn",
        FINGERPRINT,
        "a=setup:actpass",
        f"a=mid:{0 if medium == 'audio' else 1}",
        *([f"a={direction}"] if direction else []),
        "a=rtcp-mux",
    ]
    return "".join(f"{line}\r\n" for line in lines)


def description(
    *, audio: str | None, video: str | None, session: tuple[str, ...] = (), tail: str = ""
) -> str:
    """Return a description with one audio and one video medium in the given directions."""
    return (
        "".join(f"{line}\r\n" for line in (*HEAD, *session))
        + media(medium="audio", direction=audio)
        + media(medium="video", direction=video)
        + tail
    )

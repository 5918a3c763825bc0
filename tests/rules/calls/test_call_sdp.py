import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapak.calls.rules.modes import Mode, Side
from lapak.calls.rules.sdp import MOST_CHARACTERS, DescriptionRefused, check_description
from tests.rules.calls.sdp_samples import FINGERPRINT, description, media

ALL = ("sendrecv", "sendonly", "recvonly", "inactive")
# Written out by hand, from the table of modes in the design: what each side may say at most.
PERMITTED = {
    (Mode.FOCUS, Side.OFFICER): (set(ALL), set(ALL)),
    (Mode.FOCUS, Side.PARTICIPANT): (set(ALL), set(ALL)),
    (Mode.WORK, Side.OFFICER): ({"inactive"}, {"recvonly", "inactive"}),
    (Mode.WORK, Side.PARTICIPANT): ({"inactive"}, {"sendonly", "inactive"}),
    (Mode.HOLD, Side.OFFICER): ({"inactive"}, {"inactive"}),
    (Mode.HOLD, Side.PARTICIPANT): ({"inactive"}, {"inactive"}),
}
JUNK = ["a=rtpmap:96 VP8/90000", "b=AS:300", "a=ssrc:1 cname:x", "i=inactive"]
GRID = list(itertools.product(Mode, Side, ALL, ALL))


def code(sdp: str, mode: Mode = Mode.HOLD, sender: Side = Side.PARTICIPANT) -> str | None:
    refused = check_description(sdp=sdp, mode=mode, sender=sender)
    return refused.code if refused else None


@pytest.mark.parametrize(("mode", "side", "audio", "video"), GRID)
def test_every_mode_side_and_direction_passes_only_when_the_mode_permits_it(
    mode: Mode, side: Side, audio: str, video: str
) -> None:
    permitted_audio, permitted_video = PERMITTED[mode, side]
    expected = None if audio in permitted_audio and video in permitted_video else "sdp_direction"
    assert code(description(audio=audio, video=video), mode, side) == expected


@pytest.mark.parametrize("mode", [Mode.WORK, Mode.HOLD])
@pytest.mark.parametrize("side", list(Side))
def test_a_missing_direction_means_both_ways(mode: Mode, side: Side) -> None:
    assert code(description(audio=None, video=None), mode, side) == "sdp_direction"
    assert code(description(audio="inactive", video=None), mode, side) == "sdp_direction"


def test_the_direction_of_the_session_holds_where_a_medium_says_none() -> None:
    assert code(description(audio=None, video=None, session=("a=inactive",))) is None
    assert code(description(audio="sendonly", video=None, session=("a=inactive",))) == "sdp_direction"
    assert code(description(audio="inactive", video=None, session=("a=sendrecv",))) == "sdp_direction"


def test_a_port_of_zero_does_not_excuse_a_direction() -> None:
    sdp = description(audio="sendrecv", video="inactive").replace("m=audio 9", "m=audio 0")
    assert code(sdp) == "sdp_direction"


@pytest.mark.parametrize(
    "second",
    [
        "a=sendrecv",
        "a=inactive",
        "a=SENDRECV",
        "a=sendrecv ",
        "a= sendrecv",
        "a=sendrecv:1",
        "a=sendrecv x",
        "a=SendOnly",
    ],
)
def test_a_direction_that_could_be_read_in_two_ways_is_refused(second: str) -> None:
    tail = f"{second}\r\n"
    assert code(description(audio="inactive", video="inactive", tail=tail)) == "sdp_malformed"


@pytest.mark.parametrize(
    "hostile",
    [
        "a=x\ra=sendrecv\r\n",
        "a=x\x00\r\n",
        "a=x\u2028a=sendrecv\r\n",
        "a=x\x0ba=sendrecv\r\n",
        "a=x\x85a=sendrecv\r\n",
        " a=sendrecv\r\n",
        "A=sendrecv\r\n",
        "a =sendrecv\r\n",
        "\r\na=sendrecv\r\n",
        "m=video 9 UDP/TLS/RTP/SAVPF\r\na=sendrecv\r\n",
        "m=video  9 UDP/TLS/RTP/SAVPF 96\r\n",
        "nonsense\r\n",
    ],
)
def test_a_line_that_parsers_could_split_differently_is_refused(hostile: str) -> None:
    sdp = description(audio="inactive", video="inactive", tail=hostile)
    assert code(sdp) == "sdp_malformed"


@pytest.mark.parametrize("medium", ["audio", "video"])
def test_a_third_medium_is_refused_even_when_inactive(medium: str) -> None:
    tail = media(medium=medium, direction="inactive")
    assert code(description(audio="inactive", video="inactive", tail=tail)) == "sdp_media"


def test_a_data_channel_is_refused() -> None:
    tail = f"m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n{FINGERPRINT}\r\na=sctp-port:5000\r\n"
    assert code(description(audio="inactive", video="inactive", tail=tail)) in {"sdp_media", "sdp_malformed"}
    tail = f"m=application 9 UDP/TLS/RTP/SAVPF 99\r\n{FINGERPRINT}\r\na=inactive\r\n"
    assert code(description(audio="inactive", video="inactive", tail=tail)) == "sdp_media"


def test_media_in_another_order_or_missing_is_refused() -> None:
    head = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"
    audio, video = (media(medium=medium, direction="inactive") for medium in ("audio", "video"))
    assert code(head + video + audio) == "sdp_media"
    assert code(head + audio) == "sdp_media"
    assert code(head) == "sdp_media"
    assert code(head + audio + video) is None


@pytest.mark.parametrize(
    "change",
    [
        (f"{FINGERPRINT}\r\n", ""),
        ("sha-256 ", "sha-1 "),
        ("UDP/TLS/RTP/SAVPF", "RTP/AVP"),
        ("a=rtcp-mux", "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:abc"),
    ],
)
def test_media_that_is_not_keyed_by_dtls_is_refused(change: tuple[str, str]) -> None:
    sdp = description(audio="inactive", video="inactive").replace(*change)
    assert code(sdp) == "sdp_unencrypted"


def test_a_description_of_any_length_is_not_read() -> None:
    sdp = description(audio="inactive", video="inactive", tail="a=x\r\n" * MOST_CHARACTERS)
    assert code(sdp) == "sdp_malformed"


@given(text=st.text(max_size=400))
def test_text_that_is_no_description_is_refused_and_never_breaks_the_gate(text: str) -> None:
    assert isinstance(check_description(sdp=text, mode=Mode.FOCUS, sender=Side.OFFICER), DescriptionRefused)


@given(
    audio=st.sampled_from([None, *ALL]),
    video=st.sampled_from([None, *ALL]),
    session=st.sampled_from([None, *ALL]),
    junk=st.lists(st.sampled_from(JUNK), max_size=4),
    mode=st.sampled_from([Mode.WORK, Mode.HOLD]),
    side=st.sampled_from(list(Side)),
)
def test_sound_never_passes_outside_focus_whatever_surrounds_it(
    audio: str | None, video: str | None, session: str | None, junk: list[str], mode: Mode, side: Side
) -> None:
    sdp = description(
        audio=audio,
        video=video,
        session=(f"a={session}",) if session else (),
        tail="".join(f"{line}\r\n" for line in junk),
    )
    says_silence = (audio or session or "sendrecv") == "inactive"
    assert says_silence or code(sdp, mode, side) is not None

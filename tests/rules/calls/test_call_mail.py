from typing import Any

import pytest

from lapak.calls.rules.mail import MOST_CANDIDATES, MailKind, check_mail
from lapak.calls.rules.modes import Mode, Side
from tests.rules.calls.sdp_samples import description

SILENT = description(audio="inactive", video="inactive")
CANDIDATE = {
    "candidate": "candidate:1 1 udp 2122260223 10.0.0.5 40000 typ host",
    "sdpMid": "0",
    "sdpMLineIndex": 0,
}


def code(
    *,
    kind: MailKind = MailKind.DESCRIPTION,
    sender: Side = Side.OFFICER,
    body: dict[str, Any] | None = None,
    epoch: int = 5,
    mode: Mode = Mode.HOLD,
) -> str | None:
    offer = {"type": "offer", "sdp": SILENT, "peer": "p1", "n": 1}
    refused = check_mail(
        kind=kind, sender=sender, body=offer if body is None else body, epoch=epoch, call_epoch=5, mode=mode
    )
    return refused.code if refused else None


def test_an_officer_offers_and_a_participant_answers_and_nobody_does_the_other() -> None:
    offer = {"type": "offer", "sdp": SILENT, "peer": "p1", "n": 1}
    answer = {**offer, "type": "answer"}
    assert code(sender=Side.OFFICER, body=offer) is None
    assert code(sender=Side.PARTICIPANT, body=answer) is None
    assert code(sender=Side.PARTICIPANT, body=offer) == "sdp_type"
    assert code(sender=Side.OFFICER, body=answer) == "sdp_type"


@pytest.mark.parametrize("type_", ["rollback", "pranswer", "", None, 1])
def test_no_other_type_of_description_passes(type_: object) -> None:
    assert code(body={"type": type_, "sdp": SILENT, "peer": "p1", "n": 1}) == "sdp_type"


def test_a_description_needs_the_epoch_of_now() -> None:
    assert code(epoch=4) == "epoch_past"
    assert code(epoch=5) is None
    assert code(epoch=6) == "epoch_future"


def test_a_candidate_from_just_before_a_change_of_mode_passes_but_none_from_the_future() -> None:
    body = {"peer": "p1", "candidates": [CANDIDATE]}
    assert code(kind=MailKind.CANDIDATE, body=body, epoch=4) is None
    assert code(kind=MailKind.CANDIDATE, body=body, epoch=6) == "epoch_future"


def test_a_description_is_checked_against_the_mode() -> None:
    loud = {"type": "offer", "sdp": description(audio="sendrecv", video="inactive"), "peer": "p1", "n": 1}
    assert code(body=loud, mode=Mode.FOCUS) is None
    assert code(body=loud, mode=Mode.WORK) == "sdp_direction"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"type": "offer", "sdp": 1, "peer": "p1", "n": 1},
        {"type": "offer", "sdp": SILENT, "n": 1},
        {"type": "offer", "sdp": SILENT, "peer": "<script>", "n": 1},
        {"type": "offer", "sdp": SILENT, "peer": "p1", "n": "1"},
    ],
)
def test_a_description_of_another_shape_is_refused(body: dict[str, Any]) -> None:
    assert code(body=body) == "mail_malformed"


@pytest.mark.parametrize(
    "candidates",
    [
        None,
        "candidate:1",
        [1],
        [{}],
        [{"candidate": "candidate:1\r\na=sendrecv"}],
        [{"candidate": "a=sendrecv"}],
        [{**CANDIDATE, "sdpMLineIndex": 7}],
        [{**CANDIDATE, "sdpMid": {"a": 1}}],
        [CANDIDATE] * (MOST_CANDIDATES + 1),
    ],
)
def test_a_candidate_that_is_none_is_refused(candidates: object) -> None:
    assert code(kind=MailKind.CANDIDATE, body={"peer": "p1", "candidates": candidates}) == "mail_malformed"


def test_the_end_of_candidates_passes() -> None:
    body = {"peer": "p1", "candidates": [{"candidate": "", "sdpMid": "0", "sdpMLineIndex": 0}]}
    assert code(kind=MailKind.CANDIDATE, body=body) is None


def test_a_renewal_carries_short_words_only() -> None:
    assert code(kind=MailKind.RENEW, body={"page": "a1b2", "peer": ""}) is None
    assert code(kind=MailKind.RENEW, body={"page": "x" * 65}) == "mail_malformed"
    assert code(kind=MailKind.RENEW, body={"page": {"deep": "x"}}) == "mail_malformed"

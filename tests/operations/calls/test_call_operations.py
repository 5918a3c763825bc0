from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from lapak.calls import operations, queries
from lapak.calls.models import Mail
from lapak.calls.operations import CallRefused, Heartbeat, MailUnusable
from lapak.calls.queries import CallView
from lapak.calls.rules.mail import MailKind
from lapak.calls.rules.modes import Mode, Side
from lapak.journal.queries import trail, verify
from lapak.kernel.actors import Actor
from lapak.kernel.errors import NotAllowed, NotFound
from lapak.kernel.subjects import Subject

pytestmark = pytest.mark.django_db

OFFICER = Actor.staff(staff_id=7, role="officer")
BOOTH = Actor.device(device_id=uuid4())
SYSTEM = Actor.system(job="test")
STRANGERS = [
    Actor.staff(staff_id=8, role="officer"),
    Actor.device(device_id=uuid4()),
    Actor.participant(subject_id=BOOTH.id),
    Actor.system(),
]
HEAD = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"


def line(medium: str, direction: str) -> str:
    return f"m={medium} 9 UDP/TLS/RTP/SAVPF 96\r\na=fingerprint:sha-256 AB:CD\r\na={direction}\r\n"


def body(*, type_: str = "offer", audio: str = "inactive", video: str = "inactive") -> dict[str, Any]:
    sdp = HEAD + line("audio", audio) + line("video", video)
    return {"type": type_, "sdp": sdp, "peer": "p1", "n": 1}


def opened(
    *, now: datetime, mode: Mode = Mode.HOLD, participant: Actor = BOOTH, desk: str = "desk:1"
) -> CallView:
    visit = uuid4()
    return operations.open_call(
        visit_id=visit,
        officer_topic=desk,
        participant_topic=f"visit:{visit}",
        officer=OFFICER,
        participant=participant,
        participant_kind="booth",
        mode=mode,
        actor=SYSTEM,
        now=now,
    )


def post(
    call: CallView, *, now: datetime, actor: Actor = OFFICER, epoch: int | None = None, **other: Any
) -> int:
    return operations.post(
        call_id=call.id,
        kind=other.get("kind", MailKind.DESCRIPTION),
        epoch=call.epoch if epoch is None else epoch,
        body=other.get("body", body()),
        actor=actor,
        now=now,
    )


def test_an_offer_reaches_the_participants_topic_with_the_mode_that_holds(now: datetime) -> None:
    call = opened(now=now)
    id = post(call, now=now)
    (mail,) = queries.mailbox_after(topics=[call.participant_topic], id=0)
    assert mail["id"] == id
    assert (mail["call"], mail["kind"], mail["epoch"]) == (str(call.id), "description", 1)
    assert mail["body"]["mode"] == "hold"
    assert queries.mailbox_after(topics=[call.officer_topic], id=0) == ()


def test_an_answer_reaches_the_officers_topic_only(now: datetime) -> None:
    call, other = opened(now=now), opened(now=now)
    post(call, now=now, actor=BOOTH, body=body(type_="answer"))
    assert len(queries.mailbox_after(topics=["desk:1"], id=0)) == 1
    assert queries.mailbox_after(topics=[call.participant_topic, other.participant_topic], id=0) == ()


def test_a_participant_cannot_dress_a_message_with_a_mode_of_its_own(now: datetime) -> None:
    call = opened(now=now)
    id = post(call, now=now, actor=BOOTH, body={**body(type_="answer"), "mode": "focus"})
    assert queries.mailbox_message(id=id)["body"]["mode"] == "hold"


@pytest.mark.parametrize("stranger", STRANGERS)
def test_a_stranger_finds_no_call(now: datetime, stranger: Actor) -> None:
    call = opened(now=now)
    for attempt in (
        lambda: post(call, now=now, actor=stranger),
        lambda: post(call, now=now, actor=stranger, kind=MailKind.RENEW, body={}),
        lambda: operations.heartbeat(
            call_id=call.id, beat=Heartbeat(connected=True), actor=stranger, now=now
        ),
        lambda: operations.report_first_picture(call_id=call.id, actor=stranger, now=now),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert queries.side_of(call_id=call.id, actor=stranger) is None
    assert Mail.objects.count() == 0


def test_a_participant_of_another_call_finds_no_call(now: datetime) -> None:
    neighbour = Actor.device(device_id=uuid4())
    call, theirs = opened(now=now), opened(now=now, participant=neighbour)
    with pytest.raises(NotFound):
        post(call, now=now, actor=neighbour, body=body(type_="answer"))
    assert queries.side_of(call_id=theirs.id, actor=neighbour) is Side.PARTICIPANT


def test_a_call_that_does_not_exist_is_not_found(now: datetime) -> None:
    with pytest.raises(NotFound):
        post(replace(opened(now=now), id=uuid4()), now=now)


def test_a_side_cannot_speak_for_the_other(now: datetime) -> None:
    call = opened(now=now)
    with pytest.raises(MailUnusable, match="sdp_type"):
        post(call, now=now, actor=BOOTH, body=body(type_="offer"))
    with pytest.raises(MailUnusable, match="sdp_type"):
        post(call, now=now, actor=OFFICER, body=body(type_="answer"))


def test_a_description_from_before_a_change_of_mode_is_refused(now: datetime) -> None:
    call = opened(now=now, mode=Mode.FOCUS)
    assert operations.set_mode(call_id=call.id, mode=Mode.HOLD, actor=OFFICER, now=now) == 2
    with pytest.raises(CallRefused, match="epoch_past"):
        post(call, now=now, epoch=1, body=body(audio="sendrecv", video="sendrecv"))
    with pytest.raises(MailUnusable, match="sdp_direction"):
        post(call, now=now, epoch=2, body=body(audio="sendrecv"))
    with pytest.raises(MailUnusable, match="epoch_future"):
        post(call, now=now, epoch=3)
    assert Mail.objects.count() == 0


def test_nothing_passes_once_a_call_has_ended(now: datetime) -> None:
    call = opened(now=now, mode=Mode.FOCUS)
    operations.end_call(call_id=call.id, actor=OFFICER, now=now)
    for actor in (OFFICER, BOOTH):
        assert queries.side_of(call_id=call.id, actor=actor) is None
        with pytest.raises(CallRefused, match="call_ended"):
            post(call, now=now, actor=actor, epoch=2)
        with pytest.raises(CallRefused, match="call_ended"):
            operations.heartbeat(call_id=call.id, beat=Heartbeat(connected=True), actor=actor, now=now)
    with pytest.raises(CallRefused, match="call_ended"):
        operations.set_mode(call_id=call.id, mode=Mode.FOCUS, actor=OFFICER, now=now)


def test_ending_twice_is_one_end(now: datetime) -> None:
    call = opened(now=now)
    first = operations.end_call(call_id=call.id, actor=OFFICER, now=now)
    assert operations.end_call(call_id=call.id, actor=OFFICER, now=now + timedelta(minutes=1)) == first


def test_two_calls_of_one_officer_are_never_in_focus_together(now: datetime) -> None:
    first, second = opened(now=now, mode=Mode.FOCUS), opened(now=now)
    elsewhere = opened(now=now, mode=Mode.FOCUS, desk="desk:2")
    with pytest.raises(IntegrityError), transaction.atomic():
        operations.set_mode(call_id=second.id, mode=Mode.FOCUS, actor=OFFICER, now=now)
    modes = {second.id: Mode.FOCUS, first.id: Mode.WORK}
    assert operations.set_modes(modes=modes, actor=OFFICER, now=now) == {first.id: 2, second.id: 2}
    assert _mode(elsewhere.id) is Mode.FOCUS


def test_setting_the_mode_that_holds_changes_nothing(now: datetime) -> None:
    call = opened(now=now)
    assert operations.set_mode(call_id=call.id, mode=Mode.HOLD, actor=OFFICER, now=now) == 1
    assert [link.what for link in trail(subject=Subject("call", str(call.id)))] == ["call.opened"]


def test_one_visit_has_one_open_call(now: datetime) -> None:
    call = opened(now=now)
    values = {"officer_topic": "desk:2", "participant_topic": "visit:x", "officer": OFFICER}
    again = {**values, "visit_id": call.visit_id, "participant": BOOTH, "participant_kind": "booth"}
    with pytest.raises(IntegrityError), transaction.atomic():
        operations.open_call(**again, mode=Mode.HOLD, actor=SYSTEM, now=now)
    operations.end_call(call_id=call.id, actor=SYSTEM, now=now)
    assert operations.open_call(**again, mode=Mode.HOLD, actor=SYSTEM, now=now).state == "connecting"
    assert queries.open_call_of_visit(visit_id=call.visit_id).officer_topic == "desk:2"


@pytest.mark.parametrize(("officer", "participant"), [(BOOTH, BOOTH), (OFFICER, OFFICER), (OFFICER, SYSTEM)])
def test_a_call_has_staff_on_one_side_and_a_participant_on_the_other(
    now: datetime, officer: Actor, participant: Actor
) -> None:
    with pytest.raises(NotAllowed):
        operations.open_call(
            visit_id=uuid4(),
            officer_topic="desk:1",
            participant_topic="visit:1",
            officer=officer,
            participant=participant,
            participant_kind="booth",
            mode=Mode.HOLD,
            actor=SYSTEM,
            now=now,
        )


def test_signs_of_life_make_a_call_live_and_live_again(now: datetime) -> None:
    call = opened(now=now)
    beat = Heartbeat(connected=True, bytes_received=100)
    assert operations.heartbeat(call_id=call.id, beat=beat, actor=BOOTH, now=now).state == "connecting"
    assert operations.heartbeat(call_id=call.id, beat=beat, actor=OFFICER, now=now).state == "live"
    assert operations.mark_dropped(call_id=call.id, actor=SYSTEM, now=now).state == "dropped"
    later = now + timedelta(seconds=20)
    back = operations.heartbeat(call_id=call.id, beat=beat, actor=OFFICER, now=later)
    assert (back.state, back.officer_seen_at, back.participant_seen_at) == ("live", later, now)
    whats = [link.what for link in trail(subject=Subject("call", str(call.id)))]
    assert whats == ["call.opened", "call.live", "call.dropped", "call.live"]
    assert verify(subject=Subject("call", str(call.id))).broken == ()


def test_the_first_picture_is_noted_once_and_by_the_officer_only(now: datetime) -> None:
    call = opened(now=now)
    with pytest.raises(NotFound):
        operations.report_first_picture(call_id=call.id, actor=BOOTH, now=now)
    for seconds in (1, 9):
        at = now + timedelta(seconds=seconds)
        view = operations.report_first_picture(call_id=call.id, actor=OFFICER, now=at)
        assert view.first_picture_at == now + timedelta(seconds=1)


def test_old_mail_is_purged_and_fresh_mail_kept(now: datetime) -> None:
    call = opened(now=now)
    post(call, now=now - timedelta(minutes=11))
    kept = post(call, now=now)
    assert operations.purge_mailbox(now=now) == 1
    assert list(Mail.objects.values_list("pk", flat=True)) == [kept]


def test_a_message_too_large_for_a_notice_of_the_database_still_passes(now: datetime) -> None:
    call = opened(now=now)
    large = body()
    large["sdp"] += "a=x-filler\r\n" * 700
    assert queries.mailbox_message(id=post(call, now=now, body=large))["body"]["sdp"] == large["sdp"]


def _mode(call_id: UUID) -> Mode:
    view = queries.call(call_id=call_id)
    assert view is not None
    return view.mode

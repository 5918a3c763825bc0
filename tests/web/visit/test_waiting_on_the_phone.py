"""The waiting room on the phone: light, true without scripts, when to set out, why others come first."""

from datetime import timedelta

import pytest
from django.test import Client

from lapak.booking.models import Booking, Slot
from lapak.booking.queries import person_key
from lapak.claims.models import Claim
from lapak.desk.operations import close_desk
from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.offices.models import Booth
from lapak.outbox.registry import Owed, TryLater
from lapak.people.operations import issue_handoff
from lapak.queueing.models import Nearness, Ticket
from lapak.queueing.operations import NEAR_KIND, call, no_show, recall, tell_near
from lapak.queueing.rules.explaining import Why
from lapak.sms.ports import GatewayRefused, GatewayUnavailable, ShortMessage
from lapak.web.letters import near
from lapak.web.queue_words import WORDS
from tests.web.visit.visit_scene import VisitScene, text_of

pytestmark = pytest.mark.django_db
CONTENT, PAGE, ORDER = "/kunjungan/isi/", "/kunjungan/", "/kunjungan/urutan/"
MOST_BYTES = 8_000


def wait_in_line(scene: VisitScene, number: int, *, channel: str = "onsite") -> tuple[Claim, Ticket]:
    claim = scene.claim(number)
    scene.world.arrive(claim, utc_now(), channel=channel)
    return claim, Ticket.objects.get(subject_id=claim.pk)


@pytest.fixture
def closed(scene: VisitScene) -> VisitScene:
    """Nobody is called by itself."""
    close_desk(desk_id=scene.desk_id, actor=scene.officer, now=utc_now())
    return scene


def call_to_booth(scene: VisitScene, ticket: Ticket) -> int:
    booth = Booth.objects.filter(branch=scene.world.branch).order_by("number")[0]
    call(ticket_id=ticket.pk, booth_id=booth.pk, actor=Actor.system(job="test"), now=utc_now())
    return booth.number


def seen_in(html: str) -> str:
    return html.partition('data-seen="')[2].partition('"')[0]


@pytest.mark.parametrize("channel", ["onsite", "online"])
def test_an_update_is_a_few_kilobytes_and_nothing_while_nothing_changed(
    closed: VisitScene, channel: str
) -> None:
    _, first = wait_in_line(closed, 1)
    claim, _ = wait_in_line(closed, 3, channel=channel)
    phone = closed.phone_client(claim)
    update = phone.get(CONTENT)
    assert len(update.content) < MOST_BYTES
    html = update.content.decode()
    again = phone.get(CONTENT, headers={"X-Seen": seen_in(html)})
    if again.status_code == 200:  # the minute changed between the two looks, and with it the estimate
        again = phone.get(CONTENT, headers={"X-Seen": seen_in(again.content.decode())})
    assert (again.status_code, again.content) == (204, b"")
    call_to_booth(closed, first)
    moved = phone.get(CONTENT, headers={"X-Seen": seen_in(html)})
    assert moved.status_code == 200
    assert "1 nomor lagi" in text_of(moved, "calm")
    if channel == "onsite":  # the last number of the own letter
        assert str(first) in text_of(moved, "calm")


def test_the_page_tells_all_without_a_script_and_looks_again_by_itself(closed: VisitScene) -> None:
    wait_in_line(closed, 1)
    claim, ticket = wait_in_line(closed, 3)
    page = closed.phone_client(claim).get(PAGE)
    html, words = page.content.decode(), text_of(page)
    assert '<noscript><meta http-equiv="refresh" content="30"></noscript>' in html
    assert "2 nomor lagi" in words
    assert str(ticket) in words
    assert "Kapan berangkat?" in words
    assert "UNDEFINED" not in html


def test_the_way_that_was_picked_says_when_to_leave_and_is_kept_for_the_message(closed: VisitScene) -> None:
    for number in range(4, 12):
        wait_in_line(closed, number)
    claim, ticket = wait_in_line(closed, 3)
    phone = closed.phone_client(claim)
    wrong = phone.post("/kunjungan/perjalanan/", {"way": "rocket", "minutes": "20"})
    assert wrong.status_code == 422
    assert not Nearness.objects.exists()
    assert phone.post("/kunjungan/perjalanan/", {"way": "bus", "minutes": "5"}).headers["Location"] == PAGE
    assert Nearness.objects.get().ticket_id == ticket.pk
    assert Nearness.objects.get().travel_minutes == 5
    words = text_of(phone.get(CONTENT), "side")
    assert "Dengan bus atau angkot 5 menit" in words
    assert "erangkat" in words
    phone.post("/kunjungan/perjalanan/", {"way": "foot", "minutes": "90"})
    assert "Berangkat sekarang" in text_of(phone.get(CONTENT), "side")
    assert 'data-leave="now"' in phone.get(CONTENT).content.decode()


def test_the_holder_sets_the_own_number_aside_and_comes_back_with_the_same_turn(closed: VisitScene) -> None:
    claim, ticket = wait_in_line(closed, 3)
    wait_in_line(closed, 1)
    phone = closed.phone_client(claim)
    assert "Belum siap dipanggil?" in text_of(phone.get(CONTENT), "calm")
    for _ in range(2):  # a double press is one
        assert phone.post("/kunjungan/nomor/tahan/").headers["Location"] == PAGE
        ticket.refresh_from_db()
        assert ticket.state == "on_hold"
    words = text_of(phone.get(CONTENT), "calm")
    assert "sedang disisihkan" in words
    assert "Saya siap dipanggil" in words
    assert phone.post("/kunjungan/nomor/lanjut/").headers["Location"] == PAGE
    ticket.refresh_from_db()
    assert ticket.state == "waiting"
    assert "1 nomor lagi" in text_of(phone.get(CONTENT), "calm")  # still before who came later


def test_the_holder_lets_one_number_go_first_and_no_more(closed: VisitScene) -> None:
    claim, _ = wait_in_line(closed, 3)
    for number in (1, 2):
        wait_in_line(closed, number)
    phone = closed.phone_client(claim)
    phone.post("/kunjungan/nomor/beri-jalan/")
    assert "2 nomor lagi" in text_of(phone.get(CONTENT), "calm")


def test_a_number_called_meanwhile_stays_called_and_nobody_acts_on_anothers(closed: VisitScene) -> None:
    claim, ticket = wait_in_line(closed, 3)
    phone = closed.phone_client(claim)
    assert phone.post("/kunjungan/nomor/hapus/").status_code == 404
    assert phone.get("/kunjungan/nomor/tahan/").status_code == 405
    stranger = closed.phone_client(closed.claim(2))
    stranger.post("/kunjungan/nomor/tahan/")
    call_to_booth(closed, ticket)
    for act in ("tahan", "beri-jalan"):
        assert phone.post(f"/kunjungan/nomor/{act}/").headers["Location"] == PAGE
    ticket.refresh_from_db()
    assert ticket.state == "called"
    assert 'role="alert"' in phone.get(PAGE).content.decode()


def test_a_call_to_a_booth_is_loud_and_says_where(closed: VisitScene) -> None:
    claim, ticket = wait_in_line(closed, 3)
    booth = call_to_booth(closed, ticket)
    phone = closed.phone_client(claim)
    html = phone.get(CONTENT).content.decode()
    assert f'data-calls="{ticket} 1"' in html
    words = text_of(phone.get(CONTENT), "calm")
    assert f"{ticket} dipanggil Silakan ke bilik {booth}" in words
    recall(ticket_id=ticket.pk, actor=closed.officer, now=utc_now())
    answer = phone.get(CONTENT, headers={"X-Seen": seen_in(html)})
    assert f'data-calls="{ticket} 2"' in answer.content.decode()
    assert "Panggilan ke-2" in text_of(answer, "calm")


def test_a_phone_let_in_for_one_visit_sees_the_call_and_is_let_out_after_it(closed: VisitScene) -> None:
    claim, ticket = wait_in_line(closed, 3)
    phone = Client()
    phone.post("/h/", {"code": issue_handoff(subject_id=claim.pk, purpose="visit", now=utc_now())})
    assert "1 nomor lagi" in text_of(phone.get(CONTENT), "calm")
    booth = call_to_booth(closed, ticket)
    assert f"Silakan ke bilik {booth}" in text_of(phone.get(CONTENT), "calm")
    no_show(ticket_id=ticket.pk, actor=closed.officer, now=utc_now())
    assert phone.get(PAGE).status_code == 302
    assert phone.get(CONTENT).status_code == 302  # nobody is signed in on it any more


def test_before_coming_the_page_says_when_to_leave_for_the_appointment(closed: VisitScene) -> None:
    claim = closed.claim(3)
    now = utc_now()
    slot = Slot.objects.create(
        branch=closed.world.branch,
        channel="onsite",
        starts_at=now + timedelta(hours=5),
        minutes=30,
        capacity=4,
        taken=1,
    )
    Booking.objects.create(
        slot=slot,
        subject_id=claim.pk,
        person_key=person_key(nik=claim.nik),
        state="confirmed",
        held_at=now,
        held_until=now,
        confirmed_at=now,
    )
    phone = closed.phone_client(claim)
    assert "di kantor" in text_of(phone.get(CONTENT), "calm")
    phone.post("/kunjungan/perjalanan/", {"way": "motorbike", "minutes": "45"})
    assert "Dengan motor 45 menit" in text_of(phone.get(CONTENT), "side")
    assert not Nearness.objects.exists()


def test_the_page_says_why_another_number_comes_first(closed: VisitScene) -> None:
    _, ahead = wait_in_line(closed, 1)
    claim, mine = wait_in_line(closed, 3)
    phone = closed.phone_client(claim)
    words = text_of(phone.get(ORDER))
    assert f"{ahead} {ahead} datang lebih dulu" in words
    asked = text_of(phone.get(ORDER, {"nomor": str(ahead).lower().replace("-", "")}))
    assert f"{ahead} sebelum {mine}" in asked
    unknown = text_of(phone.get(ORDER, {"nomor": "A-999"}))
    assert "tidak ada hari ini" in unknown
    assert "<b>" not in phone.get(ORDER, {"nomor": "<b>x"}).content.decode()


def test_every_reason_of_the_queue_has_words() -> None:
    assert set(WORDS) == set(Why)


def test_who_does_not_wait_is_led_back(scene: VisitScene) -> None:
    assert scene.phone_client(scene.claim(3)).get(ORDER).headers["Location"] == PAGE
    assert Client().get(ORDER).status_code == 302


class Gateway:
    """A gateway that takes a message, or fails in one of its two ways."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.failure = failure
        self.sent: list[ShortMessage] = []

    def send(self, *, message: ShortMessage) -> None:
        if self.failure:
            raise self.failure
        self.sent.append(message)


def told(closed: VisitScene, monkeypatch: pytest.MonkeyPatch, gateway: Gateway, **contact: str) -> Ticket:
    """Let the turn of a person on the phone come near, with this gateway."""
    claim, ticket = wait_in_line(closed, 3, channel="online")
    Claim.objects.filter(pk=claim.pk).update(**contact)
    assert tell_near(now=utc_now()) == 1
    monkeypatch.setattr(near, "sms_gateway", lambda: gateway)
    near.tell(Owed(ticket.pk, NEAR_KIND, f"near:{ticket.pk}", {"ticket": str(ticket.pk)}, ""), utc_now())
    return ticket


def test_one_short_message_says_number_time_and_what_to_do(
    closed: VisitScene, monkeypatch: pytest.MonkeyPatch, mailoutbox: list[object]
) -> None:
    gateway = Gateway()
    ticket = told(closed, monkeypatch, gateway, phone="+6281234567890", email="sri@contoh.id")
    (message,) = gateway.sent
    assert (message.to, message.reference) == ("+6281234567890", f"near:{ticket.pk}")
    assert str(ticket) in message.text
    assert "WIB" in message.text
    assert len(message.text) <= 160
    assert message.text.isascii()  # one message of 160 letters, not of 70
    assert mailoutbox == []


@pytest.mark.parametrize("failure", [GatewayRefused("number_blocked"), GatewayUnavailable("http_503")])
def test_a_mail_goes_where_no_short_message_can(
    closed: VisitScene, monkeypatch: pytest.MonkeyPatch, mailoutbox: list[object], failure: Exception
) -> None:
    told(closed, monkeypatch, Gateway(failure), phone="+6281234567890", email="sri@contoh.id")
    (mail,) = mailoutbox
    assert mail.to == ["sri@contoh.id"]  # type: ignore[attr-defined]


def test_without_an_address_an_absent_gateway_is_tried_again(
    closed: VisitScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(TryLater, match="sms_not_taken"):
        told(closed, monkeypatch, Gateway(GatewayUnavailable()), phone="+6281234567890", email="")


def test_who_was_called_meanwhile_gets_no_late_message(
    closed: VisitScene, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, ticket = wait_in_line(closed, 3, channel="online")
    call(ticket_id=ticket.pk, booth_id=None, actor=Actor.system(job="test"), now=utc_now())
    gateway = Gateway()
    monkeypatch.setattr(near, "sms_gateway", lambda: gateway)
    near.tell(Owed(ticket.pk, NEAR_KIND, f"near:{ticket.pk}", {"ticket": str(ticket.pk)}, ""), utc_now())
    assert gateway.sent == []

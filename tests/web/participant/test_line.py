"""The waiting room of a day that opens: small, without script, never lost; the question only under attack."""

import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from lapak.booking.models import LotEntry, Release, Slot
from lapak.booking.operations import step
from lapak.booking.queries import code_of, release
from lapak.booking.rules.lot import commitment_of
from lapak.booking.rules.release import DRAW_AFTER
from lapak.config.cli import main
from lapak.kernel.clock import utc_now
from lapak.limits.models import Bucket
from lapak.offices.models import Branch
from lapak.sms.ports import LONGEST, GatewayUnavailable, ShortMessage
from lapak.web import challenge, limits
from lapak.web.letters import short
from lapak.web.participant.line import waiting_room
from tests import participant_scene as scene
from tests.web.participant import walk

KILOBYTES = 4
NETWORK = {"REMOTE_ADDR": "203.0.113.7"}


@pytest.fixture
def day(branch: Branch) -> Release:
    """A day whose window is open now, with one place at one time."""
    slots = Slot.objects.filter(branch=branch, channel="online").order_by("-starts_at")
    row = Release.objects.create(
        branch=branch,
        channel="online",
        day=(utc_now() + timedelta(days=3)).date(),
        opens_at=utc_now() - timedelta(minutes=1),
        closes_at=utc_now() + timedelta(minutes=9),
        priority_percent=10,
        seed="5e" * 32,
        commitment="c0" * 32,
    )
    Slot.objects.filter(pk=slots[0].pk).update(
        release=row, opens_at=row.closes_at + timedelta(days=1), capacity=1
    )
    Release.objects.filter(pk=row.pk).update(day=slots[0].starts_at.astimezone().date())
    return Release.objects.get(pk=row.pk)


def line(day: Release) -> str:
    return f"/giliran/{day.pk}/"


def drawn(day: Release) -> datetime:
    """Close the window and draw; return the moment."""
    now = utc_now()
    Release.objects.filter(pk=day.pk).update(
        opens_at=now - timedelta(minutes=20), closes_at=now - DRAW_AFTER - timedelta(minutes=1)
    )
    LotEntry.objects.update(entered_at=now - timedelta(minutes=10))
    step(release_id=day.pk, now=now)
    return now


def test_the_page_is_small_has_no_script_and_looks_again_by_itself(phone: Client, day: Release) -> None:
    walk.to_schedule(phone)
    for move in (lambda: None, lambda: phone.post(f"{line(day)}ikut/"), lambda: drawn(day)):
        move()
        body = walk.open_page(phone, line(day))
        assert len(body.encode()) < KILOBYTES * 1024
        assert "<script" not in body
        assert "style=" not in body
    css = Path("lapak/web/static/lapak/css/light.css")
    assert css.stat().st_size < KILOBYTES * 1024


def test_before_opening_the_server_counts_down_and_nobody_can_enter(phone: Client, day: Release) -> None:
    walk.to_schedule(phone)
    Release.objects.filter(pk=day.pk).update(opens_at=utc_now() + timedelta(minutes=5))
    response = phone.get(line(day))
    body = walk.text(response)
    assert "Belum dibuka" in body
    assert "± 5 menit lagi" in body
    again = re.search(r'http-equiv="refresh" content="(\d+)"', body)
    assert again
    assert response["Retry-After"] == again.group(1)
    assert 60 <= int(again.group(1)) <= 90
    phone.post(f"{line(day)}ikut/")
    assert "belum dibuka" in walk.open_page(phone, line(day))
    assert not LotEntry.objects.exists()


def test_taking_part_twice_changes_nothing_and_the_place_survives_reload_and_another_phone(
    phone: Client, day: Release
) -> None:
    walk.to_schedule(phone)
    assert "Ikut undian" in walk.open_page(phone, line(day))
    for _ in range(2):
        assert phone.post(f"{line(day)}ikut/", {"priority": "x"}).headers["Location"] == line(day)
    entry = LotEntry.objects.get()
    code = code_of(entry_id=entry.pk)
    for _ in range(2):
        body = walk.open_page(phone, line(day))
        assert entry.ticket in body
        assert code in body
    other = Client()
    assert entry.ticket not in walk.open_page(other, line(day))
    sent = other.post("/giliran/kode/", {"kode": f" {code.lower().replace('-', ' ')} "})
    assert sent.headers["Location"] == line(day)
    body = walk.open_page(other, line(day))
    assert entry.ticket in body
    assert scene.NAME not in body
    assert scene.SRI.nik not in body
    assert other.get("/klaim/jadwal/").headers["Location"] == "/lacak/"  # the code opens nothing else


def test_a_session_of_another_browser_finds_the_place_of_its_person(phone: Client, day: Release) -> None:
    walk.to_schedule(phone)
    phone.post(f"{line(day)}ikut/")
    second = Client()
    walk.identify(second)
    second.post("/klaim/kontak/", walk.CONTACT)
    assert LotEntry.objects.get().ticket in walk.open_page(second, line(day))


def test_a_wrong_code_is_told_and_guessing_ends(phone: Client, day: Release) -> None:
    answers = [phone.post("/giliran/kode/", {"kode": f"AAAAA-AAAA{n}"}, **NETWORK) for n in "34679ACDEFGHJKM"]
    assert [one.status_code for one in answers][:12] == [422] * 12
    assert answers[-1].status_code == 429
    assert 'value="AAAAA-AAAAM"' in walk.text(answers[-1])


def test_the_turn_leads_to_the_times_of_the_day_and_the_place_is_theirs(phone: Client, day: Release) -> None:
    walk.to_schedule(phone)
    assert "undian" in walk.open_page(phone, "/klaim/jadwal/")
    phone.post(f"{line(day)}ikut/")
    drawn(day)
    assert "Giliran Anda" in walk.open_page(phone, line(day))
    assert (
        "Giliran Anda memilih waktu" in walk.deliver_mail()[-1] or "Giliran Anda" in walk.deliver_mail()[-1]
    )
    to = phone.get(f"{line(day)}pilih/").headers["Location"]
    assert to.startswith("/klaim/jadwal/?kantor=")
    page = walk.open_page(phone, to)
    slot = str(day.slots.get().pk)  # type: ignore[attr-defined] # the related name
    assert slot in walk.free_slots(page)
    assert phone.post(to, {"slot": slot}).headers["Location"] == "/klaim/ringkasan/"
    assert walk.submit(phone).headers["Location"] == "/klaim/selesai/"
    step(release_id=day.pk, now=utc_now())
    assert "sudah punya janji" in walk.open_page(phone, line(day))


def test_a_turn_is_told_by_short_message_too_where_a_gateway_takes_it(
    phone: Client, day: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[ShortMessage] = []

    class Gateway:
        def send(self, *, message: ShortMessage) -> None:
            sent.append(message)
            raise GatewayUnavailable  # and the mail is not sent again for it

    monkeypatch.setattr(short, "sms_gateway", Gateway)
    walk.to_schedule(phone)
    phone.post(f"{line(day)}ikut/")
    drawn(day)
    assert "Giliran Anda memilih waktu" in walk.deliver_mail()[-1]
    (message,) = sent
    assert message.to.startswith("+62812")
    assert "giliran Anda memilih jam, Tangerang Cikokol" in message.text
    assert len(message.text) <= LONGEST
    assert scene.NAME not in message.text


def test_without_a_turn_the_day_cannot_be_chosen(phone: Client, day: Release) -> None:
    walk.to_schedule(phone)
    slot = str(day.slots.get().pk)  # type: ignore[attr-defined] # the related name
    assert slot not in walk.open_page(phone, "/klaim/jadwal/")
    sent = phone.post("/klaim/jadwal/", {"slot": slot})
    assert "belum dibuka" in walk.text(sent)


def test_on_another_phone_the_turn_asks_for_the_link_from_the_mail(phone: Client, day: Release) -> None:
    walk.to_schedule(phone)
    phone.post(f"{line(day)}ikut/")
    drawn(day)
    other = Client()
    other.post("/giliran/kode/", {"kode": code_of(entry_id=LotEntry.objects.get().pk)})
    assert "Kirim tautan ke surel saya" in walk.open_page(other, line(day))
    other.post("/giliran/kirim/")
    told = walk.deliver_mail()[-1]
    assert other.get(walk.link_in(told)).status_code == 302
    assert "Pilih jam" in walk.open_page(other, line(day))


def test_who_is_too_late_for_a_place_is_told_and_the_waiting_list_has_them(
    phone: Client, day: Release
) -> None:
    walk.to_schedule(phone)
    phone.post(f"{line(day)}ikut/")
    Slot.objects.filter(release=day).update(capacity=0)
    drawn(day)
    body = walk.open_page(phone, line(day))
    assert "daftar tunggu" in body
    assert "Cari kantor yang lebih cepat" in body
    assert "daftar tunggu" in walk.deliver_mail()[-1]


def test_leaving_gives_the_place_up(phone: Client, day: Release) -> None:
    walk.to_schedule(phone)
    phone.post(f"{line(day)}ikut/")
    phone.post(f"{line(day)}keluar/")
    assert "Ikut undian" in walk.open_page(phone, line(day))


@pytest.fixture
def attack(monkeypatch: pytest.MonkeyPatch) -> None:
    """So many requests that the third of a network is more than people send."""
    monkeypatch.setattr(limits, "CALM_NETWORK", limits.Rate("t", most=2, per=timedelta(minutes=1)))


def test_without_an_attack_nobody_is_asked(phone: Client, day: Release) -> None:
    walk.to_schedule(phone)
    for _ in range(9):
        assert phone.post(f"{line(day)}ikut/", **NETWORK).status_code == 302
        phone.post(f"{line(day)}keluar/", **NETWORK)


@pytest.mark.usefixtures("attack")
def test_under_attack_one_question_stands_before_the_line_and_then_not_again(
    phone: Client, day: Release
) -> None:
    walk.to_schedule(phone)
    for _ in range(2):
        Client().post(f"{line(day)}ikut/", **NETWORK)
        phone.post(f"{line(day)}keluar/", **NETWORK)
        assert phone.post(f"{line(day)}ikut/", **NETWORK).status_code == 302
    phone.post(f"{line(day)}keluar/", **NETWORK)
    asked = phone.post(f"{line(day)}ikut/", {"priority": "ill"}, **NETWORK)
    assert asked.status_code == 429
    body = walk.text(asked)
    assert "<script" not in body
    assert not LotEntry.objects.filter(state="waiting").exists()
    wrong = phone.post(f"{line(day)}ikut/", {"seal": walk.value_of(body, "seal"), "jawaban": "99"}, **NETWORK)
    assert "belum cocok" in walk.text(wrong)
    body = walk.text(wrong)
    words = re.search(r"Berapa <strong>(.*?)</strong> ditambah <strong>(.*?)</strong>", body)
    assert words
    total = sum(challenge.WORDS.index(word) for word in words.groups())
    form = {"seal": walk.value_of(body, "seal"), "jawaban": f" {challenge.WORDS[total].upper()} "}
    other = Client()
    walk.identify(other)
    assert other.post(f"{line(day)}ikut/", form, **NETWORK).status_code == 429  # sealed for another session
    assert phone.post(f"{line(day)}ikut/", form, **NETWORK).status_code == 302
    assert LotEntry.objects.get().state == "waiting"
    phone.post(f"{line(day)}keluar/", **NETWORK)
    assert phone.post(f"{line(day)}ikut/", **NETWORK).status_code == 302


def test_a_person_and_a_network_have_limits_of_their_own(
    phone: Client, day: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk.to_schedule(phone)
    tries = [phone.post(f"{line(day)}ikut/").status_code for _ in range(21)]
    assert tries == [*([302] * 20), 429]
    Bucket.objects.all().delete()
    monkeypatch.setattr(limits, "LINE_NETWORK", limits.Rate("n", most=1, per=timedelta(minutes=10)))
    assert phone.post(f"{line(day)}ikut/", **NETWORK).status_code == 302
    refused = phone.post(f"{line(day)}ikut/", **NETWORK)
    assert (refused.status_code, int(refused["Retry-After"]) > 0) == (429, True)


def test_anybody_can_look_at_a_draw_and_work_it_out_again(
    phone: Client, day: Release, tmp_path: Path, capsys: Any
) -> None:
    anybody = Client()
    address = f"{line(day)}undian/"
    assert day.commitment in walk.open_page(anybody, address)
    assert day.seed not in walk.open_page(anybody, address)
    assert anybody.get(f"{line(day)}undian.json").status_code == 404
    walk.to_schedule(phone)
    phone.post(f"{line(day)}ikut/")
    Release.objects.filter(pk=day.pk).update(commitment=commitment_of(seed=day.seed))
    drawn(day)
    assert day.seed in walk.open_page(anybody, address)
    told = anybody.get(f"{line(day)}undian.json").content
    assert scene.SRI.nik.encode() not in told
    (tmp_path / "undian.json").write_bytes(told)
    assert main(["lot", str(tmp_path / "undian.json")]) == 0
    assert "1 entries, drawn as sealed" in capsys.readouterr().out
    lie = {**json.loads(told), "order": [["0" * 12, 0]]}
    (tmp_path / "lie.json").write_text(json.dumps(lie))
    assert main(["lot", str(tmp_path / "lie.json")]) == 1
    assert main(["lot", str(tmp_path / "none.json")]) == 2
    assert day.branch.name in walk.open_page(anybody, "/giliran/")


def test_a_person_on_another_clock_reads_both(day: Release) -> None:
    Branch.objects.update(timezone="Asia/Jayapura")
    view = release(release_id=day.pk)
    assert view is not None
    shown = waiting_room(release=view, place=None, clock="WIB", now=utc_now())
    assert re.fullmatch(r"\d\d\.\d\d WIT \(\d\d\.\d\d WIB\)", shown.opens)
    assert "(" not in waiting_room(release=view, place=None, clock="WIT", now=utc_now()).opens


def test_unknown_days_are_not_there(phone: Client) -> None:
    nowhere = "/giliran/00000000-0000-0000-0000-000000000007/"
    for path in (nowhere, f"{nowhere}undian/", f"{nowhere}undian.json"):
        assert phone.get(path).status_code == 404

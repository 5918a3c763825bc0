"""The appointment of a filed claim: another time, another branch, given back, full."""

import html
import re
from datetime import timedelta

from django.db.models import F
from django.test import Client

from lapak.booking.models import Booking, Slot
from lapak.booking.operations import Relocated, offer_free, relocate, relocate_all
from lapak.booking.queries import waiting
from lapak.claims.models import Claim
from lapak.kernel.clock import utc_now
from lapak.kernel.zones import local_date
from lapak.web.templatetags.lapak_text import branch_moment
from tests import participant_scene as scene
from tests.web.participant import walk

NIGHT = timedelta(hours=14)  # whenever the test runs, there is time to answer before such a slot


def test_a_filed_claim_takes_another_time_at_another_branch_and_gives_it_back(phone: Client) -> None:
    walk.filed(phone)
    before = Booking.objects.get()
    east = scene.make_branch("Jayapura", code="J99", zone="Asia/Jayapura")
    page = walk.open_page(phone, f"/janji/waktu/?kantor={east.pk}")
    slot = walk.free_slots(page)[0]
    sent = phone.post("/janji/waktu/", {"slot": slot, "priority": "elderly"})
    assert sent.headers["Location"] == "/janji/"
    body = walk.open_page(phone, "/janji/")
    assert "WIT" in body
    assert "Jayapura" in body
    row = Booking.objects.get()
    assert (row.pk, str(row.slot_id), row.state, row.priority) == (before.pk, slot, "confirmed", "elderly")
    assert Claim.objects.get().branch_id == east.pk
    assert Slot.objects.get(pk=before.slot_id).taken == 0
    assert phone.post("/janji/batal/").headers["Location"] == "/janji/"
    assert "Belum ada janji" in walk.open_page(phone, "/janji/")
    assert Slot.objects.get(pk=slot).taken == 0


def test_a_time_that_is_gone_is_told_on_the_page_and_the_old_one_stays(phone: Client) -> None:
    walk.filed(phone)
    booked = Booking.objects.get()
    slot = walk.free_slots(walk.open_page(phone, f"/janji/waktu/?hari={walk.tomorrow()}"))[-1]
    Slot.objects.filter(pk=slot).update(capacity=0)
    sent = phone.post("/janji/waktu/?cara=online", {"slot": slot})
    assert sent.headers["Location"] == "/janji/waktu/?cara=online&gagal=slot_gone"
    assert "baru saja diambil orang lain" in walk.open_page(phone, sent.headers["Location"], status=422)
    assert Booking.objects.get().slot_id == booked.slot_id
    assert "<script>" not in walk.open_page(phone, "/janji/waktu/?gagal=%3Cscript%3E")
    for wrong in ({}, {"slot": "x"}):
        assert "gagal=slot_" in phone.post("/janji/waktu/", wrong).headers["Location"]


def test_a_refused_time_leaves_the_day_and_all_that_was_entered(phone: Client) -> None:
    walk.filed(phone)
    slot = _gone_day(phone, "/janji/waktu/")
    entered = {"slot": slot, "priority": "ill", "tunggu": "1", "di": "semua"}
    sent = phone.post(f"/janji/waktu/?hari={walk.tomorrow()}", entered)
    assert sent.status_code == 422
    _stands_as_entered(sent.content.decode())


def test_a_refused_time_of_a_draft_leaves_the_day_and_all_that_was_entered(phone: Client) -> None:
    walk.to_schedule(phone)
    slot = _gone_day(phone, "/klaim/jadwal/")
    page = walk.open_page(phone, f"/klaim/jadwal/?hari={walk.tomorrow()}")
    where = re.search(r'id="isian" method="post" action="([^"]+)"', page)
    assert where
    entered = {"slot": slot, "priority": "ill", "tunggu": "1", "di": "semua"}
    sent = phone.post("/klaim/jadwal/" + html.unescape(where[1]), entered)
    assert sent.status_code == 422
    _stands_as_entered(sent.content.decode())


def test_who_has_a_priority_place_finds_it_chosen_when_changing_the_time(phone: Client) -> None:
    walk.filed(phone)
    assert "selected" not in _priorities(walk.open_page(phone, "/janji/waktu/"))
    Booking.objects.update(priority="pregnant")
    assert '"pregnant" selected' in _priorities(walk.open_page(phone, "/janji/waktu/"))


def _gone_day(phone: Client, address: str) -> str:
    """Fill tomorrow after its times were shown; return one of them."""
    slot = walk.free_slots(walk.open_page(phone, f"{address}?hari={walk.tomorrow()}"))[0]
    of_day = Slot.objects.get(pk=slot).starts_at
    around = (of_day - timedelta(hours=12), of_day + timedelta(hours=12))
    Slot.objects.filter(starts_at__range=around).update(capacity=F("taken"), kept=0)
    return slot


def _stands_as_entered(page: str) -> None:
    assert "baru saja diambil orang lain" in page
    assert f"hari={walk.tomorrow()}" in page.partition('id="isian"')[2].partition(">")[0]
    assert '"ill" selected' in _priorities(page)
    assert re.search(r'name="tunggu" value="1" checked', page)
    assert re.search(r'value="semua" selected', page)


def _priorities(page: str) -> str:
    return page.partition('id="id_priority"')[2].partition("</select>")[0]


def test_a_draft_has_no_appointment_pages(phone: Client) -> None:
    walk.to_schedule(phone)
    for path in ("/janji/", "/janji/waktu/", "/janji/waktu/kantor/"):
        assert phone.get(path).headers["Location"] == "/klaim/jadwal/"
    assert "gagal=claim_moved_on" in phone.post("/janji/waktu/", {"slot": "0" * 32}).headers["Location"]


def test_who_is_moved_by_the_branch_is_told_old_and_new_time_and_the_soonest_elsewhere(phone: Client) -> None:
    walk.filed(phone)
    east = scene.make_branch("Jayapura", code="J99", zone="Asia/Jayapura")
    row = Booking.objects.select_related("slot").get()
    Slot.objects.filter(pk=row.slot_id).update(capacity=1, over=1)
    day = local_date(moment=row.slot.starts_at, zone="Asia/Jakarta")
    assert relocate(branch_id=row.slot.branch_id, day=day, now=utc_now()) == Relocated(1, 0)
    told = walk.deliver_mail()[-1]
    moved = Booking.objects.select_related("slot").get()
    assert branch_moment(row.slot.starts_at, "Asia/Jakarta") in told
    assert branch_moment(moved.slot.starts_at, "Asia/Jakarta") in told
    assert east.name in told
    assert "WIT" in told
    assert walk.link_in(told)


def test_whose_promise_ends_is_told_and_can_choose_again(phone: Client) -> None:
    walk.filed(phone)
    row = Booking.objects.select_related("slot").get()
    Slot.objects.exclude(pk=row.slot_id).update(capacity=0)
    Slot.objects.filter(pk=row.slot_id).update(capacity=1, over=1)
    assert relocate_all(now=utc_now()) == Relocated(0, 1)
    told = walk.deliver_mail()[-1]
    assert "tidak bisa kami tepati" in told
    assert phone.get(walk.link_in(told)).status_code == 302
    assert "Belum ada janji" in walk.open_page(phone, "/janji/")


def test_who_waits_for_a_sooner_time_is_offered_it_by_mail_and_takes_it_on_the_page(phone: Client) -> None:
    walk.filed(phone)
    mine = Booking.objects.select_related("slot").get()
    soon, later = Slot.objects.filter(channel="online", starts_at__gt=utc_now() + NIGHT).order_by(
        "starts_at"
    )[:2]
    Slot.objects.exclude(pk=later.pk).update(capacity=F("taken"))
    assert phone.post("/janji/waktu/", {"slot": str(later.pk)}).headers["Location"] == "/janji/"
    Slot.objects.filter(pk=mine.slot_id).update(capacity=0)
    page = walk.open_page(phone, "/janji/waktu/")
    assert "Masukkan saya daftar tunggu" in page
    phone.post("/janji/waktu/", {"tunggu": "1", "kantor": walk.value_of(page, "kantor"), "cara": "online"})
    assert "urutan ke-1" in walk.open_page(phone, "/janji/")
    Slot.objects.filter(pk=soon.pk).update(capacity=1)
    assert offer_free(now=utc_now()) == 1
    assert branch_moment(soon.starts_at, "Asia/Jakarta") in walk.deliver_mail()[-1]
    body = walk.open_page(phone, "/janji/")
    answer = re.search(r'action="(/janji/tawaran/[0-9a-f-]{36}/)"', body)
    assert answer
    assert Client().post(answer.group(1), {"ambil": "1"}).status_code in (302, 403)
    assert phone.post(answer.group(1), {"ambil": "1"}).headers["Location"] == "/janji/"
    assert Booking.objects.get(state="confirmed").slot_id == soon.pk
    phone.post(answer.group(1), {"ambil": "1"})  # pressed twice
    assert "sudah lewat" in walk.open_page(phone, "/janji/")


def test_whose_offer_falls_away_with_its_day_is_told_by_mail_and_still_waits(phone: Client) -> None:
    walk.to_schedule(phone)
    soon = Slot.objects.filter(channel="online", starts_at__gt=utc_now() + NIGHT).earliest("starts_at")
    Slot.objects.update(capacity=F("taken"))
    page = walk.open_page(phone, "/klaim/jadwal/")
    phone.post("/klaim/jadwal/", {"tunggu": "1", "kantor": walk.value_of(page, "kantor"), "cara": "online"})
    Slot.objects.filter(pk=soon.pk).update(capacity=1)
    assert offer_free(now=utc_now()) == 1
    walk.deliver_mail()
    Slot.objects.filter(pk=soon.pk).update(over=1)
    assert relocate_all(now=utc_now()) == Relocated(0, 0)
    told = walk.deliver_mail()[-1]
    assert branch_moment(soon.starts_at, "Asia/Jakarta") in told
    assert "tidak ada lagi" in told
    still = waiting(subject_id=Claim.objects.get().pk)
    assert still is not None
    assert still.offers_left == 3


def test_a_place_in_line_is_given_up_with_one_press(phone: Client) -> None:
    walk.filed(phone)
    kantor = str(Booking.objects.select_related("slot").get().slot.branch_id)
    phone.post("/janji/waktu/", {"tunggu": "1", "kantor": kantor, "cara": "online"})
    assert "Daftar tunggu" in walk.open_page(phone, "/janji/")
    phone.post("/janji/tunggu/batal/")
    assert "urutan ke-" not in walk.open_page(phone, "/janji/")
    for wrong in ({"kantor": "x"}, {"cara": "onsite", "di": "semua"}, {}):
        sent = phone.post("/janji/waktu/", {"tunggu": "1", **wrong})
        assert sent.status_code == 422
        assert 'role="alert"' in sent.content.decode()


def test_a_draft_waits_anywhere_is_offered_a_time_and_holds_it(phone: Client) -> None:
    walk.to_schedule(phone)
    Slot.objects.update(capacity=0)
    kantor = walk.value_of(walk.open_page(phone, "/klaim/jadwal/"), "kantor")
    form = {"tunggu": "1", "di": "semua", "cara": "online", "kantor": kantor}
    assert phone.post("/klaim/jadwal/", form).status_code == 302
    assert "Kantor mana pun lewat video, urutan ke-1" in walk.open_page(phone, "/klaim/jadwal/")
    east = scene.make_branch("Jayapura", code="J99", zone="Asia/Jayapura")
    slot = Slot.objects.filter(branch=east, channel="online", starts_at__gt=utc_now() + NIGHT).earliest(
        "starts_at"
    )
    Slot.objects.exclude(pk=slot.pk).update(capacity=0)
    assert offer_free(now=utc_now()) == 1
    assert "Jayapura" in walk.deliver_mail()[-1]
    page = walk.open_page(phone, "/klaim/jadwal/")
    answer = re.search(r'action="(/janji/tawaran/[0-9a-f-]{36}/)"', page)
    assert answer
    assert phone.post(answer.group(1), {"ambil": "1"}).headers["Location"] == "/klaim/"
    row = Booking.objects.get()
    assert (row.state, row.slot_id, row.held_until - row.held_at) == ("held", slot.pk, timedelta(minutes=30))
    assert walk.submit(phone).headers["Location"] == "/klaim/selesai/"
    assert Booking.objects.get().state == "confirmed"


def test_branches_are_listed_nearest_or_soonest_first(phone: Client) -> None:
    scene.make_branch("Jayapura", code="J99", zone="Asia/Jayapura")
    walk.to_schedule(phone)
    near, far = "Tangerang Cikokol", "Jayapura"
    page = walk.open_page(phone, "/klaim/jadwal/kantor/")
    assert page.index(f"<strong>{near}") < page.index(f"<strong>{far}")
    assert "Sekota atau sekabupaten" in page
    page = walk.open_page(phone, "/klaim/jadwal/kantor/?dari=94")
    assert page.index(f"<strong>{far}") < page.index(f"<strong>{near}")
    Slot.objects.filter(branch__name=near).update(capacity=0)
    page = walk.open_page(phone, "/klaim/jadwal/kantor/?urut=cepat&dari=<b>")
    assert page.index(f"<strong>{far}") < page.index(f"<strong>{near}")
    assert "Penuh, ada daftar tunggu" in page


def test_a_held_time_shows_its_seconds_and_one_press_keeps_it_longer(phone: Client) -> None:
    walk.to_summary(phone)
    Booking.objects.update(held_until=utc_now() + timedelta(seconds=90))
    page = walk.open_page(phone, "/klaim/ringkasan/")
    seconds = re.search(r'data-hold="(\d+)"', page)
    assert seconds
    assert 60 < int(seconds.group(1)) <= 90
    sent = phone.post("/klaim/jadwal/", {"slot": walk.value_of(page, "slot"), "priority": ""})
    assert sent.headers["Location"] == "/klaim/ringkasan/"
    assert Booking.objects.get().held_until > utc_now() + timedelta(minutes=9)

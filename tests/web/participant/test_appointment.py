"""The appointment of a filed claim: another time, another branch, given back, full."""

from django.test import Client

from lapak.booking.models import Booking, Slot
from lapak.booking.operations import Relocated, relocate, relocate_all
from lapak.claims.models import Claim
from lapak.kernel.clock import utc_now
from lapak.kernel.zones import local_date
from lapak.web.templatetags.lapak_text import branch_moment
from tests import participant_scene as scene
from tests.web.participant import walk


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
    slot = walk.free_slots(walk.open_page(phone, "/janji/waktu/"))[1]
    Slot.objects.filter(pk=slot).update(capacity=0)
    sent = phone.post("/janji/waktu/?cara=online", {"slot": slot})
    assert sent.headers["Location"] == "/janji/waktu/?cara=online&gagal=slot_gone"
    assert "baru saja diambil orang lain" in walk.open_page(phone, sent.headers["Location"], status=422)
    assert Booking.objects.get().slot_id == booked.slot_id
    assert "<script>" not in walk.open_page(phone, "/janji/waktu/?gagal=%3Cscript%3E")
    for wrong in ({}, {"slot": "x"}):
        assert "gagal=slot_" in phone.post("/janji/waktu/", wrong).headers["Location"]


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

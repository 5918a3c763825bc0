"""The appointment of a filed claim: another time, another branch, given back, full."""

from django.test import Client

from lapak.booking.models import Booking, Slot
from lapak.claims.models import Claim
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

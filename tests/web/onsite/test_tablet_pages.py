from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from lapak.booking.models import Booking, Slot
from lapak.claims.models import Claim
from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.kernel.ids import new_id
from lapak.kernel.numbers import claim_number
from lapak.offices.operations import save_branch
from lapak.offices.queries import BranchView, booths
from lapak.people.models import ParticipantAccess
from lapak.queueing.models import Ticket, ZoneCount
from lapak.queueing.operations import call
from tests.web.onsite.door_visits import NIK, Expected, come, expect, pair

pytestmark = pytest.mark.django_db


def press(tablet: Client, name: str, *arguments: object, status: int = 200, **fields: object) -> str:
    """Send a form as htmx does and return the part of the page that comes back."""
    answer = tablet.post(reverse(f"tablet:{name}", args=arguments), fields, headers={"HX-Request": "true"})
    assert answer.status_code == status
    html = answer.content.decode()
    assert "UNDEFINED" not in html
    return html


def test_the_page_opens_for_tablets_only(tablet: Client, board: Client, branch: BranchView) -> None:
    page = tablet.get("/pintu/")
    assert "Tangerang Cikokol" in page.content.decode()
    assert "UNDEFINED" not in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert board.get("/pintu/").status_code == 403
    assert Client().get("/pintu/")["Location"] == "/perangkat/"


@pytest.mark.parametrize(
    "entry",
    [lambda person: person.qr, lambda person: person.number, lambda _: "3603 4512 0590 0001"],
    ids=["qr", "number", "nik"],
)
def test_an_appointment_is_found_by_qr_number_or_nik(
    tablet: Client, branch: BranchView, entry: Callable[[Expected], str]
) -> None:
    person = expect(branch, in_minutes=18)
    html = press(tablet, "arrive", entry=entry(person))
    assert "A-001" in html
    assert "Hartono S." in html
    assert "Susilo" not in html
    ticket = Ticket.objects.get()
    assert (ticket.subject_id, ticket.channel) == (person.claim_id, "onsite")
    assert ticket.due_at == Slot.objects.get().starts_at
    assert Booking.objects.get().state == "used"
    again = press(tablet, "arrive", entry=entry(person))
    assert "A-001" in again
    assert Ticket.objects.count() == 1


def test_too_early_says_from_when_and_keeps_the_appointment(tablet: Client, branch: BranchView) -> None:
    save_branch(code="TGR", hours=[], booths=0, early_arrival_minutes=30)
    person = expect(branch, in_minutes=31)
    html = press(tablet, "arrive", entry=person.qr)
    assert "Tempat di dalam mulai" in html or "bukan hari ini" in html  # the half hour before midnight
    assert Ticket.objects.count() == 0
    assert Booking.objects.get().state == "confirmed"


def test_another_branch_is_named(tablet: Client) -> None:
    east = save_branch(
        code="JYP", hours=[], booths=1, name="Jayapura", timezone="Asia/Jayapura", hall_limit=5
    )
    html = press(tablet, "arrive", entry=expect(east, in_minutes=10).qr)
    assert "Janjinya di Cabang Jayapura." in html
    assert Ticket.objects.count() == 0


def test_who_has_no_appointment_takes_a_number_with_a_new_draft(tablet: Client, branch: BranchView) -> None:
    assert "Ambil antrean sekarang" in press(tablet, "arrive", entry=NIK)
    html = press(tablet, "take_number", entry=NIK)
    assert "A-001" in html
    claim = Claim.objects.get()
    assert (claim.channel, claim.state, claim.branch_id) == ("onsite", "draft", branch.id)
    press(tablet, "take_number", entry=NIK)
    assert (Ticket.objects.count(), Claim.objects.count()) == (1, 1)


def test_who_will_not_wait_for_the_appointment_gives_it_back(tablet: Client, branch: BranchView) -> None:
    expect(branch, in_minutes=3 * 24 * 60)
    press(tablet, "arrive", entry=NIK)
    html = press(tablet, "take_number", entry=NIK)
    assert "Hartono S." in html
    assert Booking.objects.get().state == "cancelled"
    assert Slot.objects.get().taken == 0


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("", "Ketik 16 angka NIK"),
        ("123", "NIK berisi 16 angka, yang diisi 3."),
        ("LAPAK:AAAA", "QR ini bukan janji Lapak."),
        ("K-2020-0618-0740", "Periksa lagi"),
        (claim_number(filed_on=date(2020, 6, 18), serial=999), "tidak ditemukan"),
    ],
)
def test_what_cannot_be_used_is_explained_at_the_field(tablet: Client, entry: str, words: str) -> None:
    html = press(tablet, "arrive", status=422, entry=entry)
    assert words in html
    assert 'aria-invalid="true"' in html


def test_priority_is_given_and_taken_back(tablet: Client, branch: BranchView) -> None:
    ticket = come(branch)
    assert "P-001" in press(tablet, "priority", ticket.id, priority="elderly")
    assert "A-002" in press(tablet, "priority", ticket.id, priority="")
    call(ticket_id=ticket.id, booth_id=None, actor=Actor.system(), now=utc_now())
    html = press(tablet, "priority", ticket.id, status=422, priority="elderly")
    assert "sudah dipanggil" in html


def test_a_full_hall_sends_people_out_and_keeps_seats_for_priority(
    tablet: Client, branch: BranchView
) -> None:
    ticket = come(branch)
    assert "Silakan masuk dan duduk" in press(tablet, "wait", ticket.id, waits="hall")
    for _ in range(2):
        press(tablet, "count", delta=1, tap_id=new_id())
    html = press(tablet, "wait", ticket.id, waits="hall")
    assert "Ruang penuh. Tunggu di luar." in html
    assert "<strong>1 kursi prioritas</strong>" in html  # who holds the ticket stands inside still
    assert "Beri alat panggil nomor 1" in press(tablet, "wait", ticket.id, waits="pager")
    side = tablet.get("/pintu/samping/").content.decode()
    assert "A-001" in side
    assert "Penuh untuk umum" in side


def test_the_phone_code_is_only_for_a_draft_begun_at_the_door(tablet: Client, branch: BranchView) -> None:
    press(tablet, "take_number", entry=NIK)
    html = press(tablet, "wait", Ticket.objects.get().pk, waits="phone")
    assert "<svg" in html
    assert "Pindai dengan HP" in html
    person = expect(branch, in_minutes=10, nik="3603451205900002")
    press(tablet, "arrive", entry=person.qr)
    html = press(tablet, "wait", Ticket.objects.get(subject_id=person.claim_id).pk, waits="phone")
    assert "Pindai dengan HP" not in html
    assert not ParticipantAccess.objects.filter(subject_id=person.claim_id).exists()


def test_a_called_ticket_shows_the_way(tablet: Client, branch: BranchView) -> None:
    person = expect(branch, in_minutes=10)
    press(tablet, "arrive", entry=person.qr)
    booth = booths(branch_id=branch.id)[1]
    call(ticket_id=Ticket.objects.get().pk, booth_id=booth.id, actor=Actor.system(), now=utc_now())
    html = press(tablet, "arrive", entry=person.qr)
    assert "Silakan langsung ke Bilik 2" in html
    assert "Ikuti garis kuning" in html


def test_the_counter_counts_each_press_once_and_undoes(tablet: Client) -> None:
    tap = new_id()
    for _ in range(2):
        press(tablet, "count", delta=1, tap_id=tap)
    assert ZoneCount.objects.get().inside == 1
    press(tablet, "undo")
    assert ZoneCount.objects.get().inside == 0
    press(tablet, "count", delta=-1, tap_id=new_id())
    tablet.post("/pintu/hitung/", {"delta": 5, "tap_id": new_id()})
    assert ZoneCount.objects.get().inside == 0


def test_tickets_of_another_branch_are_out_of_reach(tablet: Client) -> None:
    east = save_branch(
        code="JYP", hours=[], booths=1, name="Jayapura", timezone="Asia/Jayapura", hall_limit=5
    )
    ticket = come(east)
    for name, fields in (
        ("priority", {"priority": "elderly"}),
        ("wait", {"waits": "pager"}),
        ("leave", {}),
    ):
        press(tablet, name, ticket.id, status=404, **fields)
    assert tablet.get(reverse("tablet:slip", args=[ticket.id])).status_code == 404
    row = Ticket.objects.get()
    assert (row.state, row.priority, row.waits) == ("waiting", "", "hall")


def test_leaving_frees_the_place(tablet: Client, branch: BranchView) -> None:
    ticket = come(branch)
    assert "sudah selesai" in press(tablet, "leave", ticket.id)
    assert Ticket.objects.get().state == "left"


def test_the_slip_has_the_number_and_no_name(tablet: Client, branch: BranchView) -> None:
    ticket = come(branch, name="Sri Wahyuni")
    html = tablet.get(reverse("tablet:slip", args=[ticket.id])).content.decode()
    assert "A-001" in html
    assert "Sri" not in html
    assert "UNDEFINED" not in html


def test_without_scripts_the_whole_page_comes_back(tablet: Client, branch: BranchView) -> None:
    html = tablet.post("/pintu/ambil/", {"entry": NIK}).content.decode()
    assert html.startswith("<!doctype html>")
    assert "A-001" in html


def test_a_booth_cannot_check_anybody_in(branch: BranchView) -> None:
    booth = pair(Client(), branch, "booth")
    assert booth.post("/pintu/datang/", {"entry": NIK}).status_code == 403

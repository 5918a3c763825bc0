"""The list of everybody at the door, explanations, late check-ins, health questions, other offices."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from lapak.booking.models import Booking
from lapak.claims.models import Claim, ServiceNeed
from lapak.desk.models import Place
from lapak.desk.operations import close_desk, open_desk
from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.kernel.ids import new_id
from lapak.offices.models import Branch, Device
from lapak.offices.operations import save_branch
from lapak.offices.queries import BranchView, booths
from lapak.queueing import operations
from lapak.queueing.models import KeptTurn, ScreeningDay, Ticket
from tests.operations.desk.desk_world import acting, officer
from tests.web.onsite.door_visits import NIK, come, expect
from tests.web.onsite.test_tablet_pages import press

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


def listed(tablet: Client) -> str:
    html = tablet.get(reverse("tablet:line")).content.decode()
    assert "UNDEFINED" not in html
    return html


def press_in_list(tablet: Client, name: str, ticket: UUID, status: int = 200) -> str:
    answer = tablet.post(
        reverse(f"tablet:{name}", args=[ticket]), headers={"HX-Request": "true", "HX-Target": "daftar"}
    )
    assert answer.status_code == status
    html = answer.content.decode()
    assert "UNDEFINED" not in html
    return html


def other_office() -> BranchView:
    return save_branch(
        code="JYP",
        hours=[],
        booths=1,
        name="Jayapura",
        timezone="Asia/Jayapura",
        hall_limit=5,
        address="Jalan Raya Abepura 1",
    )


def test_everybody_is_listed_with_place_help_and_no_name(tablet: Client, branch: BranchView) -> None:
    ticket = come(branch, name="Sri Wahyuni")
    ServiceNeed.objects.create(
        claim=Claim.objects.create(
            id=ticket.subject_id, channel="onsite", created_at=utc_now(), branch_id=branch.id
        ),
        code="wheelchair",
    )
    html = listed(tablet)
    assert "A-001" in html
    assert "Ke-1" in html
    assert "Kursi roda" in html
    assert "Sri" not in html


def test_numbers_are_held_passed_taken_back_and_let_go_from_the_list(
    tablet: Client, branch: BranchView
) -> None:
    first, second = come(branch), come(branch)
    assert "Ditahan sejak" in press_in_list(tablet, "hold", first.id)
    assert "Ditahan" not in press_in_list(tablet, "resume", first.id)
    html = press_in_list(tablet, "let_pass", first.id)
    assert html.index("A-002") < html.index("A-001")
    assert "A-002" not in press_in_list(tablet, "leave", second.id)
    assert "belum bisa sekarang" in press_in_list(tablet, "hold", second.id, status=422)
    operations.call(ticket_id=first.id, booth_id=None, actor=SYSTEM, now=utc_now())
    operations.no_show(ticket_id=first.id, actor=SYSTEM, now=utc_now())
    assert "Belum ada saat dipanggil" in listed(tablet)
    assert "Ke-1" in press_in_list(tablet, "come_back", first.id)


def test_who_goes_in_the_moment_of_the_call_frees_the_place(tablet: Client, branch: BranchView) -> None:
    person = expect(branch, in_minutes=0)
    press(tablet, "arrive", entry=person.qr)
    ticket = Ticket.objects.get()
    assert reverse("tablet:leave", args=[ticket.pk]) in listed(tablet)
    Device.objects.create(
        kind="booth",
        branch_id=branch.id,
        booth_id=booths(branch_id=branch.id)[0].id,
        secret_hash="x",
        paired_at=utc_now(),
        last_seen_at=utc_now(),
    )
    member = officer(Branch.objects.get(pk=branch.id))
    desk = open_desk(officer_id=member.pk, places=6, actor=acting(member), now=utc_now())
    assert "Dipanggil ke Bilik" in listed(tablet)
    refused = tablet.post(reverse("tablet:send", args=[ticket.pk]), {"branch": other_office().id})
    assert (refused.status_code, "sudah dipanggil" in refused.content.decode()) == (422, True)
    press_in_list(tablet, "leave", ticket.pk)
    assert Ticket.objects.get().state == "left"
    assert not Place.objects.filter(ended_at=None).exists()
    close_desk(desk_id=desk, actor=acting(member), now=utc_now())


def test_numbers_of_another_branch_stay_out_of_reach(tablet: Client) -> None:
    ticket = come(other_office())
    for name in ("hold", "resume", "let_pass", "come_back", "online", "leave"):
        press_in_list(tablet, name, ticket.id, status=404)
    assert tablet.get(reverse("tablet:ticket", args=[ticket.id])).status_code == 404
    assert tablet.get(reverse("tablet:send", args=[ticket.id])).status_code == 404
    assert Ticket.objects.get().state == "waiting"


def test_any_two_numbers_are_explained_in_one_sentence(tablet: Client, branch: BranchView) -> None:
    come(branch)
    come(branch)
    html = tablet.get(reverse("tablet:why"), {"one": "a2", "other": "A-001"}).content.decode()
    assert "A-001 lebih dulu" in html
    assert "A-001 datang lebih dulu" in html
    unknown = tablet.get(reverse("tablet:why"), {"one": "a2", "other": "A-009"}).content.decode()
    assert "tidak ada hari ini" in unknown


def test_companions_are_counted_on_the_card(tablet: Client, branch: BranchView) -> None:
    ticket = come(branch)
    html = press(tablet, "companions", ticket.id, companions=3)
    assert 'value="3" aria-pressed="true"' in html
    assert "boleh masuk, yang lain di luar" in html
    press(tablet, "priority", ticket.id, priority="disabled")
    assert "1 boleh masuk" in press(tablet, "companions", ticket.id, companions=2)
    assert tablet.post(reverse("tablet:companions", args=[ticket.id]), {"companions": 4}).status_code == 404


def test_health_questions_come_before_the_number_and_nothing_is_kept(
    tablet: Client, branch: BranchView
) -> None:
    operations.set_screening(
        branch_id=branch.id, is_on=True, questions=["Demam?", "Batuk?"], actor=SYSTEM, now=utc_now()
    )
    html = press(tablet, "take_number", entry=NIK)
    assert "Demam?" in html
    assert not Ticket.objects.exists()
    assert "sebaiknya dari rumah" in press(tablet, "take_number", entry=NIK, health="yes", asked=2)
    assert not Ticket.objects.exists()
    assert (
        "Dilayani lewat HP" in press(tablet, "by_phone", entry=NIK)
        or Ticket.objects.get().channel == "online"
    )
    other = "3603451205900002"
    assert "A-001" in press(tablet, "take_number", entry=other, health="no", asked=2)
    figures = ScreeningDay.objects.get()
    assert (figures.asked, figures.deferred) == (2, 1)


def test_a_late_check_in_is_answered_in_a_line_and_once(tablet: Client, branch: BranchView) -> None:
    person = expect(branch, in_minutes=10)
    fields = {"key": new_id(), "entry": person.number, "age_ms": 120_000}
    for _ in range(2):
        assert "A-001" in press(tablet, "late", **fields)
    ticket = Ticket.objects.get()
    assert timedelta(minutes=1) < utc_now() - ticket.arrived_at < timedelta(minutes=4)
    assert "bukan janji Lapak" in press(tablet, "late", key=new_id(), entry="LAPAK:XX", age_ms=0)
    assert "terlalu lama" in press(
        tablet, "late", key=new_id(), entry=NIK, walk_in="on", age_ms=5 * 3_600_000
    )
    press(tablet, "late", status=404, key="x", entry=NIK, age_ms=0)


def test_the_claim_of_another_office_is_offered_to_come_along(tablet: Client, branch: BranchView) -> None:
    expect(other_office(), in_minutes=3 * 24 * 60)
    html = press(tablet, "take_number", entry=NIK, status=422)
    assert "Pindahkan ke sini" in html
    assert "A-001" in press(tablet, "take_number", entry=NIK, brings="yes")
    assert Claim.objects.get().branch_id == branch.id
    assert Booking.objects.get().state == "cancelled"


def test_somebody_is_sent_to_another_office_with_the_turn(tablet: Client, branch: BranchView) -> None:
    there = other_office()
    press(tablet, "take_number", entry=NIK)
    ticket = Ticket.objects.get()
    address = reverse("tablet:send", args=[ticket.pk])
    assert "Jalan Raya Abepura 1" in tablet.get(address).content.decode()
    answer = tablet.post(address, {"branch": there.id})
    assert answer.status_code == 302
    assert "Pindah ke kantor lain" in tablet.get(answer["Location"]).content.decode()
    assert KeptTurn.objects.get().branch_id == there.id
    assert tablet.post(address, {"branch": there.id}).status_code == 422

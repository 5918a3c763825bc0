"""How busy it is: for everybody, for the guard who counts, for the branch head who is told."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from lapak.kernel.clock import utc_now
from lapak.kernel.ids import new_id
from lapak.kernel.zones import local_date
from lapak.offices.operations import save_branch, set_zone
from lapak.offices.queries import BranchView
from lapak.offices.rules.zones import Zone, ZoneKind
from lapak.outbox.models import Message
from lapak.outbox.registry import GiveUp, Owed, handler_for
from lapak.people.models import StaffMember
from lapak.queueing import operations, queries
from lapak.queueing.models import AlarmNotice, CrowdAlarm, CrowdSample, Movement
from tests.web.onsite.door_visits import HEAD, come, pair

pytestmark = pytest.mark.django_db


@pytest.fixture
def guard(branch: BranchView) -> Client:
    return pair(Client(), branch, "counter")


def press(guard: Client, *, tap: UUID | None = None, part: bool = True, **fields: Any) -> Any:
    headers = {"X-Part": "1"} if part else {}
    sent = {"delta": 1, "tap_id": tap or new_id(), **fields}
    return guard.post(reverse("crowd:press"), sent, headers=headers)


def keep(branch: BranchView, kind: ZoneKind, people: int) -> None:
    zone = Zone(kind, people_limit=people)
    day = local_date(moment=utc_now(), zone=branch.timezone)
    set_zone(branch_id=branch.id, zone=zone, first_day=day, actor=HEAD, now=utc_now())


def sampled(branch: BranchView, share: float) -> None:
    for week in (1, 2):
        for hour in range(0, 72, 1):
            CrowdSample.objects.create(
                branch_id=branch.id,
                zone=ZoneKind.HALL,
                at=utc_now() - timedelta(weeks=week) + timedelta(hours=hour),
                inside=round(100 * share),
                limit=100,
            )


def test_everybody_sees_how_full_it_is_and_when_to_come_without_anybody_in_it(branch: BranchView) -> None:
    come(branch, name="Sri Wahyuni")
    sampled(branch, 0.2)
    answer = Client().get(reverse("crowd:branch", args=["tgr"]))
    html = answer.content.decode()
    assert "1 dari 10 orang di dalam" in html
    assert "biasanya 20% terisi" in html
    assert '<svg class="heat"' in html
    assert "<caption" in html  # the same as a table
    assert "Sri" not in html
    assert "A-001" not in html
    assert answer["Cache-Control"].startswith("private")


def test_what_was_looked_up_serves_the_next_reader_for_a_minute(
    branch: BranchView, django_assert_max_num_queries: Any
) -> None:
    address = reverse("crowd:branch", args=["TGR"])
    first = Client().get(address).content.decode()
    come(branch)
    with django_assert_max_num_queries(2):
        again = Client().get(address).content.decode()
    assert "0 dari 10" in first
    assert "0 dari 10" in again
    cache.clear()
    assert "1 dari 10" in Client().get(address).content.decode()


def test_without_enough_data_the_page_says_so_and_a_closed_branch_is_closed(branch: BranchView) -> None:
    assert "Belum cukup data" in Client().get(reverse("crowd:branch", args=["TGR"])).content.decode()
    save_branch(code="SHUT", hours=[], booths=1, name="Tutup", timezone="Asia/Jayapura", hall_limit=5)
    html = Client().get(reverse("crowd:branch", args=["SHUT"])).content.decode()
    assert "Kantor buka lagi sesuai jam kerja" in html
    assert Client().get(reverse("crowd:branch", args=["nowhere"])).status_code == 404
    listed = Client().get(reverse("crowd:branches")).content.decode()
    assert "Tangerang Cikokol" in listed
    assert "/keramaian/TGR/" in listed
    assert "/keramaian/TGR/" in Client().get(reverse("participant:home")).content.decode()


def test_a_press_counts_once_and_answers_with_figures(guard: Client, branch: BranchView) -> None:
    tap = new_id()
    for _ in range(2):
        answer = press(guard, tap=tap)
    assert answer.json() == {"inside": 1, "counted": 1, "limit": 10, "level": "quiet", "word": "Lengang"}
    assert press(guard, delta=-1).json()["inside"] == 0
    assert press(guard, delta=-1).json()["inside"] == 0
    assert Movement.objects.count() == 3


def test_without_scripts_a_double_press_of_the_button_counts_once(guard: Client, branch: BranchView) -> None:
    page = guard.get(reverse("crowd:counter")).content.decode()
    tap = UUID(page.split('name="tap_id" value="')[1].split('"')[0])
    for _ in range(2):
        answer = press(guard, tap=tap, part=False)
        assert answer.status_code == 302
    assert "<strong data-inside>1</strong>" in guard.get(answer["Location"]).content.decode()
    guard.post(reverse("crowd:undo"), {"tap_id": tap})
    assert "<strong data-inside>0</strong>" in guard.get(answer["Location"]).content.decode()


def test_presses_kept_on_the_phone_fall_into_their_place(guard: Client, branch: BranchView) -> None:
    press(guard, delta=-1)
    assert press(guard, age=600_000).json()["inside"] == 0  # ten minutes ago they came in
    assert press(guard, age=10**12).status_code == 200
    assert Movement.objects.earliest("at").at >= utc_now() - timedelta(hours=2, minutes=1)


@pytest.mark.parametrize(
    "fields", [{"delta": 2}, {"delta": 0}, {"tap_id": "x"}, {"zona": "roof"}, {"age": "soon"}]
)
def test_what_is_no_press_counts_nobody(guard: Client, fields: dict[str, Any]) -> None:
    assert press(guard, **fields).status_code == 400
    assert not Movement.objects.exists()


def test_each_zone_has_its_counter_and_one_that_is_not_kept_has_none(
    guard: Client, branch: BranchView
) -> None:
    assert guard.get(reverse("crowd:counter"), {"zona": "gate"}).status_code == 404
    assert press(guard, zona="gate").status_code == 409
    keep(branch, ZoneKind.GATE, 5)
    assert press(guard, zona="gate").json()["limit"] == 5
    page = guard.get(reverse("crowd:counter"), {"zona": "gate"}).content.decode()
    assert "Ruang tunggu" in page
    assert "Gerbang" in page
    assert guard.get(reverse("crowd:now"), {"zona": "hall"}).json()["inside"] == 0


def test_a_counting_phone_opens_nothing_else(guard: Client) -> None:
    for name in ("tablet:door", "board:board", "office:crowd"):
        assert guard.get(reverse(name)).status_code in (302, 403)


def test_the_branch_head_sees_the_alarm_who_was_told_and_takes_it(
    office: Client, head: StaffMember, branch: BranchView
) -> None:
    now = utc_now()
    for _ in range(8):
        operations.count_person(branch_id=branch.id, delta=1, tap_id=new_id(), actor=HEAD, now=now)
    page = office.get(reverse("office:crowd")).content.decode()
    for words in ("Alarm sejak", "8 dari 10", "Ibu Ratna, surel belum terkirim", "Saya tangani"):
        assert words in page
    owed = Message.objects.get(kind="mail.crowd_alarm")
    message = Owed(owed.pk, owed.kind, owed.key, owed.payload, owed.subject_id)
    handler_for(kind=owed.kind)(message, now)
    (sent,) = mail.outbox
    assert sent.to == ["ratna@contoh.id"]
    assert sent.subject == "Tangerang Cikokol: ruang tunggu hampir penuh"
    assert "ada 8 orang di ruang tunggu" in sent.body
    assert AlarmNotice.objects.get().sent_at == now
    office.post(reverse("office:take_alarm", args=[CrowdAlarm.objects.get().pk]))
    page = office.get(reverse("office:crowd")).content.decode()
    assert "Saya tangani" not in page
    assert "Ibu Ratna, " in page
    assert "UNDEFINED VARIABLE" not in page


def test_a_mail_to_nobody_is_given_up_with_a_code(branch: BranchView, head: StaffMember) -> None:
    for _ in range(8):
        operations.count_person(branch_id=branch.id, delta=1, tap_id=new_id(), actor=HEAD, now=utc_now())
    owed = Message.objects.get(kind="mail.crowd_alarm")
    StaffMember.objects.update(email="")  # meanwhile
    message = Owed(owed.pk, owed.kind, owed.key, owed.payload, owed.subject_id)
    with pytest.raises(GiveUp) as refused:
        handler_for(kind=owed.kind)(message, utc_now())
    assert refused.value.code == "mail_without_address"


def test_a_branch_head_without_an_address_reads_the_alarm_on_every_page_of_the_office(
    office: Client, head: StaffMember, branch: BranchView
) -> None:
    StaffMember.objects.update(email="")
    calm = office.get(reverse("office:door")).content.decode()
    assert 'data-banner="error"' not in calm
    bar = re.search(r'hx-get="([^"]*alarm/[^"]*)"', calm)
    assert bar
    assert office.get(bar.group(1)).status_code == 204
    for _ in range(8):
        operations.count_person(branch_id=branch.id, delta=1, tap_id=new_id(), actor=HEAD, now=utc_now())
    assert not Message.objects.filter(kind="mail.crowd_alarm").exists()
    assert "Ibu Ratna, di layar, tanpa alamat surel" in office.get(reverse("office:crowd")).content.decode()
    for page in (office.get(bar.group(1)), office.get(reverse("office:door"))):
        assert "Ruang tunggu hampir penuh sejak" in page.content.decode()
        assert "UNDEFINED VARIABLE" not in page.content.decode()
    office.post(reverse("office:take_alarm", args=[CrowdAlarm.objects.get().pk]))
    assert "ditangani Ibu Ratna" in office.get(bar.group(1)).content.decode()
    for _ in range(2):
        operations.count_person(branch_id=branch.id, delta=-1, tap_id=new_id(), actor=HEAD, now=utc_now())
    assert "Ruang tunggu" not in office.get(reverse("office:alarms_now"), {"ada": "old"}).content.decode()


def test_another_branch_is_out_of_reach(office: Client, branch: BranchView) -> None:
    other = save_branch(
        code="JYP", hours=[], booths=1, name="Jayapura", timezone="Asia/Jayapura", hall_limit=3
    )
    for _ in range(2):
        operations.count_person(branch_id=other.id, delta=1, tap_id=new_id(), actor=HEAD, now=utc_now())
    alarm = queries.alarms(branch_id=other.id, since=utc_now() - timedelta(hours=1))[0]
    assert office.post(reverse("office:take_alarm", args=[alarm.id])).status_code == 404
    page = office.get(reverse("office:crowd"), {"cabang": str(other.id)}).content.decode()
    assert "Jayapura" not in page

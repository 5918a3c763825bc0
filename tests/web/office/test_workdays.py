"""A branch head changes hours, staff, booths, shares and limits: sees first what it does, then agrees."""

import re
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from lapak.booking.models import Booking, Slot
from lapak.booking.operations import confirm, fit_days, hold
from lapak.booking.queries import person_key
from lapak.booking.rules.states import Channel
from lapak.journal.queries import trail
from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.kernel.ids import new_id
from lapak.kernel.subjects import Subject
from lapak.kernel.zones import local_date
from lapak.offices import operations as offices
from lapak.offices.models import (
    Absence,
    BookingTerms,
    BoothOutage,
    OpeningHours,
    Rest,
    Shift,
    SpecialDay,
    Zone,
)
from lapak.offices.queries import BranchView, booth, booths
from lapak.offices.rules import Hours
from lapak.offices.rules.workday import Terms
from lapak.outbox.models import Message
from lapak.people.models import StaffMember
from lapak.people.rules import Role

pytestmark = pytest.mark.django_db
HEAD = Actor.staff(staff_id=1, role="branch_head")
ME = Actor.participant(subject_id="p")
FAR = "2030-01-01"
NOTHING = "00000000-0000-0000-0000-000000000000"
TABS = ("hours", "staff", "booths", "shares", "zones")


@pytest.fixture
def today() -> date:
    return local_date(moment=utc_now(), zone="Asia/Jakarta")


@pytest.fixture
def branch(db: None, today: date) -> BranchView:
    place = offices.save_branch(
        code="TGR",
        hours=[Hours(day, time(8), time(15)) for day in range(7)],
        booths=2,
        name="Tangerang",
        timezone="Asia/Jakarta",
        hall_limit=40,
        always_open=True,
    )
    terms = Terms(
        online_percent=50,
        walk_in_percent=0,
        priority_percent=0,
        lead_minutes=0,
        lot_minutes=0,
        horizon_days=3,
    )
    offices.set_terms(branch_id=place.id, first_day=today, terms=terms, actor=HEAD, now=utc_now())
    return place


@pytest.fixture
def officer(branch: BranchView, today: date) -> StaffMember:
    one = StaffMember.objects.create(
        username="cso", display_name="Dimas", staff_number="2", branch_id=branch.id, roles=[Role.OFFICER]
    )
    for weekday in range(7):
        offices.set_shift(
            branch_id=branch.id,
            officer_id=one.pk,
            weekday=weekday,
            starts=time(8),
            ends=time(12),
            places=4,
            first_day=today,
            actor=HEAD,
            now=utc_now(),
        )
    fit_days(branch_id=branch.id, first_day=today, days=4, now=utc_now())
    return one


@pytest.fixture
def office(branch: BranchView) -> Client:
    head = StaffMember.objects.create(
        username="kacab",
        display_name="Ratna",
        staff_number="1",
        branch_id=branch.id,
        roles=[Role.BRANCH_HEAD],
    )
    client = Client()
    client.force_login(head)
    return client


def send(office: Client, what: str, *, agree: str = "", **fields: Any) -> Any:
    sent = {f"{what}-{name}": value for name, value in fields.items()}
    address = reverse("office:workdays_change", args=[what])
    return office.post(address, {**sent, **({"setuju": agree} if agree else {})})


def mark_of(answer: Any) -> str:
    html = answer.content.decode()
    assert answer.status_code in (200, 409), html
    return str(html.split('name="setuju" value="')[1].split('"')[0])


def agreed(office: Client, what: str, **fields: Any) -> str:
    """Look, agree, and return what the page says then."""
    done = send(office, what, agree=mark_of(send(office, what, **fields)), **fields)
    assert done.status_code == 302, done.content.decode()
    return str(office.get(done["Location"]).content.decode())


def booked(branch: BranchView, day: date) -> Booking:
    slot = Slot.objects.filter(branch_id=branch.id, channel=Channel.ONLINE, capacity__gt=0)
    first = slot.filter(starts_at__gt=utc_now() + timedelta(days=1)).earliest("starts_at")
    held = hold(
        slot_id=first.pk,
        subject_id=new_id(),
        person_key=person_key(nik="1"),
        actor=ME,
        now=utc_now(),
        priority="",
    )
    return Booking.objects.get(pk=confirm(booking_id=held.id, actor=ME, now=utc_now()).id)


@pytest.mark.parametrize("name", TABS)
def test_every_part_shows_what_is_arranged(office: Client, officer: StaffMember, name: str) -> None:
    answer = office.get(reverse("office:workdays_tab", args=[name]))
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "Lihat akibatnya" in html
    assert "UNDEFINED VARIABLE" not in html
    assert office.get(reverse("office:workdays_tab", args=["roof"])).status_code == 404


def test_an_absence_shows_whom_it_hits_before_anything_happens(
    office: Client, branch: BranchView, officer: StaffMember, today: date
) -> None:
    booking = booked(branch, today)
    day = local_date(moment=booking.slot.starts_at, zone="Asia/Jakarta")
    fields = {"officer": officer.pk, "first_day": day, "last_day": day}
    shown = send(office, "absence", **fields)
    html = shown.content.decode()
    assert "1 janji terkena" in html
    assert "16 → 0 orang" in html
    assert not Absence.objects.exists()
    assert not Message.objects.filter(kind="mail.send").exists()
    page = agreed(office, "absence", **fields)
    assert "1 orang dipindah ke jam lain" in page
    assert Absence.objects.get().officer_id == officer.pk
    assert Message.objects.get(kind="mail.send").payload["template"] == "appointment_moved"
    told = [link.what for link in trail(subject=Subject("branch", str(branch.id)))]
    assert told[-1] == "branch.absence_noted"


def test_somebody_who_books_meanwhile_is_shown_before_agreeing(
    office: Client, branch: BranchView, officer: StaffMember, today: date
) -> None:
    tomorrow = today + timedelta(days=1)
    fields = {"day": tomorrow, "why": "Rapat"}
    mark = mark_of(send(office, "special", **fields))
    day = local_date(moment=booked(branch, today).slot.starts_at, zone="Asia/Jakarta")
    fields["day"] = day
    again = send(office, "special", agree=mark, **fields)
    assert again.status_code == 409
    assert "1 janji terkena" in again.content.decode()
    assert not SpecialDay.objects.exists()
    assert send(office, "special", agree=mark_of(again), **fields).status_code == 302


def test_each_change_is_made_and_taken_back(
    office: Client, branch: BranchView, officer: StaffMember, today: date
) -> None:
    later = today + timedelta(days=1)
    agreed(office, "rest", weekdays=[0, 1], starts="12.00", ends="13:00", first_day=today)
    rest = Rest.objects.order_by("weekday")[0]
    assert (Rest.objects.count(), rest.ends) == (2, time(13))
    agreed(office, "end_rest", id=rest.pk, last_day=later)
    assert Rest.objects.get(pk=rest.pk).last_day == later
    agreed(office, "special", day=later, opens="08:00", closes="10:00", why="Rapat kerja")
    agreed(office, "drop_special", day=later)
    assert not SpecialDay.objects.exists()
    shift = Shift.objects.order_by("weekday")[0]
    agreed(office, "end_shift", id=shift.pk, last_day=later)
    agreed(
        office,
        "shift",
        officer=officer.pk,
        weekdays=[2],
        starts="13:00",
        ends="15:00",
        places=2,
        first_day=later,
    )
    assert Shift.objects.filter(places=2).count() == 1
    agreed(
        office, "absence", officer=officer.pk, first_day=later, last_day=later, starts="08:00", ends="09:00"
    )
    agreed(office, "withdraw_absence", id=Absence.objects.get().pk)
    assert Absence.objects.get().withdrawn_at is not None
    room = booths(branch_id=branch.id)[0]
    agreed(office, "outage", booth=room.id, first_day=today)
    assert booth(booth_id=room.id).out_of_order
    agreed(office, "mend", booth=room.id)
    assert not booth(booth_id=room.id).out_of_order
    agreed(office, "outage", booth=room.id, first_day=later)
    assert "Dipakai lagi" in office.get(reverse("office:workdays_tab", args=["booths"])).content.decode()
    agreed(office, "mend", booth=room.id)
    agreed(office, "outage", booth=room.id, first_day=later, last_day=later)
    assert BoothOutage.objects.get().last_day == later
    week = {f"opens_{day}": "08:00" for day in range(5)} | {f"closes_{day}": "14:00" for day in range(5)}
    agreed(office, "hours", first_day=later, **week)


def test_two_stretches_a_day_are_shown_and_kept_as_entered(
    office: Client, branch: BranchView, today: date
) -> None:
    stretches = {(time(8), time(11, 30)), (time(13), time(15))}
    clock = {"opens": "08:00", "closes": "11:30", "opens_again": "13:00", "closes_again": "15:00"}
    typed = {f"{name}_{day}": at for name, at in clock.items() for day in range(5)}
    agreed(office, "hours", first_day=today, **typed)
    kept = OpeningHours.objects.filter(branch_id=branch.id, last_day=None)
    assert {(row.weekday, row.opens, row.closes) for row in kept} == {
        (day, *one) for day in range(5) for one in stretches
    }
    page = office.get(reverse("office:workdays_tab", args=["hours"])).content.decode()
    shown = dict(re.findall(r'name="hours-((?:opens|closes)\w*_4)" value="([\d:]+)"', page))
    assert shown == {f"{name}_4": at for name, at in clock.items()}


def test_shares_and_limits_hold_from_their_day(
    office: Client, branch: BranchView, officer: StaffMember, today: date
) -> None:
    shares = {
        "online_percent": 100,
        "walk_in_percent": 20,
        "priority_percent": 10,
        "slot_minutes": 30,
        "horizon_days": 7,
        "lead_minutes": 30,
        "opens_at": "08:00",
        "lot_minutes": 0,
        "first_day": today + timedelta(days=1),
    }
    assert "→" in send(office, "terms", **shares).content.decode()
    assert "Mulai " in agreed(office, "terms", **shares)
    assert BookingTerms.objects.latest("first_day").online_percent == 100
    zone = {"kind": "hall", "area_m2": 45, "distance_cm": 150, "people_limit": 30, "alarm_percent": 80}
    shown = send(office, "zone", **zone, first_day=today).content.decode()
    assert "Ruang tunggu: batas 40" in shown
    assert "20 orang, alarm mulai 16" in shown
    assert "batas 20 orang" in agreed(office, "zone", **zone, first_day=today)
    assert Zone.objects.get().distance_cm == 150


@pytest.mark.parametrize(
    ("what", "fields", "field", "words"),
    [
        ("hours", {"opens_0": "08:00", "first_day": FAR}, "closes_0", "Isi jam mulai"),
        (
            "hours",
            {"opens_0": "09:00", "closes_0": "08:00", "first_day": FAR},
            "closes_0",
            "setelah jam buka",
        ),
        ("hours", {"first_day": "2020-01-01"}, "first_day", "Hari ini sudah lewat"),
        (
            "hours",
            {"opens_0": "08:00", "closes_0": "12:00", "opens_again_0": "12:00", "closes_again_0": "15:00"},
            "opens_again_0",
            "setelah jam tutup yang pertama",
        ),
        (
            "hours",
            {"opens_again_0": "13:00", "closes_again_0": "15:00", "first_day": FAR},
            "opens_0",
            "Isi jam yang pertama dulu",
        ),
        ("hours", {"opens_again_0": "13:00", "first_day": FAR}, "closes_again_0", "Isi jam mulai"),
        (
            "rest",
            {"weekdays": [0], "starts": "13:00", "ends": "12:00", "first_day": FAR},
            "ends",
            "Jam selesai harus",
        ),
        ("rest", {"starts": "12", "ends": "13:00", "first_day": "besok"}, "starts", "misalnya 08.00"),
        (
            "rest",
            {
                "weekdays": [0],
                "starts": "12:00",
                "ends": "13:00",
                "first_day": "2030-01-02",
                "last_day": FAR,
            },
            "last_day",
            "Hari terakhir sebelum",
        ),
        ("special", {"day": FAR}, "why", "Tulis alasannya"),
        (
            "special",
            {"day": FAR, "opens": "08:00", "closes": "00:00", "why": "x"},
            "",
            "paling lambat 23.59",
        ),
        (
            "shift",
            {
                "officer": "",
                "weekdays": [0],
                "starts": "08:00",
                "ends": "09:00",
                "places": 2,
                "first_day": FAR,
            },
            "officer",
            "Pilih petugasnya",
        ),
        (
            "shift",
            {
                "officer": "OFFICER",
                "weekdays": [0],
                "starts": "09:00",
                "ends": "10:00",
                "places": 9,
                "first_day": FAR,
            },
            "places",
            "Isi angka 1 sampai 6",
        ),
        (
            "absence",
            {"officer": "OFFICER", "first_day": "2030-01-02", "last_day": FAR},
            "last_day",
            "Hari terakhir sebelum",
        ),
        ("outage", {"booth": "", "first_day": FAR}, "booth", "Pilih biliknya"),
        ("special", {"day": "9999-12-28", "why": "Rapat"}, "day", "paling jauh lima tahun"),
        ("terms", {"first_day": "9999-12-28"}, "first_day", "paling jauh lima tahun"),
        ("end_rest", {"id": NOTHING, "last_day": "9999-12-31"}, "", "paling jauh lima tahun"),
        ("drop_special", {"day": "9999-12-31"}, "", "paling jauh lima tahun"),
        ("terms", {"online_percent": 101}, "online_percent", "Isi angka 0 sampai 100"),
        (
            "zone",
            {"kind": "gate", "distance_cm": 10, "alarm_percent": 80, "area_m2": 9, "first_day": FAR},
            "distance_cm",
            "Isi angka 50 sampai 500",
        ),
        (
            "zone",
            {"kind": "gate", "distance_cm": 100, "alarm_percent": 80, "first_day": FAR},
            "people_limit",
            "Isi luas lantai atau batas",
        ),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_nothing_typed_is_lost(
    office: Client, officer: StaffMember, what: str, fields: dict[str, Any], field: str, words: str
) -> None:
    given = {name: officer.pk if value == "OFFICER" else value for name, value in fields.items()}
    answer = send(office, what, **given)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert words in html
    if field:
        controls = re.findall(f'<[^>]*name="{what}-{field}"[^>]*>', html)
        assert any('aria-invalid="true"' in one for one in controls)
    if FAR in given.values():
        assert f'value="{FAR}"' in html


def test_a_shift_that_overlaps_is_refused_above_its_form(
    office: Client, officer: StaffMember, today: date
) -> None:
    fields = {"weekdays": [0], "starts": "09:00", "ends": "10:00", "places": 2, "first_day": today}
    refused = send(office, "shift", officer=officer.pk, **fields)
    assert refused.status_code == 422
    assert "sudah bekerja pada jam itu" in refused.content.decode()


def test_only_the_own_branch_and_only_its_head(office: Client, branch: BranchView, today: date) -> None:
    other = offices.save_branch(
        code="JYP", hours=[], booths=1, name="Jayapura", timezone="Asia/Jayapura", hall_limit=9
    )
    room = booths(branch_id=other.id)[0]
    assert send(office, "outage", booth=room.id, first_day=today).status_code == 422
    assert send(office, "mend", booth=room.id).status_code == 422
    shift = offices.set_shift(
        branch_id=other.id,
        officer_id=99,
        weekday=0,
        starts=time(8),
        ends=time(9),
        places=1,
        first_day=local_date(moment=utc_now(), zone=other.timezone),
        actor=HEAD,
        now=utc_now(),
    )
    refused = send(office, "end_shift", id=shift, last_day=today)
    assert refused.status_code == 422
    assert "sudah tidak ada" in refused.content.decode()
    zone = {"kind": "hall", "people_limit": 5, "distance_cm": 100, "alarm_percent": 80, "first_day": today}
    office.post(
        reverse("office:workdays_change", args=["zone"]),
        {**{f"zone-{name}": value for name, value in zone.items()}, "cabang": str(other.id)},
    )
    assert not Zone.objects.filter(branch_id=other.id).exists()
    assert Client().get(reverse("office:workdays")).status_code == 302

"""The counter on a guard's phone, and changing a branch's days after a look, in a real browser."""

import os
from datetime import time, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from lapak.booking.operations import fit_days
from lapak.kernel.clock import utc_now
from lapak.kernel.zones import local_date
from lapak.offices.models import Absence
from lapak.offices.operations import set_shift
from lapak.people.models import StaffMember
from lapak.people.rules import Role
from lapak.queueing.models import CrowdSample, Movement, ZoneCount
from tests.browser.onsite.conftest import ADDRESSES, SIZES, Hall
from tests.web.onsite.door_visits import HEAD

SIZES["counter"] = (390, 844)
ADDRESSES["counter"] = "/penghitung/"
PICTURES = os.environ.get("LAPAK_PICTURES", "")


def picture(page: Page, name: str) -> None:
    """Keep what the page looks like, for a person to look at."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


@pytest.fixture
def office(hall: Hall) -> Page:
    """The back office of the branch head at 1440, with one officer on shift."""
    person = {"branch_id": hall.branch.id}
    head = StaffMember.objects.create(
        username="kacab", display_name="Ibu Ratna", staff_number="1", roles=[Role.BRANCH_HEAD], **person
    )
    officer = StaffMember.objects.create(
        username="cso", display_name="Dimas", staff_number="2", roles=[Role.OFFICER], **person
    )
    today = local_date(moment=utc_now(), zone=hall.branch.timezone)
    for weekday in range(7):
        set_shift(
            branch_id=hall.branch.id,
            officer_id=officer.pk,
            weekday=weekday,
            starts=time(8),
            ends=time(15),
            places=6,
            first_day=today,
            actor=HEAD,
            now=utc_now(),
        )
    fit_days(branch_id=hall.branch.id, first_day=today, days=8, now=utc_now())
    client = Client()
    client.force_login(head)
    context = hall.browser.new_context(viewport={"width": 1440, "height": 900}, locale="id-ID")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": hall.address}])
    return context.new_page()


def too_wide_by(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def test_a_guard_counts_on_a_bad_network_and_nothing_is_lost_or_doubled(hall: Hall) -> None:
    phone = hall.screen("counter")
    inside = phone.locator("[data-inside]")
    plus, minus = (phone.get_by_role("button", name=name) for name in ("Masuk", "Keluar"))
    expect(inside).to_have_text("0")
    plus.click()
    expect(inside).to_have_text("1")
    expect(phone.locator("[data-online]")).to_be_visible()
    picture(phone, "counter")
    phone.context.set_offline(True)
    for button in (plus, plus, minus, plus):
        button.click()
    expect(inside).to_have_text("3")  # shown at once
    expect(phone.locator("[data-unsent]")).to_have_text("4 belum terkirim")
    picture(phone, "counter-offline")
    assert Movement.objects.count() == 1
    phone.context.set_offline(False)
    phone.reload()  # what was pressed is kept on the phone
    expect(phone.locator("[data-online]")).to_be_visible(timeout=15_000)
    expect(inside).to_have_text("3")
    assert (Movement.objects.count(), ZoneCount.objects.get().inside) == (5, 3)
    phone.get_by_role("button", name="Masuk").click()
    phone.get_by_role("button", name="Batalkan yang terakhir").click()
    expect(inside).to_have_text("3")
    expect(phone.locator("[data-online]")).to_be_visible(timeout=15_000)
    assert ZoneCount.objects.get().inside == 3
    assert too_wide_by(phone) == 0
    assert phone.get_by_role("button", name="Masuk").bounding_box()["height"] >= 150  # type: ignore[index] # it is shown


def test_a_branch_head_sees_what_an_absence_does_before_agreeing(hall: Hall, office: Page) -> None:
    office.goto(f"{hall.address}/kantor/hari-kerja/staff/")
    picture(office, "workdays-staff")
    assert too_wide_by(office) <= 0
    day = local_date(moment=utc_now(), zone=hall.branch.timezone) + timedelta(days=2)
    form = office.locator("form[action$='/ubah/absence/']")
    form.get_by_label("Petugas").select_option(label="Dimas")
    form.get_by_label("Dari hari").fill(day.isoformat())
    form.get_by_label("Sampai hari").fill(day.isoformat())
    form.get_by_role("button", name="Lihat akibatnya").click()
    expect(office.locator(".day-change")).to_have_count(1)
    expect(office.locator(".strip figcaption").first).to_contain_text("→ 0 orang")
    picture(office, "workdays-preview")
    assert too_wide_by(office) <= 0
    assert not Absence.objects.exists()
    office.get_by_role("button", name="Simpan").click()
    expect(office.get_by_text("Masuk lagi")).to_be_visible()
    assert Absence.objects.count() == 1


def test_the_pages_of_days_and_crowd_fit_and_are_drawn(hall: Hall, office: Page) -> None:
    for week in (1, 2):
        for hour in range(24 * 6):
            CrowdSample.objects.create(
                branch_id=hall.branch.id,
                zone="hall",
                at=utc_now() - timedelta(weeks=week) + timedelta(hours=hour),
                inside=(hour * 7) % 11,
                limit=10,
            )
    for name in ("hours", "booths", "shares", "zones"):
        office.goto(f"{hall.address}/kantor/hari-kerja/{name}/")
        picture(office, f"workdays-{name}")
        assert too_wide_by(office) <= 0, name
    office.goto(f"{hall.address}/kantor/keramaian/")
    expect(office.locator("svg.heat")).to_have_count(2)
    picture(office, "crowd-office")
    assert too_wide_by(office) <= 0
    phone = hall.browser.new_context(viewport={"width": 390, "height": 844}, locale="id-ID").new_page()
    phone.goto(f"{hall.address}/keramaian/TGR/")
    expect(phone.locator("svg.heat")).to_be_visible()
    picture(phone, "crowd-public")
    assert too_wide_by(phone) == 0

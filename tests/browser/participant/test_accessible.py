"""The phone's pages with axe-core, in light and dark: filing, booking, papers, following, looking around."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from lapak.adapters.smile_memory import SmileMemory
from lapak.booking.models import Booking, Slot
from lapak.claims.models import Claim
from lapak.claims.operations.changing_reason import propose_reason
from lapak.kernel.clock import utc_now
from lapak.letters.models import Letter
from lapak.offices.models import Branch
from lapak.people.rules import Role
from tests.browser.accessibility import Look
from tests.browser.participant.test_every_screen_fits import FILING, open_as
from tests.browser.participant.test_line import close_and_draw, open_now
from tests.web.participant import test_heirs as heirs
from tests.web.participant import to_money, walk
from tests.web.participant.desk_scene import ask_again

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AROUND = ("beranda", "lacak", "cek", "giliran", "keramaian", "keramaian/J00", "masuk", "h", "perangkat")
HEIRS = ("data", "pengaju", "ahli-waris", "ahli-waris/2", "ahli-waris/tambah", "syarat", "bantuan")
Open = Callable[[Client], Page]


@pytest.fixture
def look(core: SmileMemory, branch: Branch) -> Look:
    """What is found on a phone, by day and in the dark."""
    return Look("hp", in_the_dark=True)


@pytest.fixture
def as_phone(look: Look, new_phone: Callable[..., BrowserContext], live_server: Any) -> Open:
    """Open a page on a phone that goes on where the test client stands."""

    def make(client: Client) -> Page:
        context = new_phone(reduced_motion="reduce")
        page = open_as(client, context, live_server.url)
        context.clear_cookies(name="huruf_besar")
        return page

    return make


def test_filing_and_booking(look: Look, as_phone: Open) -> None:
    phone = Client()
    walk.to_summary(phone)
    page = as_phone(phone)
    look.over(page, *(f"/klaim/{name}/" for name in FILING))
    page.goto("/klaim/rekening/")
    page.locator("input[name=account_number]").fill("12")
    page.locator(".phone-foot button").click()
    expect(page.locator("#id_account_number_error")).to_be_visible()
    look.at(page, "rekening-salah")
    walk.send_paper(phone, "paklaring", walk.BLURRED)
    look.over(page, "/klaim/dokumen/")
    phone.post("/klaim/dokumen/paklaring/petugas/")
    assert walk.submit(phone).status_code == 302
    branch = str(Booking.objects.select_related("slot").get().slot.branch_id)
    phone.post("/janji/waktu/", {"tunggu": "1", "kantor": branch, "cara": "online"})
    look.over(page, "/klaim/selesai/", "/lacak/klaim/", "/janji/", "/janji/waktu/", "/kunjungan/")
    page.goto(f"/janji/waktu/?hari={walk.tomorrow()}")
    page.locator("label.slot:has(input:enabled:not(:checked))").first.click()
    page.get_by_text("Lansia, hamil").click()
    page.locator("#id_priority").select_option("ill")
    Slot.objects.update(capacity=F("taken"), kept=0)
    page.locator(".phone-foot button").click()
    expect(page.get_by_role("alert").first).to_contain_text("baru saja diambil orang lain")
    expect(page.locator("#id_priority")).to_have_value("ill")
    look.at(page, "jam-hilang")
    assert look.wrong == {}


def test_what_anybody_may_open(look: Look, as_phone: Open) -> None:
    phone = Client()
    page = as_phone(phone)
    look.over(page, *(f"/{name}/" for name in AROUND))
    page.goto("/klaim/data/")
    page.locator(".phone-foot button").click()
    expect(page.locator(".field__error").first).to_be_visible()
    look.at(page, "data-salah")
    walk.to_schedule(phone)
    day = open_now(Branch.objects.get())
    page = as_phone(phone)
    line = f"/giliran/{day.pk}/"
    look.apart = ("meta-refresh",)  # without a script nothing else tells that one's turn has come
    look.over(page, line)
    phone.post(f"{line}ikut/")
    close_and_draw(day)
    look.over(page, line, f"{line}undian/", "/giliran/kode/")
    assert look.wrong == {}


def test_heirs(look: Look, as_phone: Open) -> None:
    phone = Client()
    heirs.identify(phone)
    heirs.act(phone)
    heirs.add(phone, kin="child", **{**heirs.CITRA, "birth_date": heirs.minor_born()})
    look.over(as_phone(phone), *(f"/klaim/{name}/" for name in HEIRS))
    assert look.wrong == {}


def test_following(look: Look, as_phone: Open) -> None:
    phone = Client()
    walk.filed(phone)
    page = as_phone(phone)
    claim = ask_again("ktp", "paklaring")
    look.over(page, "/lacak/klaim/")
    Claim.objects.filter(pk=claim.pk).update(state="in_service")
    officer = to_money.staff(claim, "dimas", Role.OFFICER)
    propose_reason(claim_id=claim.pk, reason="laid_off", note="Tertulis PHK", actor=officer, now=utc_now())
    page.goto("/lacak/klaim/")
    look.at(page, "lacak-alasan")
    assert look.wrong == {}


def test_paid_and_the_letter(look: Look, as_phone: Open) -> None:
    phone = Client()
    walk.filed(phone)
    claim = Claim.objects.get()
    to_money.examined_and_approved(claim)
    to_money.paid()
    walk.deliver_mail()
    page = as_phone(phone)
    look.over(page, "/lacak/klaim/", *(f"/cek/{one.code}/" for one in Letter.objects.all()[:1]))
    assert look.wrong == {}

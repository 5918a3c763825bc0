"""What is put right after filing, at the sizes and in the colours people have, and the file at the office."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect

from lapak.adapters.smile_memory import SmileMemory
from lapak.claims.models import Claim, FoundSignal
from lapak.claims.operations import desk_work, file_work, signing
from lapak.claims.operations.changing_reason import propose_reason
from lapak.claims.queries.claim import claim as claim_view
from lapak.claims.rules.papers import HowGiven
from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.offices.models import Branch
from lapak.people.models import StaffMember
from lapak.people.rules import Role
from tests.browser.participant.test_every_screen_fits import sticks_out
from tests.operations.claims.claim_scene import signature
from tests.web.participant import to_money, walk
from tests.web.participant.test_after_filing import DEWI, filed_by_heir
from tests.web.participant.test_heirs import add

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NewPhone = Callable[..., BrowserContext]


@pytest.fixture
def phone(core: SmileMemory, branch: Branch) -> Client:
    return Client()


def photograph(page: Page, name: str) -> None:
    folder = os.environ.get("LAPAK_SCREENS")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def look(page: Page, path: str, name: str) -> None:
    page.goto(path)
    expect(page.locator("h1").first).to_be_attached()
    photograph(page, name)
    assert sticks_out(page) == [], path


def as_client(client: Client, context: BrowserContext, address: str) -> Page:
    cookies: Any = [{"name": n, "value": m.value, "url": address} for n, m in client.cookies.items()]
    context.add_cookies(cookies)
    return context.new_page()


SIZES = ((320, "light"), (390, "light"), (390, "dark"))


def test_heirs_and_reason_are_put_right_on_any_phone(
    phone: Client, new_phone: NewPhone, live_server: Any
) -> None:
    claim = filed_by_heir(phone)
    officer = to_money.staff(claim, "dimas", Role.OFFICER)
    desk_work.begin_service(claim_id=claim.pk, actor=officer, now=utc_now())
    file_work.ask_for_papers(
        claim_id=claim.pk, asked={"surat_ahli_waris": "glare"}, actor=officer, now=utc_now()
    )
    add(phone, kin="child", **DEWI)
    for width, scheme in SIZES:
        context = new_phone(viewport={"width": width, "height": 844}, color_scheme=scheme)
        page = as_client(phone, context, live_server.url)
        for path in ("/lacak/klaim/", "/klaim/ahli-waris/", "/klaim/ahli-waris/tambah/"):
            look(page, path, f"waris-{path.strip('/').replace('/', '-')}-{width}-{scheme}")


def test_another_reason_is_answered_on_any_phone(
    phone: Client, new_phone: NewPhone, live_server: Any
) -> None:
    walk.filed(phone)
    own = Claim.objects.get()
    officer = to_money.staff(own, "dimas", Role.OFFICER)
    desk_work.begin_service(claim_id=own.pk, actor=officer, now=utc_now())
    propose_reason(
        claim_id=own.pk, reason="laid_off", note="Di paklaring tertulis PHK", actor=officer, now=utc_now()
    )
    for width, scheme in SIZES:
        context = new_phone(viewport={"width": width, "height": 844}, color_scheme=scheme)
        page = as_client(phone, context, live_server.url)
        look(page, "/lacak/klaim/", f"alasan-{width}-{scheme}")
    page.get_by_role("button", name="Ya, ubah").click()
    expect(page.get_by_role("heading", name="Dokumen yang masih diperlukan")).to_be_visible()
    photograph(page, "alasan-sesudah")
    assert sticks_out(page) == []


def test_the_officer_goes_on_from_the_list_to_the_papers_on_the_file(
    phone: Client, new_phone: NewPhone, live_server: Any
) -> None:
    claim = filed_by_heir(phone)
    officer = to_money.staff(claim, "dimas", Role.OFFICER)
    now = utc_now()
    desk_work.begin_service(claim_id=claim.pk, actor=officer, now=now)
    for point in claim_view(claim_id=claim.pk, now=now).checks[:-1]:
        desk_work.set_check(claim_id=claim.pk, code=point.code, ok=True, actor=officer, now=now)
    signing.sign_form(
        claim_id=claim.pk, drawing=signature(), actor=Actor.participant(subject_id=claim.pk), now=now
    )
    desk_work.interrupt_service(claim_id=claim.pk, actor=officer, now=utc_now())
    client = Client()
    client.force_login(StaffMember.objects.get(username="dimas"))
    page = as_client(client, new_phone(viewport={"width": 1440, "height": 900}), live_server.url)
    look(page, "/berkas/", "berkas-1440")
    page.get_by_role("link", name="Buka berkas").click()
    photograph(page, "berkas-satu-1440")
    page.get_by_role("button", name="Ambil berkas ini").click()
    FoundSignal.objects.create(
        claim_id=claim.pk, code="account_often", others=[str(claim.pk)], found_at=utc_now()
    )
    page.reload()
    photograph(page, "berkas-kerja-1440")
    assert sticks_out(page) == []
    for one in claim_view(claim_id=claim.pk, now=utc_now()).papers:
        if one.asked.how is HowGiven.UPLOAD:
            page.get_by_role("button", name=f"Sesuai: {one.asked.label}", exact=True).click()
    expect(page.get_by_text("Dokumen diterima.").first).to_be_visible()
    hand_on = page.get_by_role("button", name="Ajukan persetujuan")
    expect(hand_on).to_be_disabled()
    page.get_by_role("button", name="Cocok: ").click()
    page.get_by_label("Apa yang Anda lihat").fill("Rekening milik anaknya")
    page.get_by_role("button", name="Jelaskan").click()
    expect(page.get_by_text("“Rekening milik anaknya”")).to_be_visible()
    hand_on.click()
    expect(page.get_by_text("Menunggu persetujuan")).to_be_visible()
    photograph(page, "berkas-diajukan-1440")
    claim.refresh_from_db()
    assert claim.state == "verified"

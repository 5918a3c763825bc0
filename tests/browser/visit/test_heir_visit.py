"""An heir who cannot hear or sign, in a booth: the officer knows before, they type, she agrees by word."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from lapak.claims.models import Acting, Claim, Party, ServiceNeed, Signature
from lapak.kernel.clock import utc_now
from lapak.kernel.ids import new_id
from lapak.offices.models import Device
from tests.browser.visit.test_talk import meet
from tests.browser.visit.visit_stage import Stage, eventually, photograph

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def heir_of(claim: Claim) -> None:
    """Let a widow and her grown son claim after the member."""
    now = utc_now()
    people = {
        1: ("Siti Aminah", "3671015206850003", "spouse", date(1985, 6, 12)),
        2: ("Budi Setiawan", "3671010103000002", "child", date(2000, 3, 1)),
    }
    rows = {
        number: Party.objects.create(
            id=new_id(now=now),
            claim=claim,
            number=number,
            capacity="heir",
            name=name,
            nik=nik,
            kin=kin,
            birth_date=born,
            entered_at=now,
        )
        for number, (name, nik, kin, born) in people.items()
    }
    day = now.date() - timedelta(days=20)
    Acting.objects.create(
        claim=claim,
        capacity="heir",
        person=rows[1],
        last_number=2,
        letter_on=day,
        consent_on=day,
        whole_at=now,
    )
    for code in ("typing", "cannot_sign", "large_text"):
        ServiceNeed.objects.create(claim=claim, code=code)


@pytest.mark.parametrize("width", [1366, 1920])
def test_an_heir_is_served_by_typing_and_agrees_by_word(stage: Stage, width: int) -> None:
    scene = stage.scene
    claim = scene.claim(1, reason="death", event_on=utc_now().date() - timedelta(days=40))
    heir_of(claim)
    device = Device.objects.filter(branch=scene.world.branch).order_by("booth__number")[0]
    booth = stage.booth(device)
    scene.sit_down(claim)
    booth.get_by_role("button", name="mulai").click()
    expect(booth.get_by_label("Tulis pesan untuk petugas")).to_be_visible()
    expect(booth.locator("html.huruf-besar")).to_be_attached()
    photograph(booth, f"bilik-waris-{width}")

    console = stage.console(width=width, height=768 if width == 1366 else 1080)
    expect(console.locator("#tile-1 .tile__needs")).to_be_visible()
    meet(console)
    expect(console.locator("#band")).to_contain_text("Ahli waris: Siti Aminah (istri) untuk alm. Agus")
    console.keyboard.press("m")
    console.keyboard.type("Kami turut berduka, Ibu. Saya bantu lewat tulisan.")
    console.keyboard.press("Enter")
    expect(booth.locator('[data-part="talk"]')).to_contain_text("Saya bantu lewat tulisan")
    photograph(console, f"konsol-waris-{width}")

    eventually(lambda: console.evaluate("document.getElementById('work-video').videoWidth"), console)
    console.locator("#band").focus()
    console.keyboard.press("j")
    dialog = console.locator("#consent-dialog[open]")
    expect(dialog).to_contain_text("Siti Aminah mengajukan pembayaran")
    photograph(console, f"konsol-setuju-{width}")
    dialog.get_by_role("button", name="Simpan persetujuan").click()
    eventually(lambda: Signature.objects.filter(claim=claim).exists(), console)
    expect(console.locator("#work-panels")).to_contain_text("Persetujuan lisan, dibacakan")
    kept = Signature.objects.get(claim=claim)
    assert (kept.way, kept.person, kept.taken_by_id) == ("spoken", 1, scene.member.pk)

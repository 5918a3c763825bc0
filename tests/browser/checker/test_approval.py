"""A checker decides with the keyboard alone, and can take an approval back while it was not sent."""

import re

import pytest
from playwright.sync_api import Route, expect

from lapak.claims.operations import checking
from lapak.claims.rules.claim_moves import ClaimState
from lapak.journal.queries import trail
from lapak.kernel.subjects import Subject
from tests.browser.checker.conftest import Stage

pytestmark = pytest.mark.browser

STREAM = re.compile(r"/live/\?token=")


def test_a_claim_is_approved_by_keyboard_and_the_next_one_opens(stage: Stage) -> None:
    first, second, _third = stage.claims
    page = stage.page_of(stage.scene.checker)
    page.keyboard.press("n")
    expect(page.locator("#case")).to_have_attribute("data-claim", str(first))
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert").filter(has_text="Tulis catatan tentang beda data")).to_be_visible()
    page.locator("#id_note").focus()
    page.keyboard.type("Sesuai KK, pemekaran wilayah.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Belum dikirim.", exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("Belum dikirim.", exact=True)).to_be_hidden()
    assert page.evaluate("document.activeElement.hasAttribute('data-approve')")
    assert stage.scene.view(first).state is ClaimState.VERIFIED
    page.keyboard.press("Enter")
    expect(page.get_by_text("Belum dikirim.", exact=True)).to_be_visible()
    expect(page.locator("#case")).to_have_attribute("data-claim", str(second), timeout=20_000)
    expect(page.get_by_text("Disetujui.")).to_be_visible()
    view = stage.scene.view(first)
    approved = [one.note for one in view.decisions if one.kind == "approved"]
    assert (view.state, approved) == (ClaimState.APPROVED, ["Sesuai KK, pemekaran wilayah."])


def test_a_stream_that_opens_late_takes_no_approval_back_on_the_page_of_a_refused_one(stage: Stage) -> None:
    first = stage.claims[0]
    page = stage.page_of(stage.scene.checker)
    page.goto(f"{stage.address}/persetujuan/{first}/")
    held: list[Route] = []
    page.route(STREAM, lambda route: held.append(route))
    with page.expect_request(STREAM):
        page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert").filter(has_text="Tulis catatan tentang beda data")).to_be_visible()
    assert page.url.endswith("/setujui/")  # an address that only takes a decision
    page.get_by_label("Catatan").fill("Sesuai KK, pemekaran wilayah.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Belum dikirim.", exact=True)).to_be_visible()
    with page.expect_request_finished(lambda request: request.resource_type == "fetch"):
        held[-1].continue_()
    expect(page.locator("#case")).not_to_have_attribute("data-claim", str(first), timeout=20_000)
    assert stage.scene.view(first).state is ClaimState.APPROVED


def test_leaving_the_page_sends_nothing(stage: Stage) -> None:
    _first, second, _third = stage.claims
    page = stage.page_of(stage.scene.checker)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{stage.address}/persetujuan/{second}/")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Belum dikirim.", exact=True)).to_be_visible()
    page.goto(f"{stage.address}/persetujuan/")
    page.clock.install()
    page.clock.run_for(15_000)
    assert stage.scene.view(second).state is ClaimState.VERIFIED


def test_a_decision_of_a_colleague_reaches_the_open_page_and_stops_an_approval(stage: Stage) -> None:
    _first, second, _third = stage.claims
    page = stage.page_of(stage.scene.checker)
    page.goto(f"{stage.address}/persetujuan/{second}/")
    expect(page.locator("#queue .case-item")).to_have_count(3)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Belum dikirim.", exact=True)).to_be_visible()
    checking.reject(
        claim_id=second,
        reason_code="data_differs",
        expected_version=stage.scene.version(second),
        actor=stage.scene.other_checker,
        now=stage.scene.now,
    )
    expect(page.get_by_text("Ditolak oleh Pemeriksa2")).to_be_visible(timeout=8_000)
    expect(page.locator("#queue .case-item")).to_have_count(2)
    assert stage.scene.view(second).orders == ()


def test_bank_data_opens_on_the_page_after_a_reason(stage: Stage) -> None:
    first = stage.claims[0]
    page = stage.page_of(stage.scene.checker)
    page.goto(f"{stage.address}/persetujuan/{first}/")
    page.get_by_label("Catatan").fill("sedang menulis")
    page.get_by_role("button", name="Buka, pilih alasan").click()
    page.get_by_label("Menjelaskan beda data").check()
    page.get_by_role("button", name="Buka gambar").click()
    picture = page.get_by_role("img", name="Buku tabungan")
    expect(picture).to_be_visible()
    assert page.locator("#id_note").input_value() == "sedang menulis"
    document = next(one for one in stage.scene.view(first).papers if one.asked.kind == "buku_tabungan")
    reasons = [
        link.data.get("reason") for link in trail(subject=Subject("document", str(document.document_id)))
    ]
    assert reasons[-1] == "explain_difference"

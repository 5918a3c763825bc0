import base64
import io

import pytest
import segno
from playwright.sync_api import expect

from lapak.queueing.models import Movement, ZoneCount
from tests.browser.onsite.conftest import Hall, too_tall_by
from tests.web.onsite import door_visits

pytestmark = pytest.mark.browser

# A camera before which a picture is held.
CAMERA = """
navigator.mediaDevices.getUserMedia = async () => {
  const picture = new Image(); picture.src = "data:image/png;base64,PICTURE"; await picture.decode();
  const canvas = document.createElement("canvas"); canvas.width = 640; canvas.height = 480;
  const brush = canvas.getContext("2d");
  setInterval(() => {
    brush.fillStyle = "#777"; brush.fillRect(0, 0, 640, 480);
    brush.drawImage(picture, 180, 100, 280, 280);
  }, 50);
  return canvas.captureStream(20);
};
"""


def test_a_qr_before_the_camera_gives_a_ticket(hall: Hall) -> None:
    person = door_visits.expect(hall.branch, in_minutes=18)
    drawn = io.BytesIO()
    segno.make(person.qr).save(drawn, kind="png", scale=8, border=4)
    picture = base64.b64encode(drawn.getvalue()).decode()
    tablet = hall.screen("tablet", script=CAMERA.replace("PICTURE", picture))
    expect(tablet.locator(".tablet-number")).to_have_text("A-001")
    expect(tablet.locator("#hasil h2")).to_contain_text("Hartono S.")
    assert too_tall_by(tablet) == 0


def test_presses_made_without_a_network_are_all_counted_once_it_is_back(hall: Hall) -> None:
    tablet = hall.screen("tablet")
    plus = tablet.locator("[data-count] button").nth(1)
    expect(tablet.locator("[data-inside]")).to_have_text("0")
    tablet.context.set_offline(True)
    for _ in range(3):
        plus.click()
    assert Movement.objects.count() == 0
    tablet.context.set_offline(False)
    expect(tablet.locator("[data-inside]")).to_have_text("3", timeout=15_000)
    assert Movement.objects.count() == ZoneCount.objects.get().inside == 3


def test_the_fullest_page_fits_the_tablet_and_the_number_leaves_on_done(hall: Hall) -> None:
    tablet = hall.screen("tablet")
    for count in range(1, 3):
        tablet.locator("[data-count] button").nth(1).click()
        expect(tablet.locator("[data-inside]")).to_have_text(str(count))
    tablet.get_by_label("Tanpa QR").fill("3603 4512 0590 0001")
    tablet.get_by_role("button", name="Ambil antrean").click()
    expect(tablet.get_by_text("Ruang penuh. Tunggu di luar.")).to_be_visible()
    expect(tablet.get_by_text("1 kursi prioritas")).to_be_visible()
    assert too_tall_by(tablet) == 0
    tablet.get_by_role("button", name="Hamil").click()
    expect(tablet.locator(".tablet-number")).to_have_text("P-001")
    expect(tablet.get_by_role("button", name="Hamil")).to_have_attribute("aria-pressed", "true")
    tablet.get_by_role("link", name="Selesai").click()
    expect(tablet.get_by_text("Siap menerima orang berikutnya")).to_be_visible()


def test_two_tablets_show_the_same_hall_and_how_many_have_come(hall: Hall) -> None:
    one, two = hall.screen("tablet"), hall.screen("tablet")
    one.locator("[data-count] button").nth(1).click()
    expect(two.locator("[data-inside]")).to_have_text("1")
    expect(two.locator("[data-here]")).to_have_text("0")
    one.get_by_label("Tanpa QR").fill("3603 4512 0590 0001")
    one.get_by_role("button", name="Ambil antrean").click()
    for tablet in (one, two):
        expect(tablet.locator("[data-here]")).to_have_text("1")

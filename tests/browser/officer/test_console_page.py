"""The console as an officer uses it: keys, six living tiles, one workspace, at both sizes."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lapak.claims.models import Check
from lapak.claims.operations.desk_work import set_check
from lapak.desk import operations
from lapak.desk.models import Place
from lapak.desk.rules.flags import FlagReason
from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.kernel.ids import new_id
from lapak.people.models import StaffMember
from lapak.people.rules import Role
from lapak.queueing.operations import count_person
from tests.browser.call.call_stage import until
from tests.browser.officer.console_stage import COLOURS, Stage
from tests.operations.desk.desk_world import acting, claim_of, participant

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

GREETER = Actor.staff(staff_id=1, role=Role.GREETER)
ASK_FOR_ALARMS = """() => {
  const bar = document.getElementById('alarm-sekarang');
  return htmx.ajax('GET', bar.getAttribute('hx-get'), { target: bar, swap: 'outerHTML' });
}"""
SLOW = 60  # seconds; the machine may be busy, and no time is asserted here
CLIPPED = """() => [...document.querySelectorAll('body *')].filter((element) => {
  const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
  const box = element.getBoundingClientRect();
  if (!own || !element.checkVisibility({ visibilityProperty: true }) || box.width < 2) return false;
  if (element.closest('.visually-hidden, dialog:not([open]), .rail:not(.is-open) .rail__list')) return false;
  const label = element.closest('.state-label')?.getBoundingClientRect();
  if (label && box.right > label.right) return true;
  return element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline'
    || box.right > innerWidth + 1 || box.bottom > innerHeight + 1;
}).map((element) => `${element.className}: ${element.textContent.trim()}`)"""


def settled(page: Page) -> None:
    """Wait until the page follows its stream and media are open."""
    until(
        page, "document.body.dataset.work === 'empty' || document.body.dataset.work === 'open'", seconds=SLOW
    )
    until(page, "!document.querySelector('[data-said=offline]')", seconds=SLOW)


def meet(page: Page, number: int) -> None:
    """Turn to somebody for the first time, by keys alone."""
    page.keyboard.press(str(number))
    until(page, "document.querySelector('#confirm-dialog[open]') !== null", seconds=SLOW)
    page.keyboard.press("Enter")
    in_focus(page, number)


def in_focus(page: Page, number: int) -> None:
    """Wait until tile, band and server agree on who is in focus."""
    said = f"document.querySelector('#tile-{number}-foot').dataset"
    until(
        page,
        f"{said}.mode === 'focus' && document.querySelector('#band')?.dataset.place === {said}.place",
        seconds=SLOW,
    )


def give_task(page: Page, key: str, place: Place, stage: str) -> None:
    """Give the one in focus a task, by keys alone."""
    page.keyboard.press("k")
    until(page, "document.querySelector('#task-dialog[open]') !== null", seconds=SLOW)
    page.keyboard.press(key)
    stage_is(page, place, stage)


def stage_is(page: Page, place: Place, stage: str) -> None:
    """Wait until the server has the stage."""
    for _ in range(SLOW * 10):
        if Place.objects.get(pk=place.pk).stage == stage:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"never {stage}")


def colour(page: Page, selector: str) -> list[int]:
    """Return red, green and blue in the middle of a video, or nothing while it shows nothing."""
    return page.evaluate(
        """(selector) => {
          const video = document.querySelector(selector);
          if (!video.videoWidth || video.style.visibility === 'hidden') return [];
          const canvas = Object.assign(document.createElement('canvas'), { width: 8, height: 8 });
          const context = canvas.getContext('2d');
          context.drawImage(video, 0, 0, 8, 8);
          return [...context.getImageData(4, 4, 1, 1).data].slice(0, 3);
        }""",
        selector,
    )


def near(found: list[int], wanted: str) -> bool:
    """Return whether a colour is the one of a camera, give or take what compression does."""
    target = [int(wanted[i : i + 2], 16) for i in (1, 3, 5)]
    return len(found) == 3 and all(abs(a - b) < 45 for a, b in zip(found, target, strict=True))


def see(page: Page, selector: str, wanted: str) -> None:
    """Wait until a video shows the camera of this colour."""
    for _ in range(SLOW * 5):
        if near(colour(page, selector), wanted):
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"{selector} shows {colour(page, selector)}, not {wanted}")


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1366, 768)])
def test_six_living_places_by_keys_alone(stage: Stage, width: int, height: int, tmp_path: Path) -> None:
    places = [stage.arrive(n, priority="elderly" if n == 0 else "") for n in range(6)]
    for n in range(6, 9):
        stage.world.arrive(claim_of(stage.world.branch, n, stage.now), stage.now)
    booths = [stage.booth(place, colour) for place, colour in zip(places, COLOURS, strict=True)]
    page = stage.console(width, height)
    settled(page)
    page.evaluate("window.firstVideo = document.querySelector('#tile-2 video')")

    meet(page, 2)
    see(page, "#tile-2 video", COLOURS[1])
    see(page, "#work-video", COLOURS[1])
    give_task(page, "2", places[1], "scanning")
    meet(page, 6)
    give_task(page, "4", places[5], "signing")
    meet(page, 4)
    see(page, "#tile-4 video", COLOURS[3])
    see(page, "#work-video", COLOURS[3])
    see(page, "#tile-2 video", COLOURS[1])
    assert colour(page, "#tile-1 video") == colour(page, "#tile-3 video") == []
    assert page.evaluate("window.firstVideo === document.querySelector('#tile-2 video')")

    me = participant(places[0])
    operations.flag(ticket_id=places[0].ticket_id, reason=FlagReason.UNREADABLE, actor=me, now=utc_now())
    until(page, "document.querySelector('#tile-1').dataset.state === 'needs-officer'", seconds=SLOW)
    words = [page.locator(f"#tile-{n} .state-label").inner_text() for n in range(1, 7)]
    assert words == ["Butuh petugas", "Memindai dokumen", "Ditahan", "Bicara", "Ditahan", "Menandatangani"]
    orders = [page.locator(f"#tile-{n} .tile__order").inner_text() for n in (1, 4)]
    assert orders == ["berikut", "fokus"]

    page.screenshot(path=tmp_path / f"konsol-{width}.png")
    assert page.evaluate(CLIPPED) == []
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert [booth.evaluate("window.stage.leg.mode") for booth in booths] == [
        *("hold", "work", "hold", "focus", "hold", "work")
    ]

    page.keyboard.press("0")
    until(page, "document.querySelector('#confirm-dialog[open]') !== null", seconds=SLOW)
    assert page.locator("[data-confirm-name]").inner_text() == "Bambang Sutrisno"
    page.keyboard.press("Enter")
    in_focus(page, 1)
    see(page, "#work-video", COLOURS[0])
    until(page, "document.querySelector('#tile-1').dataset.state === 'talking'", seconds=SLOW)


def test_esc_clears_the_data_at_once_and_the_talk_goes_on(stage: Stage) -> None:
    place = stage.arrive(1)
    page = stage.console(1366, 768)
    settled(page)
    meet(page, 1)
    number = "K-2020-0618-0001"
    assert number in page.content()
    page.keyboard.press("Escape")
    assert number not in page.content()
    assert page.locator("#work-video").is_hidden()
    assert Place.objects.get(pk=place.pk).mode == "focus"
    operations.flag(
        ticket_id=place.ticket_id, reason=FlagReason.HELP, actor=participant(place), now=utc_now()
    )
    page.keyboard.press("1")
    until(page, f"document.body.textContent.includes('{number}')", seconds=SLOW)


def test_a_reload_comes_back_to_the_same_person_and_hold_lets_go(stage: Stage) -> None:
    places = [stage.arrive(n) for n in (1, 2)]
    page = stage.console(1920, 1080)
    settled(page)
    meet(page, 2)
    page.reload()
    settled(page)
    in_focus(page, 2)
    page.keyboard.press("h")
    until(page, "document.body.dataset.work === 'empty'", seconds=SLOW)
    assert "K-2020-0618-0002" not in page.content()
    assert {place.mode for place in Place.objects.filter(pk__in=[p.pk for p in places])} == {"hold"}


def test_letters_rest_while_typing_and_when_switched_off(stage: Stage) -> None:
    stage.arrive(1)
    page = stage.console(1920, 1080)
    settled(page)
    meet(page, 1)
    page.keyboard.press("g")
    until(page, "document.querySelector('#more-dialog[open]') !== null", seconds=SLOW)
    page.locator("#note-text").fill("")
    page.keyboard.type("chatb 123")
    assert page.locator("#note-text").input_value() == "chatb 123"
    page.keyboard.press("Escape")
    until(page, "document.querySelector('dialog[open]') === null", seconds=SLOW)
    page.keyboard.press("?")
    until(page, "document.querySelector('#keys-dialog[open]') !== null", seconds=SLOW)
    page.keyboard.press("Space")
    page.keyboard.press("Escape")
    until(page, "document.querySelector('dialog[open]') === null", seconds=SLOW)
    page.keyboard.press("c")
    page.keyboard.press("t")
    assert page.locator("dialog[open]").count() == 0
    assert not Check.objects.exists()


def test_what_happens_to_the_claim_elsewhere_shows_at_once(stage: Stage) -> None:
    place = stage.arrive(1)
    page = stage.console(1366, 768)
    settled(page)
    meet(page, 1)
    until(page, "document.querySelector('#file-why')?.textContent.startsWith('7 pemeriksaan')", seconds=SLOW)
    set_check(
        claim_id=place.claim_id, code="ktp_original", ok=True, actor=acting(stage.officer), now=utc_now()
    )
    until(page, "document.querySelector('#file-why')?.textContent.startsWith('6 pemeriksaan')", seconds=SLOW)


def test_a_check_a_still_and_a_paper_by_keys(stage: Stage) -> None:
    place = stage.arrive(1)
    stage.booth(place, COLOURS[2])
    page = stage.console(1366, 768)
    settled(page)
    meet(page, 1)
    page.keyboard.press("c")
    until(page, "document.querySelectorAll('.check-row.is-done').length === 1", seconds=SLOW)
    page.keyboard.press("v")
    until(page, "document.querySelector('.tab[data-paper=ktp]').dataset.mark === 'good'", seconds=SLOW)
    see(page, "#work-video", COLOURS[2])
    page.keyboard.press("f")
    until(page, "document.querySelectorAll('#work-stills .still').length === 1", seconds=SLOW)
    page.keyboard.press("d")
    until(
        page,
        "document.querySelector('.tab[aria-selected=true][data-paper]').dataset.paper !== 'ktp'",
        seconds=SLOW,
    )
    page.locator('[data-paper="paklaring"]').click()
    until(page, "document.querySelector('.papers__page')?.naturalWidth > 0", seconds=SLOW)
    page.locator("[data-zoom=in]").click()
    page.locator("[data-turn]").click()
    view = page.locator("[data-papers-view]")
    assert view.evaluate("e => getComputedStyle(e).getPropertyValue('--turn')") == "90deg"
    assert float(view.evaluate("e => getComputedStyle(e).getPropertyValue('--zoom')")) > 1
    page.locator("[data-beside]").click()
    until(page, "document.querySelector('.papers__still')?.naturalWidth > 0", seconds=SLOW)
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1366, 768)])
def test_an_officer_who_heads_the_branch_reads_of_a_full_hall_and_leaves_nobody(
    stage: Stage, width: int, height: int, tmp_path: Path
) -> None:
    StaffMember.objects.filter(pk=stage.officer.pk).update(roles=[Role.OFFICER, Role.BRANCH_HEAD])
    stage.arrive(1)
    page = stage.console(width, height)
    settled(page)
    meet(page, 1)
    for _ in range(stage.world.branch.hall_limit):
        count_person(branch_id=stage.world.branch.pk, delta=1, tap_id=new_id(), actor=GREETER, now=utc_now())
    page.evaluate(ASK_FOR_ALARMS)  # what htmx does by itself every 20 s
    alarm = page.locator("#alarm-sekarang").get_by_role("alert")
    expect(alarm).to_contain_text("Ruang tunggu penuh sejak")
    page.screenshot(path=tmp_path / f"konsol-alarm-{width}.png")
    assert page.evaluate(CLIPPED) == []
    with page.context.expect_page() as opened:
        alarm.get_by_role("link", name="Buka Keramaian").click()
    expect(opened.value).to_have_url(re.compile("/kantor/keramaian/"))
    in_focus(page, 1)

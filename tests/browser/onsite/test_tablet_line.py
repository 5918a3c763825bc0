"""The tablet: everybody in the queue, and check-ins while the network is away."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import APIResponse, Page, Route, expect

from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.kernel.ids import new_id
from lapak.offices.queries import BranchView, booths
from lapak.queueing import operations
from lapak.queueing.models import DoorScan, Ticket
from tests.browser.onsite.conftest import Hall
from tests.stack import eventually
from tests.web.onsite import door_visits

pytestmark = pytest.mark.browser
SYSTEM = Actor.system()


def come(
    branch: BranchView, *, minutes_ago: int = 0, due_in: int | None = None, priority: str = ""
) -> Ticket:
    now = utc_now()
    due = None if due_in is None else now + timedelta(minutes=due_in)
    view = operations.arrive(
        branch_id=branch.id,
        channel="onsite",
        subject_id=new_id(),
        display_name="Sri Wahyuni",
        booking_id=None,
        due_at=due,
        priority=priority,
        actor=SYSTEM,
        now=now - timedelta(minutes=minutes_ago),
    )
    return Ticket.objects.get(pk=view.id)


def fits(page: Page) -> None:
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0


def test_the_greeter_sees_everybody_and_acts_on_each(hall: Hall) -> None:
    first = come(hall.branch)
    come(hall.branch, due_in=5)
    come(hall.branch, priority="ill")
    called = come(hall.branch)
    room = booths(branch_id=hall.branch.id)[1]
    operations.call(ticket_id=called.pk, booth_id=room.id, actor=SYSTEM, now=utc_now())
    tablet = hall.screen("tablet")
    tablet.get_by_role("link", name=re.compile("Antrean")).click()
    rows = tablet.locator(".tablet-line > li")
    expect(rows).to_have_count(4)
    fits(tablet)
    mine = rows.filter(has_text=str(first))
    mine.get_by_role("button", name="Tahan").click()
    expect(tablet.locator('li[data-state="on_hold"]')).to_contain_text(str(first))
    tablet.get_by_role("button", name="Lanjut").click()
    expect(tablet.locator('li[data-state="on_hold"]')).to_have_count(0)
    tablet.get_by_label("Nomor", exact=True).fill("a1")
    tablet.get_by_label("dan nomor").fill("P-001")
    tablet.get_by_role("button", name="Jelaskan").click()
    expect(tablet.locator(".tablet-why")).to_contain_text("P-001")


def test_a_press_counts_that_was_made_before_the_script_had_come(hall: Hall) -> None:
    first = come(hall.branch, minutes_ago=40)
    tablet = hall.screen("tablet")
    tablet.route("**/htmx-*.js", lambda route: route.abort())
    tablet.get_by_role("link", name=re.compile("Antrean")).click()
    tablet.get_by_role("button", name="Tahan").click()
    expect(tablet.get_by_text("Dikesampingkan sejak")).to_be_visible()
    assert Ticket.objects.get(pk=first.pk).state == "on_hold"
    tablet.get_by_role("button", name="Pergi").click()
    expect(tablet.get_by_text("Antrean ini sudah selesai")).to_be_visible()


def test_an_answer_that_was_overtaken_does_not_undo_what_the_greeter_sees(hall: Hall) -> None:
    first = come(hall.branch, minutes_ago=40)
    tablet = hall.screen("tablet")
    slow: list[tuple[Route, APIResponse]] = []

    def carry(route: Route) -> None:
        if slow:
            route.abort()  # so that the press's own answer is the only newer one
        else:
            slow.append((route, route.fetch()))  # answered at once, but long on its way

    tablet.route("**/pintu/antrean/isi/", carry)
    with tablet.expect_event("request", lambda request: request.url.endswith("/isi/")):
        tablet.get_by_role("link", name=re.compile("Antrean")).click()
    held = tablet.locator('li[data-state="on_hold"]')
    tablet.get_by_role("button", name="Tahan").click()
    expect(held).to_contain_text(str(first))
    route, answer = slow[0]
    with tablet.expect_event("requestfinished", lambda request: request == route.request):
        route.fulfill(response=answer)
    tablet.evaluate("() => new Promise((done) => setTimeout(done, 100))")  # it would be shown by now
    assert held.count() == 1


def test_without_network_people_are_noted_and_get_their_numbers_later_in_order(hall: Hall) -> None:
    person = door_visits.expect(hall.branch, in_minutes=10)
    tablet = hall.screen("tablet")
    expect(tablet.locator("#masuk")).to_be_visible()
    tablet.context.set_offline(True)
    field = tablet.locator("#masuk input[name=entry]")
    for entry, button in ((person.number, "Cari janji"), ("3603451205900002", "Ambil antrean")):
        for _ in range(2):  # pressed twice
            field.fill(entry)
            with tablet.expect_event("requestfailed", lambda request: request.method == "POST"):
                tablet.get_by_role("button", name=button).click()
            expect(tablet.get_by_role("heading", name="Dicatat di tablet")).to_be_visible()
    kept = tablet.evaluate("localStorage.getItem('lapak.susulan')")
    assert person.number in kept
    assert "3603451205900002" not in kept
    tablet.evaluate("Date.now = () => 0")  # somebody sets the clock of the device back by fifty years
    tablet.context.set_offline(False)
    lines = tablet.locator("#susulan li")
    expect(lines).to_have_count(2, timeout=20_000)
    expect(lines.first).to_contain_text("A-001")
    expect(lines.last).to_contain_text("A-002")
    assert tablet.evaluate("localStorage.getItem('lapak.susulan')") is None
    eventually(lambda: DoorScan.objects.count() == 2, within=20, what="two late check-ins")
    one, two = Ticket.objects.order_by("arrived_at")
    assert one.subject_id == person.claim_id
    assert one.arrived_at < two.arrived_at <= utc_now()
    assert utc_now() - one.arrived_at < timedelta(minutes=3)

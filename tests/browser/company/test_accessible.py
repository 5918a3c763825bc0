"""The pages of a company, and those of the branch about it, with axe-core."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from lapak.claims.operations import desk_work
from lapak.collective.models import Batch
from lapak.collective.operations import scheduling
from lapak.collective.steps.filing import file_roster
from lapak.collective.steps.threshold import measure_roster
from lapak.kernel.clock import utc_now
from tests.browser.accessibility import Look
from tests.browser.company import town
from tests.browser.company.test_screens_fit import PHONE, owner
from tests.collective.sheets import workbook, worker, workers
from tests.operations.claims.approving import head_of
from tests.operations.claims.claim_scene import Scene
from tests.operations.collective.company_scene import mandate_id, registered
from tests.operations.collective.file_scene import desk
from tests.operations.collective.roster_scene import listing
from tests.web.checker.conftest import signed_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
Open = Callable[..., Page]


def test_company_and_branch(scene: Scene, open_as: Open) -> None:
    scene.now = utc_now()
    today, look = scene.now.date(), Look("kolektif")
    term: dict[str, Any] = {"valid_from": today, "valid_until": today + timedelta(days=90)}
    here = listing(scene, **term)
    for n in range(10, 16):
        row = here.add(n, register={"contributions": 0, "yield_": 30_000_000} if n == 12 else None)
        if n != 14:
            here.papers(row)
    here.decide()
    here.places()
    here.check()
    file_roster(roster_id=here.roster.pk, actor=here.who, now=scene.now)
    other = registered(scene, email="lain@contoh.id", **term)
    batch = Batch.objects.get()
    scheduling.agree(batch_id=batch.pk, actor=scene.officer, now=scene.now)
    own, fresh, officer = (open_as(signed_in(who)) for who in (here.who, other, scene.officer))

    def over(page: Page, name: str, *args: object) -> None:
        page.goto(reverse(name, args=args))
        look.at(page, name.replace(":", "-"))

    over(own, "company:home")
    over(own, "company:roster", here.roster.pk)
    fresh.goto(reverse("company:home"))
    look.at(fresh, "baru")
    over(officer, "company:overview")
    over(officer, "company:mandate", mandate_id(scene, other))
    over(officer, "company:batch", batch.pk)
    claim = scene.filed()
    desk_work.begin_service(claim_id=claim, actor=scene.officer, now=scene.now)
    desk_work.interrupt_service(claim_id=claim, actor=scene.officer, now=scene.now)
    officer.goto("/berkas/")
    look.at(officer, "berkas")
    officer.goto(f"/berkas/{claim}/")
    look.at(officer, "berkas-satu")
    fresh.context.clear_cookies()
    over(fresh, "company:register")
    fresh.get_by_role("button").last.click()
    look.at(fresh, "daftar-salah")
    phone = open_as(owner(here.claim_id(here.rows[4])), viewport=PHONE)
    over(phone, "participant:track")
    assert look.wrong == {}


def test_a_borderline_sum(scene: Scene, open_as: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.now = utc_now()
    here = desk(scene, valid_from=scene.now.date(), valid_until=scene.now.date() + timedelta(days=90))
    here.read(workbook([*workers(2), worker(5, phone="")]))
    monkeypatch.setattr(type(scene.core), "headcount", lambda *_, **__: 10)
    measure_roster(roster_id=here.roster_id, now=scene.now)
    look, head = Look("batas"), open_as(signed_in(head_of(scene)))
    look.over(head, reverse("roster:sums"))
    head.get_by_label("Alasan").fill("Tiga setelah perbaikan")
    head.get_by_role("button", name="Simpan keputusan").click()
    expect(head.get_by_text("Pilih boleh atau tidak.")).to_be_visible()
    expect(head.get_by_label("Alasan")).to_have_value("Tiga setelah perbaikan")
    look.at(head, "tanpa-pilihan")
    assert look.wrong == {}


def test_a_list_that_is_read_and_repaired(scene: Scene, open_as: Open) -> None:
    scene.now = utc_now()
    today, look = scene.now.date(), Look("daftar")
    workers = town.people(today - timedelta(days=60))[:30]
    town.settle(scene, workers)
    here = desk(scene, valid_from=today, valid_until=today + timedelta(days=90))
    page = open_as(signed_in(here.who))
    look.over(page, reverse("roster:files", args=[here.roster_id]))
    here.read(town.sheet(workers))
    look.over(
        page, *(reverse(f"roster:{name}", args=[here.roster_id]) for name in ("files", "papers", "repair"))
    )
    assert look.wrong == {}

"""Whoever acts for one company finds nothing of another: every page with an id in it, tried with real ids."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from lapak.claims.models import Claim
from lapak.collective.models import Batch, RosterRow, Worker
from lapak.kernel.clock import utc_now
from lapak.people.rules import Role
from lapak.web.pages import Page, pages
from tests.operations.claims.claim_scene import Scene
from tests.operations.collective.company_scene import mandate_id, ready
from tests.operations.collective.roster_scene import Listing, listing
from tests.web.checker.conftest import scene as scene
from tests.web.checker.conftest import signed_in

pytestmark = pytest.mark.django_db
TOLD_BY_SCRIPT = {"roster:announce", "roster:piece"}  # answer in JSON, with a code
PUBLIC_FORM = {"roster:template"}  # the empty workbook of a programme, the same for every company


@pytest.fixture
def here(scene: Scene) -> Listing:
    """A company whose list is filed and scheduled."""
    scene.now = utc_now()
    made = listing(scene, **term(scene))
    for n in (10, 11):
        made.papers(made.add(n))
    made.agreed()
    return made


def term(scene: Scene) -> dict[str, Any]:
    today = scene.now.date()
    return {"valid_from": today - timedelta(days=9), "valid_until": today + timedelta(days=90)}


@pytest.fixture
def stranger(here: Listing, monkeypatch: pytest.MonkeyPatch) -> Client:
    """The representative of another company, with all that is needed to file."""
    monkeypatch.setattr(type(here.scene.core), "headcount", lambda *_, **__: 10)
    other = {"npp": "KK012345", "email": "lain@contoh.id", "nik": "3603015204850005"}
    return signed_in(ready(here.scene, **other, **term(here.scene)))


def pages_with_an_id() -> list[Page]:
    """Return the pages open to representatives, and those open to other staff, that name a thing."""
    return [page for page in pages() if page.parameters and not page.name.startswith("admin:")]


def of_representatives(page: Page) -> bool:
    return page.access is not None and Role.REPRESENTATIVE in page.access.roles


def address(page: Page, here: Listing) -> str:
    ids = {
        "roster_id": here.roster.pk,
        "file_id": here.file.pk,
        "serial": here.rows[0].serial,
        "claim_id": here.claim_id(here.rows[0]),
        "batch_id": Batch.objects.get().pk,
        "mandate_id": mandate_id(here.scene, here.who),
        "kind": "ktp",
    }
    return reverse(page.name, kwargs={name: ids[name] for name, _ in page.parameters})


def test_no_page_shows_or_changes_anything_of_another_company(here: Listing, stranger: Client) -> None:
    tried = 0
    before = state_of_everything()
    for page in pages_with_an_id():
        if not of_representatives(page) or page.name in PUBLIC_FORM:
            continue
        url = address(page, here)
        posted = {
            "version": 1,
            "purpose": "rows",
            "file": SimpleUploadedFile("x.csv", b"NIK;Nama;KPJ\n1;2;3\n"),
        }
        answers = [stranger.get(url).status_code, stranger.post(url, posted).status_code]
        told = page.name in TOLD_BY_SCRIPT and answers == [405, 422]
        assert told or (set(answers) <= {404, 405} and 404 in answers), f"{page.key}: {answers}"
        tried += 1
    assert tried >= 15
    assert state_of_everything() == before


def test_the_branch_s_pages_of_companies_are_shut_to_representatives(here: Listing, stranger: Client) -> None:
    own = signed_in(here.who)
    names = [page for page in pages_with_an_id() if page.name.startswith("company:")]
    shut = [page for page in names if not of_representatives(page) and "talk_id" not in dict(page.parameters)]
    assert len(shut) >= 10
    for page in shut:
        url = address(page, here)
        for client in (stranger, own):
            assert (client.get(url).status_code, client.post(url).status_code) == (403, 403), page.key


def state_of_everything() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (Claim, Worker, RosterRow, Batch)]

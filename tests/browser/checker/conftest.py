"""A branch with claims that wait for a checker, and the running product."""

import io
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings as configured
from django.contrib.auth import get_user_model
from django.test import Client
from PIL import Image
from playwright.sync_api import Browser, Page

from lapak.claims.operations import desk_work, papers
from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from tests.browser.call.call_stage import serving
from tests.drawn_papers import card, face, letter, on_table
from tests.operations.claims.claim_scene import Scene, make_scene

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))  # the server finds its settings and core system there too
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps a loop in this thread, idle for us
PICTURES = {"foto_diri": face, "ktp": lambda: on_table(card()), "buku_tabungan": lambda: on_table(letter())}


@dataclass
class Stage:
    """The running product at `address`, and the claims that wait, the first with a difference."""

    address: str
    browser: Browser
    scene: Scene
    claims: tuple[UUID, ...]

    def page_of(self, checker: Actor) -> Page:
        """Open the queue as this checker on a back-office screen."""
        client = Client()
        client.force_login(get_user_model().objects.get(pk=checker.id))
        name = configured.SESSION_COOKIE_NAME
        context = self.browser.new_context(viewport={"width": 1440, "height": 900}, locale="id-ID")
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": self.address}])
        page = context.new_page()
        page.goto(f"{self.address}/persetujuan/")
        return page


@pytest.fixture
def stage(transactional_db: None, settings: Any, tmp_path: Path, chromium: Browser) -> Iterator[Stage]:
    from checker_stage_core import PEOPLE

    settings.CORE_SYSTEM = {"adapter": "checker_stage_core.core"}
    scene = make_scene()
    scene.now = utc_now()
    claims = tuple(_waiting(scene, nik=one.nik, kpj=one.kpj, note=not n) for n, one in enumerate(PEOPLE))
    with serving(
        log=tmp_path / "server.log", settings_module="checker_stage_settings", folder=HERE
    ) as address:
        yield Stage(address, chromium, scene, claims)
        for context in chromium.contexts:
            context.close()


def _waiting(scene: Scene, *, nik: str, kpj: str, note: bool) -> UUID:
    claim_id = scene.filed(nik=nik, kpj=kpj)
    for kind, draw in PICTURES.items():
        written = io.BytesIO()
        picture: Image.Image = draw()
        picture.paste(int(kpj) % 0xFFFFFF, (0, 0, 24, 24))  # each person's papers are their own
        picture.save(written, "JPEG", quality=80)
        papers.attach_paper(
            claim_id=claim_id,
            kind=kind,
            content=written.getvalue(),
            file_name="x.jpg",
            actor=scene.person(claim_id),
            now=scene.now,
        )
    scene.examined(claim_id)
    if note:
        desk_work.set_check(
            claim_id=claim_id,
            code="member_card",
            ok=True,
            note="Kab. Tangerang, nama lama di KK",
            actor=scene.officer,
            now=scene.now,
        )
    scene.verify(claim_id)
    return claim_id

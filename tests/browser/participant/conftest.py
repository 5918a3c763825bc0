"""A phone's browser on the running product, with the memory twin as the core system."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from lapak.adapters.smile_memory import SmileMemory
from lapak.offices.models import Branch
from tests import participant_scene as scene

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps a loop in this thread, idle for us
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def core(settings: Any, tmp_path: Path) -> SmileMemory:
    settings.CORE_SYSTEM = {"adapter": "tests.participant_scene.current_core"}
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.STORAGES = {
        **settings.STORAGES,
        "documents": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }
    return scene.use_core()


@pytest.fixture
def branch(transactional_db: None) -> Branch:
    return scene.make_branch()


@pytest.fixture
def new_phone(chromium: Browser, live_server: Any) -> Iterator[Callable[..., BrowserContext]]:
    """Make phones: browser contexts of their own, in Indonesian."""
    contexts: list[BrowserContext] = []

    def make(**options: Any) -> BrowserContext:
        options = {"viewport": PHONE, "locale": "id-ID", "base_url": live_server.url, **options}
        contexts.append(chromium.new_context(**options))
        return contexts[-1]

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_phone: Callable[..., BrowserContext], core: SmileMemory, branch: Branch) -> Page:
    """A page on a phone of 390 by 844 that has never been here."""
    page = new_phone().new_page()
    page.on("pageerror", lambda error: pytest.fail(f"a script failed: {error}"))
    return page


@pytest.fixture
def photograph() -> Callable[[Page, str], None]:
    """Keep a picture of the page in the folder that LAPAK_SCREENSHOTS names, when it names one."""

    def keep(page: Page, name: str) -> None:
        folder = os.environ.get("LAPAK_SCREENSHOTS")
        if folder:
            page.wait_for_load_state("networkidle")
            page.screenshot(path=Path(folder) / f"{name}.png")
            page.screenshot(path=Path(folder) / f"{name}-full.png", full_page=True)

    return keep

"""A representative's browser at a desk (1440 wide) on the running product, with the twin as core system."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.participant.conftest import photograph as photograph
from tests.operations.claims.claim_scene import Scene, make_scene

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps a loop in this thread, idle for us
DESK = {"width": 1440, "height": 900}


@pytest.fixture
def scene(transactional_db: None, settings: Any, tmp_path: Path) -> Scene:
    settings.CORE_SYSTEM = {"adapter": "tests.operations.claims.claim_scene.current_core"}
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.STORAGES = {
        **settings.STORAGES,
        "documents": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }
    return make_scene()


@pytest.fixture
def open_as(chromium: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """Open a browser in which an account is signed in; the session is handed over as a cookie."""
    contexts = []

    def make(client: Any, **options: Any) -> Page:
        context = chromium.new_context(
            **{"viewport": DESK, "locale": "id-ID", "base_url": live_server.url, **options}
        )
        contexts.append(context)
        context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
        )
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(f"a script failed: {error}"))
        return page

    yield make
    for context in contexts:
        context.close()

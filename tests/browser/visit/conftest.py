"""A browser, the running product, and a branch at work."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from lapak.kernel.clock import utc_now
from tests.browser.call.call_stage import serving
from tests.browser.visit.visit_stage import Stage
from tests.web.visit.visit_scene import visit_scene

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps a loop in this thread, idle for us


@pytest.fixture(scope="module")
def server(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the running product."""
    log = tmp_path_factory.mktemp("server") / "server.log"
    with serving(log=log, settings_module="visit_stage_settings", folder=Path(__file__).parent) as address:
        yield address


@pytest.fixture
def stage(server: str, chromium: Browser, transactional_db: None) -> Iterator[Stage]:
    """A branch at work, seen through browsers; they are closed after each test."""
    yield Stage(server, chromium, visit_scene(utc_now()))
    for context in chromium.contexts:
        context.close()

"""One browser, and one server for each file of tests: every test brings people of its own."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.call.call_stage import serving

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps a loop in this thread, idle for us


@pytest.fixture(scope="module")
def server(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the running product."""
    with serving(log=tmp_path_factory.mktemp("server") / "server.log") as address:
        yield address


@pytest.fixture
def address(server: str, chromium: Browser) -> Iterator[str]:
    """The address of the running product; pages are closed after each test."""
    yield server
    for context in chromium.contexts:
        context.close()

"""One browser, and one server for each file of tests: every test brings people of its own."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright

from tests.browser.call.call_stage import CHROMIUM_ARGUMENTS, chromium_path, serving

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps a loop in this thread, idle for us


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """A Chromium with fake devices."""
    browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_ARGUMENTS)
    yield browser
    browser.close()


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

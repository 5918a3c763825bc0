"""One browser and one server for the calls on stage."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from call_stage import CHROMIUM_ARGUMENTS, chromium_path, serving
from playwright.sync_api import Browser, Playwright

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps a loop in this thread, idle for us


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """A Chromium with fake devices."""
    browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture
def address(transactional_db: None, tmp_path: Path, chromium: Browser) -> Iterator[str]:
    """The address of the running product; pages are closed after each test."""
    with serving(log=tmp_path / "server.log") as address:
        yield address
        for context in chromium.contexts:
            context.close()

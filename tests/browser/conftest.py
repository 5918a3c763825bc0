"""What every journey in a browser shares: the browser, and patience."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.browser.call.call_stage import CHROMIUM_ARGUMENTS
from tools.browser import chromium as path_of_chromium

# A promise about speed is none of these tests': both cores of a small machine may be busy with others.
PATIENCE_MS = 20_000

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """A Chromium with fake devices."""
    browser = playwright.chromium.launch(executable_path=path_of_chromium(), args=CHROMIUM_ARGUMENTS)
    yield browser
    browser.close()

"""One browser and one console for a test."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.officer.console_stage import Stage, on_stage

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps a loop in this thread, idle for us


@pytest.fixture
def stage(transactional_db: None, tmp_path: Path, chromium: Browser) -> Iterator[Stage]:
    """A served product with an open desk; pages are closed after each test."""
    with on_stage(browser=chromium, log=tmp_path / "server.log") as found:
        yield found
        for context in chromium.contexts:
            context.close()

"""What every test may use."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

ROOT = Path(__file__).parent


@pytest.fixture
def now() -> datetime:
    """A moment in office hours: Monday 22 June 2020, 10.00 WIB."""
    return datetime(2020, 6, 22, 3, 0, tzinfo=UTC)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run browser tests last: the driver keeps an event loop running in this thread until the end."""
    items.sort(key=lambda item: "browser" in item.path.relative_to(ROOT).parts)

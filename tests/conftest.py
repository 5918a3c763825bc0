"""What every test may use."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

import pytest
from django.db.backends.base.operations import BaseDatabaseOperations

from tests.emptying import again_after_deadlock

ROOT = Path(__file__).parent


@pytest.fixture(scope="session", autouse=True)
def emptied_beside_a_server() -> Iterator[None]:
    """Have the tables emptied after a test even if a server's last request stood in the way."""
    patient = again_after_deadlock(BaseDatabaseOperations.execute_sql_flush)
    with patch.object(BaseDatabaseOperations, "execute_sql_flush", patient):
        yield


@pytest.fixture
def now() -> datetime:
    """A moment in office hours: Monday 22 June 2020, 10.00 WIB."""
    return datetime(2020, 6, 22, 3, 0, tzinfo=UTC)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run browser tests last: the driver keeps an event loop running in this thread until the end."""
    items.sort(key=lambda item: "browser" in item.path.relative_to(ROOT).parts)

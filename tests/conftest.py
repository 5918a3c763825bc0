"""What every test may use."""

from datetime import UTC, datetime

import pytest


@pytest.fixture
def now() -> datetime:
    """A moment in office hours: Monday 22 June 2020, 10.00 WIB."""
    return datetime(2020, 6, 22, 3, 0, tzinfo=UTC)

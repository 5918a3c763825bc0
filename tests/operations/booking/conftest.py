from datetime import datetime
from uuid import UUID

import pytest

from lapak.offices.queries import BranchView
from tests.operations.booking.branch_days import open_branch, slots_of


@pytest.fixture
def branch(now: datetime) -> BranchView:
    return open_branch("TGR", places=2)


@pytest.fixture
def slots(branch: BranchView, now: datetime) -> list[UUID]:
    return slots_of(branch, now)

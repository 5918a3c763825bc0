from datetime import datetime
from uuid import UUID

import pytest

from lapak.booking.operations import set_plan
from lapak.booking.rules.states import Channel
from lapak.offices.queries import BranchView
from tests.operations.booking.branch_days import open_branch, slots_of


@pytest.fixture
def branch(now: datetime) -> BranchView:
    view = open_branch("TGR")
    set_plan(branch_id=view.id, channel=Channel.ONLINE, minutes=30, capacity=2)
    return view


@pytest.fixture
def slots(branch: BranchView, now: datetime) -> list[UUID]:
    return slots_of(branch, now)

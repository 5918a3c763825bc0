from datetime import time

import pytest

from lapak.offices.operations import save_branch
from lapak.offices.queries import BoothView, BranchView, booths
from lapak.offices.rules import Hours


@pytest.fixture
def branch() -> BranchView:
    return save_branch(
        code="TGR",
        hours=[Hours(day, time(8), time(15)) for day in range(7)],
        booths=6,
        name="Tangerang Cikokol",
        timezone="Asia/Jakarta",
        hall_limit=3,
        priority_seats=1,
        pagers=1,
    )


@pytest.fixture
def booth_of(branch: BranchView) -> dict[int, BoothView]:
    return {booth.number: booth for booth in booths(branch_id=branch.id)}

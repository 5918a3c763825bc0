from datetime import time

import pytest
from django.test import Client

from lapak.offices.operations import save_branch
from lapak.offices.queries import BranchView
from lapak.offices.rules import Hours
from tests.web.onsite.door_visits import pair


@pytest.fixture
def branch() -> BranchView:
    return save_branch(
        code="TGR",
        hours=[Hours(day, time(0), time(23, 59)) for day in range(7)],
        booths=3,
        name="Tangerang Cikokol",
        timezone="Asia/Jakarta",
        hall_limit=4,
        priority_seats=2,
        pagers=2,
        always_open=True,
        way_to_booths="Ikuti garis kuning",
    )


@pytest.fixture
def tablet(branch: BranchView) -> Client:
    return pair(Client(), branch, "tablet")


@pytest.fixture
def board(branch: BranchView) -> Client:
    return pair(Client(), branch, "board")

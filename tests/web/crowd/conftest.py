from datetime import time

import pytest
from django.core.cache import cache
from django.test import Client

from lapak.offices.operations import save_branch
from lapak.offices.queries import BranchView
from lapak.offices.rules import Hours
from lapak.people.models import StaffMember
from lapak.people.rules import Role


@pytest.fixture
def branch(db: None) -> BranchView:
    cache.clear()
    return save_branch(
        code="TGR",
        hours=[Hours(day, time(0), time(23, 59)) for day in range(7)],
        booths=3,
        name="Tangerang Cikokol",
        timezone="Asia/Jakarta",
        hall_limit=10,
        priority_seats=2,
        always_open=True,
    )


@pytest.fixture
def head(branch: BranchView) -> StaffMember:
    return StaffMember.objects.create(
        username="kacab",
        display_name="Ibu Ratna",
        staff_number="1",
        branch_id=branch.id,
        roles=[Role.BRANCH_HEAD],
        email="ratna@contoh.id",
    )


@pytest.fixture
def office(head: StaffMember) -> Client:
    browser = Client()
    browser.force_login(head)
    return browser

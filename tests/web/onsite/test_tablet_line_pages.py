"""The list of everybody at the door, explanations, late check-ins, health questions, other offices."""

from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from lapak.claims.models import Claim, ServiceNeed
from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.offices.operations import save_branch
from lapak.offices.queries import BranchView
from tests.web.onsite.door_visits import come

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system()


def listed(tablet: Client) -> str:
    html = tablet.get(reverse("tablet:line")).content.decode()
    assert "UNDEFINED" not in html
    return html


def press_in_list(tablet: Client, name: str, ticket: UUID, status: int = 200) -> str:
    answer = tablet.post(
        reverse(f"tablet:{name}", args=[ticket]), headers={"HX-Request": "true", "HX-Target": "daftar"}
    )
    assert answer.status_code == status
    html = answer.content.decode()
    assert "UNDEFINED" not in html
    return html


def other_office() -> BranchView:
    return save_branch(
        code="JYP",
        hours=[],
        booths=1,
        name="Jayapura",
        timezone="Asia/Jayapura",
        hall_limit=5,
        address="Jalan Raya Abepura 1",
    )


def test_everybody_is_listed_with_place_help_and_no_name(tablet: Client, branch: BranchView) -> None:
    ticket = come(branch, name="Sri Wahyuni")
    ServiceNeed.objects.create(
        claim=Claim.objects.create(
            id=ticket.subject_id, channel="onsite", created_at=utc_now(), branch_id=branch.id
        ),
        code="wheelchair",
    )
    html = listed(tablet)
    assert "A-001" in html
    assert "Ke-1" in html
    assert "Kursi roda" in html
    assert "Sri" not in html

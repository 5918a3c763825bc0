"""The demonstration's company may file at once, and is made once."""

import pytest
from django.contrib.auth import get_user_model

from lapak.collective.models import Company
from lapak.collective.queries.mandates import mandate_of
from lapak.demonstration.companies import USERNAME, open_company
from lapak.offices.queries import branch
from tests.operations.claims.claim_scene import Scene


@pytest.mark.django_db
def test_the_representative_is_ready_and_made_once(scene: Scene) -> None:
    home = branch(branch_id=scene.branch.pk)
    for _ in range(2):
        open_company(home=home, now=scene.now)
    account = get_user_model().objects.get(username=USERNAME)
    found = mandate_of(account_id=account.pk, now=scene.now)
    assert found is not None
    assert found.is_ready
    assert not account.has_usable_password()
    assert Company.objects.count() == 1

"""The tax number on the page of the account: said where its paper is asked, or said to be none."""

import pytest

from lapak.web.participant.payout import PayoutForm
from tests.operations.claims.claim_scene import ACCOUNT, BANK, MONDAY, Scene
from tests.web.checker.conftest import scene

__all__ = ["scene"]
GIVEN = {"bank_code": BANK, "account_number": ACCOUNT}


@pytest.mark.parametrize(
    ("year", "said", "wrong"),
    [
        (2020, {}, True),
        (2020, {"npwp": "09.254.294.3-407.000"}, False),
        (2020, {"has_none": "on"}, False),
        (2023, {}, False),  # from 14 July 2022 the NIK serves as NPWP
    ],
)
def test_the_number_is_said_where_its_paper_is_asked(
    scene: Scene, year: int, said: dict[str, str], wrong: bool
) -> None:
    scene.now = MONDAY.replace(year=year)
    view = scene.view(scene.draft())
    assert "npwp" in {one.asked.kind for one in view.papers}
    form = PayoutForm({**GIVEN, **said}, claim=view)
    assert form.is_valid() is not wrong
    assert ("npwp" in form.errors) is wrong

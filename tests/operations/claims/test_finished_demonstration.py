"""The one claim that the demonstration takes through, so that a finished one can be looked at."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model

from lapak.demonstration import finished
from lapak.demonstration.people import STAFF
from lapak.kernel.clock import utc_now
from tests.operations.claims.claim_scene import ACCOUNT, BANK, BORN, KPJ, NAME, NIK, Scene
from tests.web.checker.conftest import scene

__all__ = ["scene"]
PERSONA: dict[str, Any] = {
    "nik": NIK,
    "kpj": KPJ,
    "name": NAME,
    "birth_date": BORN.isoformat(),
    "reason": "resigned",
    "phone": "+6281200000100",
    "email": "hartono@example.id",
    "bank_code": BANK,
    "account_number": ACCOUNT,
}


@pytest.fixture
def staffed(scene: Scene) -> Scene:
    for one in STAFF:
        get_user_model().objects.create(
            username=one.username,
            display_name=one.display_name,
            staff_number=one.staff_number,
            branch=scene.branch,
            roles=[*one.roles],
        )
    return scene


def test_it_is_filed_examined_approved_and_paid_and_a_second_start_changes_nothing(staffed: Scene) -> None:
    claim_id = finished.finish(PERSONA, branch_id=staffed.branch.pk)
    staffed.now = utc_now()
    staffed.deliver()
    view = staffed.view(claim_id)
    assert view.state == "paid"
    assert (view.officer_name, view.checker_name) == ("Dimas Prasetyo", "Ratih Puspita")
    version = view.version
    assert finished.finish(PERSONA, branch_id=staffed.branch.pk) == claim_id
    assert staffed.version(claim_id) == version


def test_a_start_that_was_broken_off_goes_on_where_it_was(
    staffed: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the power went")

    with monkeypatch.context() as patched:
        patched.setattr(finished, "_examine", broken)
        with pytest.raises(RuntimeError):
            finished.finish(PERSONA, branch_id=staffed.branch.pk)
    claim_id = finished.finish(PERSONA, branch_id=staffed.branch.pk)
    staffed.now = utc_now()
    staffed.deliver()
    assert staffed.view(claim_id).state == "paid"

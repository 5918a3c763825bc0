"""`lapak reconcile`, as an operator types it, after payments of which the two books say different things."""

import json
from datetime import timedelta
from typing import Any

import pytest

from lapak.claims.models import PaymentOrder
from lapak.claims.ports import CoreUnavailable
from lapak.claims.rules.claim_moves import ClaimState
from lapak.config.cli import main
from lapak.config.commands import reconcile
from tests.operations.claims.claim_scene import Scene
from tests.operations.claims.conftest import scene, twin_in_place

__all__ = ["scene", "twin_in_place"]
Capsys = pytest.CaptureFixture[str]


@pytest.fixture
def ordered(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """A payment that is under way, the command being run a week later."""
    scene.approved()
    scene.core._settle_after = timedelta(days=3)
    scene.deliver(rounds=1)
    scene.wait(days=7)
    monkeypatch.setattr(reconcile, "utc_now", lambda: scene.now)
    return scene


def run(capsys: Capsys, *words: str) -> tuple[int, dict[str, Any]]:
    status = main(["reconcile", *words, "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_what_can_be_mended_is_mended_and_the_status_is_0(ordered: Scene, capsys: Capsys) -> None:
    status, answer = run(capsys, "--from", "2020-06-22", "--to", "2020-06-29")
    assert (status, answer["mended"], answer["for_people"]) == (0, 1, 0)
    assert [(one["kind"], one["mended"]) for one in answer["findings"]] == [("paid_unknown", True)]
    assert PaymentOrder.objects.get().claim.state == ClaimState.PAID
    assert run(capsys)[1]["mended"] == 0


def test_what_a_person_has_to_see_to_makes_the_status_1(ordered: Scene, capsys: Capsys) -> None:
    order = PaymentOrder.objects.get()
    ordered.core.tamper(order.idempotency_key, gross=60_000_000, tax=0, net=60_000_000)
    assert main(["reconcile", "--from", "2020-06-22"]) == 1
    said = capsys.readouterr().out
    assert "0 mended, 1 for people" in said
    assert f"sum_differs (for a person): claim {order.claim.number}" in said


def test_what_cannot_be_done_is_said_and_the_status_is_2(ordered: Scene, capsys: Capsys) -> None:
    assert main(["reconcile", "--from", "2020-06-29", "--to", "2020-06-22"]) == 2
    assert "--from must not be after --to" in capsys.readouterr().err
    ordered.core.fail_next("list_payments", CoreUnavailable("down"))
    assert main(["reconcile"]) == 2
    assert "run it again to go on" in capsys.readouterr().err
    assert run(capsys)[0] == 0


def test_a_last_day_at_the_end_of_the_calendar_is_until_now(ordered: Scene, capsys: Capsys) -> None:
    status, answer = run(capsys, "--from", "2020-06-22", "--to", "9999-12-31")
    assert (status, answer["mended"]) == (0, 1)

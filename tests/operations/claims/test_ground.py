"""Every decision keeps what it saw, without names or numbers, and comes out the same when computed again."""

import json
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from lapak.claims.models import Decision, RulesSeen
from lapak.claims.queries.ground import recomputed
from lapak.claims.rules.replay import Verdict
from lapak.config.cli import main
from lapak.kernel.errors import NotFound
from tests.operations.claims.claim_scene import ACCOUNT, KPJ, NAME, NIK, Scene
from tests.operations.claims.test_policy import choose, make_administrator


def test_what_a_decision_saw_names_nobody(scene: Scene) -> None:
    claim_id = scene.approved()
    kept = [one.facts for one in Decision.objects.filter(claim=claim_id)]
    assert [one["form"] for one in kept] == [3, 3]
    text = json.dumps([kept, [one.content for one in RulesSeen.objects.all()]])
    for personal in (NAME, NAME.upper(), NIK, KPJ, ACCOUNT):
        assert personal not in text
    assert kept[0]["found"]["verdict"] == "may_claim"
    assert (kept[0]["found"]["tax"], kept[0]["seen"]["papers"]["ktp"]) == (592_800, "accepted")


def test_decisions_under_the_same_rules_share_them_and_nobody_rewrites_them(scene: Scene) -> None:
    claim_id = scene.approved()
    (rules,) = RulesSeen.objects.all()
    assert {one.rules_seen_id for one in Decision.objects.filter(claim=claim_id)} == {rules.pk}
    assert rules.content["reason"]["kind"]["code"] == "resigned"
    for statement in ("update claims_rulesseen set content = '{}'", "delete from claims_rulesseen"):
        with pytest.raises(IntegrityError, match="only ever added"), transaction.atomic():
            connection.cursor().execute(statement)


def test_decisions_come_out_the_same_after_the_institution_reads_the_rules_otherwise(scene: Scene) -> None:
    claim_id = scene.approved()
    the_day_before = scene.now - timedelta(days=1)
    choose(make_administrator(), "thousands", date(2020, 6, 22), point="tax_base", now=the_day_before)
    found = recomputed(claim_id=claim_id)
    assert [(one.kind, one.result.verdict) for one in found] == [
        ("verified", Verdict.SAME),
        ("approved", Verdict.SAME),
    ]
    assert all(one.rule_version.startswith("permenaker-19-2015/") for one in found)


def test_an_operator_sees_what_differs(
    scene: Scene, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lapak.config.cli.with_database", lambda: None)
    claim_id = scene.approved()
    number = scene.view(claim_id).number
    assert main(["decisions", number]) == 0
    assert capsys.readouterr().out.count("sama") == 2
    first = Decision.objects.filter(claim=claim_id).order_by("pk").first()
    assert first is not None
    first.facts["found"]["net"] += 1
    first.save()
    assert main(["decisions", number, "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert [one["result"] for one in answer["decisions"]] == ["differs", "same"]
    assert answer["decisions"][0]["differences"][0]["what"] == "net"
    assert main(["decisions", "K-2020-0618-0000"]) == 2
    assert "there is no claim" in capsys.readouterr().err


def test_an_unknown_claim_has_no_decisions(db: None) -> None:
    with pytest.raises(NotFound):
        recomputed(claim_id=uuid4())

"""Many claims at once: each is decided as if it were alone, and all are written in few statements."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from PIL import Image

from lapak.claims import inquiries, steps
from lapak.claims.models import Claim, PaperState, PaymentOrder
from lapak.claims.operations import checking, desk_work, signing
from lapak.claims.operations.checking import Approved, ToApprove
from lapak.claims.operations.desk_work import Found, Verified
from lapak.claims.rules.papers import HowGiven
from lapak.documents.models import Document
from lapak.journal.queries import trail, verify
from lapak.kernel.actors import Actor
from lapak.kernel.errors import DomainError, NotAllowed
from lapak.kernel.subjects import Subject
from tests.operations.claims.claim_scene import Scene, change_register, saver, signature
from tests.operations.claims.test_samples import share
from tests.statements import statements

pytestmark = pytest.mark.django_db
BOOTH = Actor.device(device_id="booth-1")


def several(scene: Scene, count: int) -> list[UUID]:
    """Return submitted claims of different people."""
    scene.slot(capacity=count)
    people = [(f"36030112048500{n:02d}", f"160{n:08d}") for n in range(10, 10 + count)]
    for n, (nik, kpj) in enumerate(people):  # of other days: else one person would be registered often
        change_register(scene, saver(nik=nik, kpj=kpj, ended_on=date(2020, 4, 30) - timedelta(days=n)))
    return [scene.filed(nik=nik, kpj=kpj) for nik, kpj in people]


def examined(scene: Scene, ids: list[UUID]) -> list[UUID]:
    """Have everything looked at and signed, by the operations for many."""
    view = scene.view(ids[0])
    points = {check.code: Found(True) for check in view.checks}
    kinds = [one.asked.kind for one in view.papers if one.asked.how is HowGiven.UPLOAD]
    by_officer: dict[str, Any] = {"actor": scene.officer, "now": scene.now}
    results = [
        desk_work.begin_service_all(claim_ids=ids, **by_officer),
        desk_work.set_checks(found=dict.fromkeys(ids, points), **by_officer),
        desk_work.accept_papers(kinds=dict.fromkeys(ids, kinds), **by_officer),
    ]
    assert not any(isinstance(one, DomainError) for result in results for one in result.values())
    signed = signing.sign_forms(drawn=dict.fromkeys(ids, signature()), actor=BOOTH, now=scene.now)
    assert codes(signed) == [""] * len(ids)
    return ids


def verified(scene: Scene, ids: list[UUID]) -> list[UUID]:
    examined(scene, ids)
    done = desk_work.verify_all(versions=dict.fromkeys(ids), actor=scene.officer, now=scene.now)
    assert all(isinstance(one, Verified) for one in done.values())
    return ids


def to_approve(scene: Scene, id: UUID, version: int | None = None) -> ToApprove:
    view = scene.view(id)
    fresh = inquiries.ask_again(seen=view.facts, now=scene.now)
    return ToApprove(fresh=fresh, expected_version=version or view.version)


def approve(scene: Scene, asked: dict[UUID, ToApprove]) -> dict[UUID, Approved | DomainError]:
    return checking.approve_all(asked=asked, actor=scene.checker, now=scene.now)


def codes(verdicts: dict[UUID, Any]) -> list[str]:
    return [one.code if isinstance(one, DomainError) else "" for one in verdicts.values()]


def test_many_claims_become_paid_orders_and_their_chains_hold(scene: Scene) -> None:
    ids = verified(scene, several(scene, 3))
    versions = {id: scene.version(id) for id in ids}
    stranger = uuid4()
    done = steps.approve_all(versions={**versions, stranger: 1}, actor=scene.checker, now=scene.now)
    assert codes({stranger: done.pop(stranger)}) == ["claim_unknown"]
    assert all(isinstance(one, Approved) and one.order_id for one in done.values())
    assert scene.core_calls("standings") == 1
    scene.deliver()
    assert {scene.view(id).state for id in ids} == {"paid"}
    assert PaymentOrder.objects.filter(state="paid").count() == 3
    assert verify().broken == ()


def test_what_one_writes_of_many_is_what_it_writes_alone(scene: Scene) -> None:
    alone, *together = several(scene, 3)
    scene.examined(alone)
    scene.verify(alone)
    scene.approve(alone)
    verified(scene, together)
    approve(scene, {id: to_approve(scene, id) for id in together})
    for id in together:
        assert kept(id) == kept(alone)


def kept(id: UUID) -> tuple[Any, ...]:
    row = Claim.objects.get(pk=id)
    said = {link.what for link in trail(subject=Subject("claim", str(id)))}
    decisions = [(one.kind, one.by_id, one.rule_version) for one in row.decisions.order_by("pk")]
    own = ("gross", "tax", "net", "state", "officer_id", "checker_id", "rule_set", "approvals_needed")
    return (
        [getattr(row, name) for name in own],
        said,
        decisions,
        sorted(row.papers.values_list("kind", "state", "reason_code")),
        sorted(row.checks.values_list("code", "state", "note", "by_id")),
        list(row.orders.values_list("attempt", "gross", "tax", "net", "state")),
        set(row.orders.values_list("account_number", flat=True)) <= {row.account_number},
    )


def test_a_refused_claim_stops_no_other_and_is_not_written(scene: Scene) -> None:
    good, missing, foreign = examined(scene, several(scene, 3))
    stranger = uuid4()
    desk_work.set_check(claim_id=missing, code="ktp_original", ok=None, actor=scene.officer, now=scene.now)
    desk_work.begin_service(claim_id=foreign, actor=scene.other_officer, now=scene.now)
    before = {id: (scene.version(id), kept(id)) for id in (missing, foreign)}
    asked = dict.fromkeys((stranger, foreign, missing, good))
    done = desk_work.verify_all(versions=asked, actor=scene.officer, now=scene.now)
    assert codes(done) == ["claim_unknown", "not_your_claim", "not_ready_to_verify", ""]
    assert scene.view(good).state == "verified"
    assert {id: (scene.version(id), kept(id)) for id in (missing, foreign)} == before
    assert verify().broken == ()


def test_a_signature_that_cannot_be_read_stops_no_other(scene: Scene) -> None:
    good, broken, early = several(scene, 3)
    desk_work.begin_service_all(claim_ids=[good, broken], actor=scene.officer, now=scene.now)
    drawn = {good: signature(), broken: b"no picture", early: signature()}
    done = signing.sign_forms(drawn=drawn, actor=BOOTH, now=scene.now)
    assert {id: codes({id: one})[0] for id, one in done.items()} == {
        good: "",
        broken: "file_not_an_image",
        early: "claim_moved_on",
    }
    assert [scene.view(id).net is not None for id in drawn] == [True, False, False]
    with pytest.raises(NotAllowed, match="not_for_staff"):
        signing.sign_forms(drawn=drawn, actor=scene.officer, now=scene.now)
    PaperState.objects.filter(claim=good, kind="formulir_f5").delete()
    before = Document.objects.count()
    anew = io.BytesIO()
    Image.open(io.BytesIO(signature())).rotate(180).save(anew, "PNG")
    unasked = signing.sign_forms(drawn={good: anew.getvalue()}, actor=BOOTH, now=scene.now)
    assert (codes(unasked), Document.objects.count()) == (["paper_not_asked"], before)
    stranger = signing.sign_forms(drawn={good: signature()}, actor=scene.person(broken), now=scene.now)
    assert codes(stranger) == ["claim_unknown"]


def test_each_of_many_approvals_obeys_the_rules_of_one(scene: Scene) -> None:
    good, own, stale, changed = verified(scene, several(scene, 4))
    Claim.objects.filter(pk=own).update(officer_id=int(scene.checker.id))
    asked = {id: to_approve(scene, id) for id in (good, own)}
    asked[stale] = to_approve(scene, stale, version=1)
    row = Claim.objects.get(pk=changed)
    ended_on = date(2020, 4, 30) - timedelta(days=3)
    change_register(scene, saver(nik=row.nik, kpj=row.kpj, ended_on=ended_on, contributions=41_000_000))
    asked[changed] = to_approve(scene, changed)
    done = approve(scene, asked)
    assert codes(done) == ["", "four_eyes", "changed_meanwhile", ""]
    back = done[changed]
    assert isinstance(back, Approved)
    assert (back.order_id, back.sent_back) == (None, "balance_changed")
    assert list(PaymentOrder.objects.values_list("claim_id", flat=True)) == [good]


def test_the_number_of_statements_does_not_grow_with_the_claims(scene: Scene) -> None:
    share(scene, 0)  # a drawn claim is one statement more
    few, many = several(scene, 9)[:2], list(Claim.objects.values_list("pk", flat=True))[2:]

    def count(ids: list[UUID], act: Callable[[list[UUID]], Any]) -> int:
        with statements() as sent:
            assert not any(isinstance(one, DomainError) for one in act(ids).values())
        return len(sent)

    by_officer: dict[str, Any] = {"actor": scene.officer, "now": scene.now}
    view = scene.view(few[0])
    points = {check.code: Found(True) for check in view.checks}
    kinds = [one.asked.kind for one in view.papers if one.asked.how is HowGiven.UPLOAD]

    steps: list[Callable[[list[UUID]], Any]] = [
        lambda ids: desk_work.begin_service_all(claim_ids=ids, **by_officer),
        lambda ids: desk_work.set_checks(found=dict.fromkeys(ids, points), **by_officer),
        lambda ids: desk_work.accept_papers(kinds=dict.fromkeys(ids, kinds), **by_officer),
        lambda ids: signing.sign_forms(drawn=dict.fromkeys(ids, signature()), actor=BOOTH, now=scene.now),
        lambda ids: desk_work.verify_all(versions=dict.fromkeys(ids), **by_officer),
    ]
    for step in steps:
        assert count(few, step) == count(many, step)
    asked = {id: to_approve(scene, id) for id in (*few, *many)}
    assert count(few, lambda ids: approve(scene, {id: asked[id] for id in ids})) == count(
        many, lambda ids: approve(scene, {id: asked[id] for id in ids})
    )

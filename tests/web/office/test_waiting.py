"""What waits too long, and what the branch head does about it."""

from datetime import timedelta
from uuid import UUID

from django.test import Client
from django.urls import reverse

from lapak.claims.models import Claim
from lapak.claims.operations import checking, desk_work, reopening
from lapak.claims.rules.claim_moves import ClaimState
from lapak.kernel.clock import utc_now
from lapak.people.kin import declare_kin
from lapak.people.rules import Relation
from tests.operations.claims.approving import head_of
from tests.operations.claims.claim_scene import NAME, NIK, Scene
from tests.web.checker.conftest import scene, signed_in

__all__ = ["scene"]


def text(browser: Client, name: str, *arguments: UUID, status: int = 200) -> str:
    answer = browser.get(reverse(f"office:{name}", args=arguments))
    assert answer.status_code == status
    body = answer.content.decode()
    assert "UNDEFINED VARIABLE" not in body
    return body


def rejected_and_objected(scene: Scene) -> UUID:
    claim_id = scene.verified()
    checking.reject(
        claim_id=claim_id,
        reason_code="data_differs",
        expected_version=scene.version(claim_id),
        actor=scene.checker,
        now=scene.now,
    )
    reopening.object_to(
        claim_id=claim_id, text="Nama saya sudah benar.", actor=scene.person(claim_id), now=scene.now
    )
    return claim_id


def test_an_idle_claim_is_listed_masked_with_the_act_that_solves_it(scene: Scene) -> None:
    claim_id = scene.verified()
    Claim.objects.filter(pk=claim_id).update(state_since=utc_now() - timedelta(days=20))
    browser = signed_in(head_of(scene))
    page = text(browser, "waiting")
    for words in (
        "Hartono S.",
        "Menunggu persetujuan",
        "Minta pejabat penyetuju",
        reverse("office:file", args=[claim_id]),
    ):
        assert words in page
    assert NAME not in page
    assert '<span class="badge badge--warning">1</span>' in page  # the count in the navigation


def test_an_objection_is_read_and_answered_by_reopening(scene: Scene) -> None:
    claim_id = rejected_and_objected(scene)
    browser = signed_in(head_of(scene))
    assert "Keberatan peserta" in text(browser, "waiting")
    page = text(browser, "file", claim_id)
    assert "Nama saya sudah benar." in page
    where = reverse("office:reopen", args=[claim_id])
    empty = browser.post(where, {"version": scene.version(claim_id), "reason": "", "note": "lihat KTP"})
    assert empty.status_code == 422
    assert "Pilih alasannya." in empty.content.decode()
    assert "lihat KTP" in empty.content.decode()
    done = browser.post(where, {"version": scene.version(claim_id), "reason": "our_mistake", "note": ""})
    assert done.status_code == 302
    assert scene.view(claim_id).state is ClaimState.SUBMITTED
    assert "Keberatan peserta" not in text(browser, "waiting")


def test_an_objection_is_answered_with_the_decision_upheld(scene: Scene) -> None:
    claim_id = rejected_and_objected(scene)
    browser = signed_in(head_of(scene))
    where = reverse("office:uphold", args=[claim_id])
    fields = {"tetap-version": scene.version(claim_id), "tetap-reason": "reason_stands", "tetap-note": ""}
    assert browser.post(where, fields).status_code == 302
    again = browser.post(where, {**fields, "tetap-version": scene.version(claim_id)})
    assert again.status_code == 422
    assert "sudah dijawab" in again.content.decode()
    assert scene.view(claim_id).state is ClaimState.REJECTED


def test_an_officer_gives_more_time_and_reads_no_objection(scene: Scene) -> None:
    claim_id = scene.examined()
    ask = {"claim_id": claim_id, "actor": scene.officer, "now": scene.now}
    desk_work.ask_paper_again(**ask, kind="ktp", reason_code="glare")
    desk_work.ask_correction(**ask)
    browser = signed_in(scene.officer)
    assert "Tambah batas waktu" in text(browser, "file", claim_id)
    where = reverse("office:extend", args=[claim_id])
    fields = {"version": scene.version(claim_id), "reason": "device", "until": "2000-01-01"}
    refused = browser.post(where, fields)
    assert refused.status_code == 422
    assert "sesudah batas yang sekarang" in refused.content.decode()
    latest = (utc_now() + timedelta(days=9)).date().isoformat()
    assert browser.post(where, {**fields, "until": latest}).status_code == 302
    other = signed_in(scene.other_officer)
    assert other.post(reverse("office:reopen", args=[claim_id])).status_code == 403


def test_an_objection_is_not_shown_to_officers(scene: Scene) -> None:
    claim_id = rejected_and_objected(scene)
    page = text(signed_in(scene.officer), "file", claim_id)
    assert "Nama saya sudah benar." not in page
    assert "Kepala cabang yang menjawabnya." in page


def test_a_file_of_kin_is_closed_and_another_branch_has_none(scene: Scene) -> None:
    claim_id = scene.verified()
    head = head_of(scene)
    declare_kin(
        staff_id=int(head.id),
        relation=Relation.CHILD,
        nik=NIK,
        on=utc_now().date(),
        actor=head,
        now=scene.now,
    )
    assert "kerabat tercatat" in text(signed_in(head), "file", claim_id, status=403)
    text(signed_in(scene.officer), "file", scene.branch.pk, status=404)


def test_a_branch_head_puts_back_a_claim_whose_officer_is_gone(scene: Scene) -> None:
    claim_id = scene.examined()
    browser = signed_in(head_of(scene))
    assert "Kembalikan ke antrean" in text(browser, "file", claim_id)
    browser.post(reverse("office:interrupt", args=[claim_id]))
    assert scene.view(claim_id).state is ClaimState.SUBMITTED

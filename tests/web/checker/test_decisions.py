"""What a checker decides, and what happens when somebody else was faster."""

from threading import Barrier, Thread
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from lapak.claims.models import PaymentOrder
from lapak.claims.operations import checking, desk_work, payment
from lapak.claims.ports import CoreUnavailable
from lapak.claims.rules.claim_moves import ClaimState
from tests.operations.claims.claim_scene import ACCOUNT, BANK, NEW_ACCOUNT, Scene
from tests.web.checker.conftest import signed_in


def decide(browser: Client, name: str, claim_id: UUID, scene: Scene, **fields: Any) -> Any:
    data = {"version": scene.version(claim_id), "note": "", **fields}
    return browser.post(reverse(f"checker:{name}", args=[claim_id]), data)


def said(response: Any) -> str:
    return response.client.get(response["Location"]).content.decode()


def differing(scene: Scene) -> UUID:
    claim_id = scene.examined()
    desk_work.set_check(
        claim_id=claim_id, code="ktp_original", ok=True, note="Kab. lama", actor=scene.officer, now=scene.now
    )
    scene.verify(claim_id)
    return claim_id


def test_an_approval_orders_the_payment_once_and_goes_on(scene: Scene, checker: Client) -> None:
    claim_id = scene.verified()
    version = scene.version(claim_id)
    for _ in range(2):  # a double click
        response = decide(checker, "approve", claim_id, scene, version=version)
        assert (response.status_code, response["Location"]) == (302, reverse("checker:queue"))
    view = scene.view(claim_id)
    assert (view.state, str(view.checker_id)) == (ClaimState.APPROVED, scene.checker.id)
    assert len(view.orders) == 1
    assert "Rp61.263.200 untuk Hartono S. dipesan" in said(response)


def test_a_difference_needs_a_note_and_what_was_written_is_kept(scene: Scene, checker: Client) -> None:
    claim_id = differing(scene)
    refused = decide(checker, "approve", claim_id, scene)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "wajib" in page
    assert "Tulis catatan tentang beda data" in page
    assert scene.view(claim_id).state is ClaimState.VERIFIED
    assert decide(checker, "approve", claim_id, scene, note="Sesuai KK.").status_code == 302
    approved = [one for one in scene.view(claim_id).decisions if one.kind == "approved"]
    assert [one.note for one in approved] == ["Sesuai KK."]


def test_a_claim_goes_back_with_a_note_only(scene: Scene, checker: Client) -> None:
    claim_id = scene.verified()
    refused = decide(checker, "return", claim_id, scene)
    assert refused.status_code == 422
    assert "Tulis catatannya dulu." in refused.content.decode()
    assert decide(checker, "return", claim_id, scene, note="Paklaring?").status_code == 302
    assert scene.view(claim_id).state is ClaimState.RETURNED_TO_OFFICER


def test_a_rejection_needs_a_reason_of_the_list(scene: Scene, checker: Client) -> None:
    claim_id = scene.verified()
    for wrong in ("", "malas"):
        refused = decide(checker, "reject", claim_id, scene, reason=wrong, note="Lihat KTP")
        assert refused.status_code == 422
        assert "Lihat KTP" in refused.content.decode()
    assert decide(checker, "reject", claim_id, scene, reason="paper_not_genuine").status_code == 302
    view = scene.view(claim_id)
    assert (view.state, view.decision_reason) == (ClaimState.REJECTED, "paper_not_genuine")


def test_a_proposed_rejection_cannot_be_paid_from_the_page(scene: Scene, checker: Client) -> None:
    claim_id = scene.examined()
    desk_work.propose_rejection(
        claim_id=claim_id, reason_code="still_working", actor=scene.officer, now=scene.now
    )
    page = checker.get(reverse("checker:claim", args=[claim_id])).content.decode()
    assert "Setujui dan bayar" not in page
    assert "Usul ditolak" in page
    decide(checker, "approve", claim_id, scene)
    assert scene.view(claim_id).state is ClaimState.REJECTION_PROPOSED


def test_a_claim_decided_meanwhile_says_by_whom_and_the_next_case_opens(
    scene: Scene, checker: Client
) -> None:
    claim_id = scene.verified()
    version = scene.version(claim_id)
    decide(signed_in(scene.other_checker), "reject", claim_id, scene, reason="data_differs")
    response = decide(checker, "approve", claim_id, scene, version=version)
    assert "Sudah diputuskan Pemeriksa2: ditolak. Keputusan Anda tidak dipakai." in said(response)
    assert scene.view(claim_id).orders == ()


def test_a_claim_changed_meanwhile_is_shown_anew_and_the_note_is_kept(scene: Scene, checker: Client) -> None:
    claim_id = scene.verified()
    version = scene.version(claim_id)
    checking.return_to_officer(
        claim_id=claim_id, note="?", expected_version=version, actor=scene.other_checker, now=scene.now
    )
    scene.verify(claim_id)
    response = decide(checker, "approve", claim_id, scene, version=version, note="Sudah cocok")
    page = response.content.decode()
    assert response.status_code == 409
    assert "Sudah cocok" in page
    assert f'name="version" value="{scene.version(claim_id)}"' in page
    assert scene.view(claim_id).state is ClaimState.VERIFIED


def test_the_core_system_being_away_loses_nothing(scene: Scene, checker: Client) -> None:
    claim_id = scene.verified()
    scene.core.fail_next("standings", CoreUnavailable("away"))
    response = decide(checker, "approve", claim_id, scene, note="Cocok semua")
    assert response.status_code == 503
    assert "Cocok semua" in response.content.decode()
    assert scene.view(claim_id).state is ClaimState.VERIFIED


def test_a_returned_payment_is_ordered_again_once_there_is_a_new_account(
    scene: Scene, checker: Client
) -> None:
    claim_id = scene.filed()
    scene.core._returning = frozenset({(BANK, ACCOUNT)})
    scene.deliver(rounds=1)
    scene.examined(claim_id)
    scene.verify(claim_id)
    decide(checker, "approve", claim_id, scene)
    scene.deliver()
    where = reverse("checker:claim", args=[claim_id])
    waiting = checker.get(where).content.decode()
    assert "Dikembalikan bank" in waiting
    assert "Menunggu rekening baru dari peserta" in waiting
    assert "Pesan ulang pembayaran" not in waiting
    early = decide(checker, "order_again", claim_id, scene)
    assert "Belum dipesan ulang" in said(early)
    scene.wait(minutes=1)
    scene.give_account(claim_id, NEW_ACCOUNT)
    assert "Pesan ulang" in checker.get(reverse("checker:queue")).content.decode()
    assert "Pesan ulang pembayaran" in checker.get(where).content.decode()
    decide(checker, "order_again", claim_id, scene)
    scene.deliver()
    paid = checker.get(where).content.decode()
    assert "Dibayar" in paid
    assert "Pesan ulang pembayaran" not in paid
    assert "Dibayar" in checker.get(reverse("checker:decided")).content.decode()
    assert "UNDEFINED VARIABLE" not in waiting + paid


@pytest.mark.django_db(transaction=True)
def test_two_checkers_at_the_same_moment_make_one_decision(scene: Scene) -> None:
    claim_id = scene.verified()
    version = scene.version(claim_id)
    together = Barrier(2)
    answers: dict[str, int] = {}

    def press(browser: Client, name: str) -> None:
        try:
            together.wait(timeout=10)
            answers[name] = decide(
                browser, name, claim_id, scene, version=version, reason="data_differs"
            ).status_code
        finally:
            connection.close()

    presses = [
        Thread(target=press, args=(signed_in(scene.checker), "approve")),
        Thread(target=press, args=(signed_in(scene.other_checker), "reject")),
    ]
    for one in presses:
        one.start()
    for one in presses:
        one.join(timeout=30)
    assert answers == {"approve": 302, "reject": 302}
    view = scene.view(claim_id)
    kinds = [decision.kind for decision in view.decisions if decision.kind in ("approved", "rejected")]
    assert len(kinds) == 1
    assert PaymentOrder.objects.filter(claim_id=claim_id).count() == (kinds == ["approved"])


def test_after_a_refused_order_the_claim_can_be_given_back_with_a_note(scene: Scene, checker: Client) -> None:
    claim_id = scene.approved()
    url = reverse("checker:claim", args=[claim_id])
    assert 'id="recall"' not in checker.get(url).content.decode()  # the order is on its way
    payment.record_refused(order_id=PaymentOrder.objects.get().pk, code="unknown_claim", now=scene.now)
    page = checker.get(url).content.decode()
    assert 'id="recall"' in page
    assert "klaim tidak dikenal sistem inti" in page
    give_back = reverse("checker:recall", args=[claim_id])
    empty = checker.post(give_back, {"version": scene.version(claim_id), "note": " "})
    assert empty.status_code == 422
    assert "Tulis catatannya dulu." in empty.content.decode()
    kept = checker.post(give_back, {"version": 1, "note": "Cek kepesertaannya"})
    assert kept.status_code == 409
    assert "Cek kepesertaannya" in kept.content.decode()
    done = checker.post(give_back, {"version": scene.version(claim_id), "note": "Cek kepesertaannya"})
    assert done.status_code == 302
    assert scene.view(claim_id).state is ClaimState.RETURNED_TO_OFFICER


def test_a_payment_under_way_cannot_be_given_back_from_an_old_page(scene: Scene, checker: Client) -> None:
    claim_id = scene.approved()
    scene.deliver(rounds=1)
    answer = checker.post(
        reverse("checker:recall", args=[claim_id]), {"version": scene.version(claim_id), "note": "Cek"}
    )
    assert answer.status_code == 409
    assert scene.view(claim_id).state is not ClaimState.RETURNED_TO_OFFICER

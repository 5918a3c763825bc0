"""What approvers see where one approval is not enough."""

from uuid import UUID

from django.test import Client
from django.urls import reverse

from lapak.claims.models import PaymentOrder
from lapak.claims.ports import CoreRefused
from lapak.claims.rules.claim_moves import ClaimState
from lapak.people.models import StaffMember
from tests.operations.claims.approving import several_approve
from tests.operations.claims.claim_scene import Scene
from tests.web.checker.conftest import signed_in


def page(browser: Client, name: str, *arguments: UUID) -> str:
    text = browser.get(reverse(f"checker:{name}", args=arguments)).content.decode()
    assert "UNDEFINED VARIABLE" not in text
    return text


def approve(browser: Client, claim_id: UUID, scene: Scene) -> str:
    answer = browser.post(
        reverse("checker:approve", args=[claim_id]), {"version": scene.version(claim_id), "note": ""}
    )
    assert answer.status_code == 302
    return browser.get(answer["Location"]).content.decode()


def test_the_first_approval_is_said_to_wait_and_the_last_one_pays(scene: Scene, checker: Client) -> None:
    several_approve(scene)
    claim_id = scene.verified()
    assert "0 dari 2 persetujuan" in page(checker, "queue")
    first = page(checker, "claim", claim_id)
    assert "Masih perlu 2 orang lain" in first
    assert "Setujui dan bayar" not in first  # this press pays nothing yet
    said = approve(checker, claim_id, scene)
    assert "Persetujuan Anda dicatat, 1 dari 2. Klaim Hartono S. menunggu pejabat lain." in said
    assert "1 klaim sudah Anda setujui, menunggu pejabat lain" in page(checker, "queue")
    assert f'href="{reverse("checker:claim", args=[claim_id])}"' in page(checker, "decided")
    own = page(checker, "claim", claim_id)
    assert "Anda sudah menyetujui: 1 dari 2" in own
    assert "data-approve" not in own
    other = signed_in(scene.other_checker)
    second = page(other, "claim", claim_id)
    assert "Pemeriksa1" in second
    assert "Setujui dan bayar" in second
    assert "dipesan" in approve(other, claim_id, scene)
    assert scene.view(claim_id).state is ClaimState.APPROVED


def test_too_few_people_left_is_said_with_what_to_do(scene: Scene, checker: Client) -> None:
    several_approve(scene)
    claim_id = scene.verified()
    approve(checker, claim_id, scene)
    assert "Pejabat yang boleh kurang" not in page(checker, "claim", claim_id)
    StaffMember.objects.filter(pk=scene.other_checker.id).update(is_active=False)
    assert "Pejabat yang boleh kurang. Minta kepala cabang menambah." in page(checker, "claim", claim_id)


def test_a_claim_that_was_given_back_is_not_paid_by_pressing_order_again(
    scene: Scene, checker: Client
) -> None:
    several_approve(scene)
    claim_id = scene.verified()
    scene.approve(claim_id)
    scene.approve(claim_id, checker=scene.other_checker)
    scene.core.fail_next("order_payments", CoreRefused("insufficient_balance", "less"))
    scene.deliver(rounds=2)
    version = {"version": scene.version(claim_id)}
    checker.post(reverse("checker:recall", args=[claim_id]), {**version, "note": "Periksa lagi"})
    scene.verify(claim_id)
    answer = checker.post(
        reverse("checker:order_again", args=[claim_id]), {"version": scene.version(claim_id)}
    )
    assert "Belum dipesan ulang" in checker.get(answer["Location"]).content.decode()
    assert (scene.view(claim_id).state, PaymentOrder.objects.count()) == (ClaimState.VERIFIED, 1)

"""The comparison of payments as its branch sees it, and closing what only a person can clear up."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse

from lapak.claims.models import PaymentOrder, ReconciliationFinding
from lapak.claims.steps.reconciling import reconcile
from lapak.offices.models import Branch
from lapak.people.models import StaffMember
from lapak.people.rules import Role
from tests.operations.claims.claim_scene import NAME, Scene
from tests.web.checker.conftest import scene, signed_in

__all__ = ["scene"]
PAGE = "office:reconciliation"


def head(scene: Scene, role: Role = Role.BRANCH_HEAD) -> Client:
    StaffMember.objects.filter(pk=scene.both.id).update(roles=[role])
    return signed_in(scene.both)


def differing(scene: Scene) -> ReconciliationFinding:
    """A payment that went to another account."""
    scene.approved()
    scene.deliver()
    scene.core.tamper(PaymentOrder.objects.get().idempotency_key, account_number="999999")
    scene.wait(hours=1)
    reconcile(now=scene.now)
    return ReconciliationFinding.objects.get()


def test_without_differences_the_page_says_so(scene: Scene) -> None:
    page = head(scene).get(reverse(PAGE)).content.decode()
    assert "Tidak ada yang perlu Anda" in page
    assert "Pencocokan pertama berjalan malam ini." in page
    assert "UNDEFINED VARIABLE" not in page


def test_a_difference_is_closed_with_a_note(scene: Scene) -> None:
    found = differing(scene)
    browser = head(scene)
    page = browser.get(reverse(PAGE)).content.decode()
    assert "Dibayar ke rekening lain" in page
    assert "Hubungi peserta." in page
    assert NAME not in page
    assert "999999" not in page
    assert "UNDEFINED VARIABLE" not in page
    url = reverse("office:resolve", args=[found.pk])
    empty = browser.post(url, {"note": " "})
    assert empty.status_code == 422
    assert "Tulis catatannya dulu." in empty.content.decode()
    assert browser.post(url, {"note": "Dana ditahan pusat"}).status_code == 302
    page = browser.get(reverse(PAGE)).content.decode()
    assert "Dana ditahan pusat" in page
    assert "Tidak ada yang perlu Anda" in page
    again = browser.post(url, {"note": "Sekali lagi"}, follow=True).content.decode()
    assert "sudah ditutup orang lain" in again


def test_another_branch_neither_sees_nor_closes_it(scene: Scene) -> None:
    found = differing(scene)
    elsewhere = Branch.objects.create(
        code="B02", name="Jayapura", timezone="Asia/Jayapura", regency_code="9171", hall_limit=5
    )
    browser = head(scene)
    StaffMember.objects.filter(pk=scene.both.id).update(branch=elsewhere)
    assert "Dibayar ke rekening lain" not in browser.get(reverse(PAGE)).content.decode()
    browser.post(reverse("office:resolve", args=[found.pk]), {"note": "x"})
    found.refresh_from_db()
    assert found.resolved_at is None


def test_what_is_about_no_claim_is_for_administrators(scene: Scene) -> None:
    differing(scene)
    ReconciliationFinding.objects.update(claim=None, kind="never_ordered")
    assert "Dibayar tanpa pesanan" not in head(scene).get(reverse(PAGE)).content.decode()
    browser = head(scene, Role.ADMINISTRATOR)
    assert "Dibayar tanpa pesanan" in browser.get(reverse(PAGE)).content.decode()
    found = ReconciliationFinding.objects.get()
    browser.post(reverse("office:resolve", args=[found.pk]), {"note": "Dari kanal lain, sudah dicocokkan"})
    found.refresh_from_db()
    assert found.resolved_at is not None


def test_what_was_mended_is_told(scene: Scene) -> None:
    scene.approved()
    scene.core._settle_after = timedelta(days=3)
    scene.deliver(rounds=1)
    scene.core.tamper(PaymentOrder.objects.get().idempotency_key, settles_at=scene.now, silent=True)
    scene.wait(hours=1)
    reconcile(now=scene.now)
    page = head(scene).get(reverse(PAGE)).content.decode()
    assert "Dana sudah dibayar, kami belum tahu" in page
    assert "1 dibereskan" in page


def test_what_could_not_be_mended_is_said_to_wait_for_somebody(scene: Scene) -> None:
    differing(scene)
    ReconciliationFinding.objects.update(kind="returned_unknown")
    page = head(scene).get(reverse(PAGE)).content.decode()
    assert "Belum bisa dibereskan sendiri" in page
    assert "Peserta diminta memberi rekening lain" not in page


def test_a_note_that_cannot_be_kept_as_text_is_asked_for_again(scene: Scene) -> None:
    found = differing(scene)
    answer = head(scene).post(reverse("office:resolve", args=[found.pk]), {"note": "a\x00b"})
    assert answer.status_code == 422

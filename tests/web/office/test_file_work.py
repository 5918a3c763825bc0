"""An officer goes on with claims whose people are not there, from the list on."""

import re
from datetime import timedelta
from uuid import UUID

from django.test import Client
from django.urls import reverse

from lapak.claims.models import Claim, FoundSignal
from lapak.claims.operations import checking, desk_work, payment
from lapak.claims.operations.corrections import ask_papers_again
from lapak.claims.operations.papers import correct_paper
from lapak.claims.queries.tracking import tracking
from lapak.claims.rules.claim_moves import ClaimState
from lapak.claims.rules.tracking import Headline
from lapak.kernel.clock import utc_now
from lapak.outbox.models import Message
from lapak.people.kin import declare_kin
from lapak.people.rules import Relation
from tests.operations.claims.approving import head_of
from tests.operations.claims.claim_scene import NIK, Scene, change_register, paper, saver
from tests.web.checker.conftest import scene, signed_in

__all__ = ["scene"]


def corrected(scene: Scene) -> UUID:
    """A claim signed and examined, of which one paper was asked again and has come."""
    claim_id = scene.examined()
    ask_papers_again(claim_id=claim_id, asked={"ktp": "glare"}, actor=scene.officer, now=scene.now)
    desk_work.ask_correction(claim_id=claim_id, actor=scene.officer, now=scene.now)
    scene.wait(minutes=5)
    correct_paper(
        claim_id=claim_id,
        kind="ktp",
        content=paper("ktp once more"),
        file_name="ktp.pdf",
        actor=scene.person(claim_id),
        now=scene.now,
    )
    return claim_id


def page_of(browser: Client, claim_id: UUID) -> str:
    answer = browser.get(reverse("office:file", args=[claim_id]))
    assert answer.status_code == 200
    body = answer.content.decode()
    assert "UNDEFINED VARIABLE" not in body
    return body


def act(browser: Client, name: str, *arguments: object, status: int = 302, **fields: object) -> str:
    answer = browser.post(reverse(f"office:{name}", args=arguments), fields)
    assert answer.status_code == status, answer.content.decode()[:400]
    return answer.content.decode()


def test_a_correction_that_came_is_listed_taken_accepted_and_passed_on(scene: Scene) -> None:
    claim_id = corrected(scene)
    browser = signed_in(scene.other_officer)
    listed = browser.get(reverse("office:files")).content.decode()
    assert "Perbaikan masuk" in listed
    assert "Hartono S." in listed
    assert reverse("office:file", args=[claim_id]) in listed
    act(browser, "take", claim_id, version=scene.version(claim_id))
    assert scene.view(claim_id).officer_id == int(scene.other_officer.id)
    assert tracking(claim_id=claim_id, now=scene.now).tracking.headline is Headline.LOOKED_AT_AGAIN
    page = page_of(browser, claim_id)
    assert "1 dokumen lagi sebelum bisa diajukan" in page
    document = next(one for one in scene.view(claim_id).papers if one.asked.kind == "ktp").document_id
    shown = browser.get(reverse("office:paper", args=[claim_id, document]))
    assert shown.content == paper("ktp once more")
    act(browser, "accept_paper", claim_id, "ktp")
    act(browser, "pass_on", claim_id, version=scene.version(claim_id))
    assert scene.view(claim_id).state is ClaimState.VERIFIED
    assert "Hartono S." not in browser.get(reverse("office:files")).content.decode()


def test_what_the_checker_gave_back_is_its_officers_first_and_asked_for_again(scene: Scene) -> None:
    claim_id = scene.verified()
    version = scene.version(claim_id)
    checking.return_to_officer(
        claim_id=claim_id, note="KK buram", expected_version=version, actor=scene.checker, now=scene.now
    )
    browser = signed_in(scene.officer)
    assert "Di tangan Anda" in browser.get(reverse("office:files")).content.decode()
    nothing = act(browser, "ask_again", claim_id, status=422)
    assert "Pilih dulu dokumen" in nothing
    fields = {"why-kartu_peserta": "blurred", "why-ktp": "glare"}
    act(browser, "ask_again", claim_id, **fields)
    view = scene.view(claim_id)
    assert view.state is ClaimState.NEEDS_CORRECTION
    assert {one.asked.kind for one in view.papers if one.state == "asked_again"} == {"kartu_peserta", "ktp"}
    assert "correction_needed" in scene.templates()


def test_papers_open_only_to_who_has_the_file_in_hand(scene: Scene) -> None:
    claim_id = corrected(scene)
    document = scene.view(claim_id).papers[0].document_id
    address = reverse("office:paper", args=[claim_id, document])
    browser = signed_in(scene.officer)
    assert browser.get(address).status_code == 404
    act(browser, "take", claim_id, version=scene.version(claim_id))
    assert browser.get(address).status_code == 200
    assert signed_in(scene.other_officer).get(address).status_code == 404
    refused = act(
        signed_in(scene.other_officer), "pass_on", claim_id, version=scene.version(claim_id), status=422
    )
    assert "dipegang petugas lain" in refused


def test_a_claim_nobody_talked_about_goes_through_the_queue(scene: Scene) -> None:
    claim_id = scene.filed()
    browser = signed_in(scene.officer)
    assert "Hartono S." not in browser.get(reverse("office:files")).content.decode()
    assert "Ambil berkas ini" not in page_of(browser, claim_id)
    refused = act(browser, "take", claim_id, version=scene.version(claim_id), status=422)
    assert "belum bicara dengan peserta" in refused


def test_a_file_is_put_back_into_the_queue_when_the_person_is_needed(scene: Scene) -> None:
    claim_id = corrected(scene)
    browser = signed_in(scene.officer)
    act(browser, "take", claim_id, version=scene.version(claim_id))
    act(browser, "put_back", claim_id, version=scene.version(claim_id))
    assert scene.view(claim_id).state is ClaimState.SUBMITTED


def test_checks_signals_and_a_proposal_to_turn_down_are_kept_from_the_file(scene: Scene) -> None:
    claim_id = corrected(scene)
    FoundSignal.objects.create(
        claim_id=claim_id, code="account_often", others=[str(claim_id)], found_at=scene.now
    )
    browser = signed_in(scene.officer)
    act(browser, "take", claim_id, version=scene.version(claim_id))
    FoundSignal.objects.get_or_create(
        claim_id=claim_id, code="account_often", defaults={"others": [str(claim_id)], "found_at": scene.now}
    )
    page = page_of(browser, claim_id)
    assert "Jelaskan" in page
    code = scene.view(claim_id).checks[0].code
    act(browser, "check", claim_id, code, state="", note="")
    assert scene.view(claim_id).checks[0].state == ""
    act(browser, "explain", claim_id, "account_often", note="Saudara kandung")
    assert FoundSignal.objects.get(claim_id=claim_id).note == "Saudara kandung"
    empty = act(browser, "turn_down", claim_id, status=422, **{"tolak-version": scene.version(claim_id)})
    assert "Pilih alasannya." in empty
    fields = {"tolak-version": scene.version(claim_id), "tolak-reason": "data_differs"}
    act(browser, "turn_down", claim_id, **fields)
    assert scene.view(claim_id).state is ClaimState.REJECTION_PROPOSED


def test_what_lies_too_long_says_so_and_kin_is_left_out(scene: Scene) -> None:
    claim_id = corrected(scene)
    browser = signed_in(scene.officer)
    act(browser, "take", claim_id, version=scene.version(claim_id))
    Claim.objects.filter(pk=claim_id).update(state_since=utc_now() - timedelta(days=40))
    assert re.search(r"\d+ hari kerja</td>", browser.get(reverse("office:files")).content.decode())
    declare_kin(
        staff_id=int(scene.officer.id),
        relation=Relation.CHILD,
        nik=NIK,
        on=utc_now().date(),
        actor=scene.officer,
        now=scene.now,
    )
    assert "Hartono S." not in browser.get(reverse("office:files")).content.decode()


def test_a_branch_head_takes_an_approval_back_while_no_order_has_left(scene: Scene) -> None:
    claim_id = scene.verified()
    scene.approve(claim_id)
    browser = signed_in(head_of(scene))
    assert "Tarik persetujuan" in page_of(browser, claim_id)
    version = scene.version(claim_id)
    empty = act(browser, "recall", claim_id, status=422, **{"tarik-version": version})
    assert "Tulis apa yang perlu diperiksa" in empty
    fields = {"tarik-version": version, "tarik-note": "Nama di rekening"}
    act(browser, "recall", claim_id, **fields)
    assert scene.view(claim_id).state is ClaimState.RETURNED_TO_OFFICER
    assert signed_in(scene.officer).post(reverse("office:recall", args=[claim_id])).status_code == 403


def test_the_desk_asks_the_core_system_again_to_open_a_claim(scene: Scene) -> None:
    claim_id = scene.examined()
    Message.objects.filter(kind="core.open_claim").update(state=Message.State.DEAD, settled_at=scene.now)
    Claim.objects.filter(pk=claim_id).update(core_reference="")
    payment.record_core_refusal(claim_id=claim_id, code="membership_active", now=scene.now)
    browser = signed_in(scene.officer)
    assert "Sistem inti menolak klaim ini" in page_of(browser, claim_id)
    act(browser, "open_in_core", claim_id, version=scene.version(claim_id))
    assert Message.objects.get(kind="core.open_claim").state == Message.State.OWED
    scene.deliver()
    assert scene.view(claim_id).core_reference
    assert "Sistem inti menolak klaim ini" not in page_of(browser, claim_id)


def test_who_has_the_file_in_hand_has_the_core_system_asked_about_the_member_again(scene: Scene) -> None:
    claim_id = corrected(scene)
    browser = signed_in(scene.officer)
    act(browser, "take", claim_id, version=scene.version(claim_id))
    assert "Tanya sistem inti lagi" in page_of(browser, claim_id)
    change_register(scene, saver(contributions=41_000_000))
    act(browser, "ask_core_again", claim_id, version=scene.version(claim_id))
    page = page_of(browser, claim_id)
    assert "Sistem inti sudah ditanya lagi" in page
    assert "Formulir belum ditandatangani untuk hitungan yang sekarang" in page
    scene.core.be_away()
    act(browser, "ask_core_again", claim_id, version=scene.version(claim_id), status=422)


def test_another_reason_is_asked_about_from_the_file_and_taken_back(scene: Scene) -> None:
    claim_id = corrected(scene)
    browser = signed_in(scene.officer)
    act(browser, "take", claim_id, version=scene.version(claim_id))
    assert "Alasan klaim keliru" in page_of(browser, claim_id)
    refused = act(browser, "propose_reason", claim_id, status=422, **{"alasan-reason": "retirement_age"})
    assert "belum bisa mengajukan dengan alasan ini" in refused
    act(browser, "propose_reason", claim_id, **{"alasan-reason": "laid_off", "alasan-note": "PHK"})
    assert "Menunggu jawaban peserta" in page_of(browser, claim_id)
    refused = act(browser, "pass_on", claim_id, version=scene.version(claim_id), status=422)
    act(browser, "take_reason_back", claim_id)
    assert "Menunggu jawaban peserta" not in page_of(browser, claim_id)


def test_the_list_may_be_followed_by_the_officers_of_the_branch(scene: Scene) -> None:
    page = signed_in(scene.officer).get(reverse("office:files")).content.decode()
    found = re.search(r'data-office-live="([^"]+)"', page)
    assert found is not None
    for actor, status in ((scene.officer, 200), (scene.checker, 403)):
        assert signed_in(actor).post("/live-token/", {"token": found[1]}).status_code == status

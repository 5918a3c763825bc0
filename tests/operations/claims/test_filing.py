from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from lapak.booking import operations as booking
from lapak.booking.models import LotEntry, Offer
from lapak.booking.operations import HoldExpired, SlotGone
from lapak.booking.queries import person_key, waiting
from lapak.claims import steps
from lapak.claims.models import Claim
from lapak.claims.operations import filing, papers, submission
from lapak.claims.operations.endings import expire_overdue, withdraw
from lapak.claims.ports import AccountHolder, AccountStatus, CoreUnavailable, EarlierPayment
from lapak.claims.rules.claim_moves import ClaimState
from lapak.claims.rules.eligibility import FindingCode, Verdict
from lapak.documents.rules.files import DocumentRefused
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict, InvalidInput, NotFound, Unavailable
from lapak.kernel.ids import new_id
from tests.operations.booking.lot_days import announced, ask, lot_branch
from tests.operations.claims.claim_scene import (
    ACCOUNT,
    BORN,
    DORMANT,
    FOREIGN,
    KPJ,
    NAME,
    NIK,
    Scene,
    change_register,
    paper,
    saver,
)


def start(scene: Scene) -> UUID:
    return filing.start_draft(now=scene.now).claim_id


def codes(refused: pytest.ExceptionInfo[InvalidInput]) -> dict[str, str]:
    return {field.field: field.code for field in refused.value.fields}


def test_every_wrong_field_is_named_at_once(scene: Scene) -> None:
    claim_id = start(scene)
    with pytest.raises(InvalidInput) as refused:
        scene.identify(claim_id, nik="123", kpj="abc", name=" ", birth_date=None, reason="holiday")
    assert codes(refused) == {
        "nik": "nik_length",
        "kpj": "kpj_not_digits",
        "name": "name_empty",
        "birth_date": "birth_date_empty",
        "reason": "reason_unknown",
    }


@pytest.mark.parametrize(
    ("given", "finding"),
    [
        ({"kpj": "16012345303"}, FindingCode.MEMBER_NOT_FOUND),
        ({"nik": "3603011204850004"}, FindingCode.MEMBER_NOT_FOUND),
        ({"name": "Siti Aminah"}, FindingCode.NAME_DIFFERS),
        ({"birth_date": date(1985, 4, 13)}, FindingCode.BIRTH_DATE_DIFFERS),
    ],
)
def test_who_is_not_the_member_gets_the_reason_and_no_papers_are_asked(
    scene: Scene, given: dict[str, object], finding: FindingCode
) -> None:
    claim_id = start(scene)
    answered = scene.identify(claim_id, **given)
    assert answered.eligibility.verdict is Verdict.NOT_YET
    assert finding in {one.code for one in answered.eligibility.findings}
    assert scene.view(claim_id).papers == ()


def test_an_active_membership_may_not_claim_yet(scene: Scene) -> None:
    change_register(scene, saver(ended_on=None))
    answered = scene.identify(start(scene))
    assert answered.eligibility.verdict is Verdict.NOT_YET
    assert FindingCode.MEMBERSHIP_ACTIVE in {one.code for one in answered.eligibility.findings}


def test_less_than_a_month_after_the_end_names_the_first_day(scene: Scene) -> None:
    change_register(scene, saver(ended_on=date(2020, 6, 4)))
    claim_id = start(scene)
    answered = scene.identify(claim_id)
    assert (answered.eligibility.verdict, answered.eligibility.from_date) == (
        Verdict.FROM_DATE,
        date(2020, 7, 4),
    )
    scene.wait(days=12)
    assert scene.identify(claim_id).eligibility.verdict is Verdict.MAY_CLAIM


def test_who_was_paid_before_has_nothing_to_claim(scene: Scene) -> None:
    before = EarlierPayment(paid_on=date(2020, 5, 30), kind="full", gross=61_856_000, tax=0)
    change_register(scene, saver(paid_before=(before,)))
    answered = scene.identify(start(scene))
    assert FindingCode.ALREADY_PAID in {one.code for one in answered.eligibility.findings}


@pytest.mark.parametrize(
    ("number", "finding"),
    [
        (DORMANT, FindingCode.ACCOUNT_DORMANT),
        (FOREIGN, FindingCode.ACCOUNT_HOLDER_DIFFERS),
        ("999999999", FindingCode.ACCOUNT_UNUSABLE),
    ],
)
def test_an_account_that_cannot_be_paid_to_is_refused_with_its_reason(
    scene: Scene, number: str, finding: FindingCode
) -> None:
    claim_id = scene.ready()
    answered = scene.give_account(claim_id, number)
    assert finding in {one.code for one in answered.eligibility.findings}
    with pytest.raises(InvalidInput) as refused:
        scene.submit(claim_id)
    assert finding in codes(refused).values()
    assert scene.view(claim_id).state is ClaimState.DRAFT


def test_nothing_entered_is_lost_when_the_core_system_is_down(scene: Scene) -> None:
    claim_id = start(scene)
    scene.core.fail_next("find_member", CoreUnavailable("down"))
    with pytest.raises(Unavailable, match="core_unavailable"):
        scene.identify(claim_id)
    kept = scene.view(claim_id)
    assert (kept.nik, kept.kpj, kept.name, kept.birth_date) == (NIK, KPJ, NAME, BORN)
    assert kept.eligibility is None
    scene.identify(claim_id)
    scene.core.fail_next("inquire_account", CoreUnavailable("down"))
    with pytest.raises(Unavailable):
        scene.give_account(claim_id)
    assert scene.view(claim_id).account_number == ACCOUNT


def test_a_draft_is_found_as_it_was_left(scene: Scene) -> None:
    claim_id = scene.draft()
    scene.wait(days=3)
    view = scene.view(claim_id)
    assert (view.step, view.email, view.phone) == ("schedule", "hartono@example.id", "+6281212344120")
    assert {one.asked.kind: one.state for one in view.papers} == {
        **dict.fromkeys(
            ["ktp", "kartu_peserta", "kk", "paklaring", "buku_tabungan", "npwp", "foto_diri"], "given"
        ),
        "formulir_f5": "missing",
    }


def test_a_draft_lists_all_that_is_missing_before_it_is_submitted(scene: Scene) -> None:
    claim_id = start(scene)
    scene.identify(claim_id)
    with pytest.raises(InvalidInput) as refused:
        scene.submit(claim_id)
    found = codes(refused)
    assert found["ktp"] == "paper_missing"
    assert found["contact"] == "contact_missing"
    assert found["account"] == "account_missing"
    assert "formulir_f5" not in found
    assert scene.view(claim_id).number == ""


def test_submitting_twice_gives_one_number_one_booking_and_one_mail(scene: Scene) -> None:
    claim_id = scene.ready()
    first, second = scene.submit(claim_id), scene.submit(claim_id)
    assert first.number == second.number
    assert (first.already, second.already) == (False, True)
    assert scene.templates() == ["draft_saved", "claim_submitted"]
    assert len(scene.owed("core.open_claim")) == 1


def test_numbers_count_up_within_a_day_and_begin_anew_on_the_next(scene: Scene) -> None:
    other = {"nik": "3603011204850005", "kpj": "16012345999"}
    change_register(scene, saver(**other))
    first = scene.submit(scene.ready())
    second = scene.submit(scene.ready(**other))
    assert (first.number[:15], second.number[:15]) == ("K-2020-0622-001", "K-2020-0622-002")


def test_the_mail_in_the_outbox_names_no_person_and_holds_no_secret(scene: Scene) -> None:
    claim_id = scene.ready()
    secret = scene.submit(claim_id).link_secret
    mail = scene.owed("mail.send")[-1]
    assert mail.payload == {"template": "claim_submitted", "subject_id": str(claim_id)}
    assert secret not in str(mail.payload)


def test_a_person_with_a_claim_under_way_cannot_submit_another(scene: Scene) -> None:
    second = scene.draft()
    scene.filed()
    with pytest.raises(InvalidInput) as refused:
        scene.submit(second)
    assert FindingCode.CLAIM_IN_PROGRESS in codes(refused).values()


def test_a_place_that_went_back_meanwhile_is_chosen_anew_and_the_draft_stays(scene: Scene) -> None:
    claim_id = scene.ready()
    scene.wait(minutes=11)
    with pytest.raises(HoldExpired):
        scene.submit(claim_id)
    view = scene.view(claim_id)
    assert (view.state, view.number) == (ClaimState.DRAFT, "")
    submission.choose_slot(
        claim_id=claim_id, slot_id=scene.slot().pk, actor=scene.person(claim_id), now=scene.now
    )
    assert scene.submit(claim_id).number


def test_a_full_slot_leaves_the_place_held_before(scene: Scene) -> None:
    claim_id = scene.ready()
    full = scene.slot(days=2)
    full.taken = full.capacity
    full.save()
    with pytest.raises(SlotGone):
        submission.choose_slot(
            claim_id=claim_id, slot_id=full.pk, actor=scene.person(claim_id), now=scene.now
        )
    assert scene.submit(claim_id).number


def test_a_walk_in_needs_a_branch_and_no_appointment(scene: Scene) -> None:
    claim_id = scene.draft(channel="onsite")
    with pytest.raises(InvalidInput) as refused:
        scene.submit(claim_id)
    assert codes(refused) == {"schedule": "branch_missing"}
    filing.choose_branch(
        claim_id=claim_id, branch_id=scene.branch.pk, actor=scene.person(claim_id), now=scene.now
    )
    assert scene.submit(claim_id).number


def test_another_participant_finds_no_claim_there(scene: Scene) -> None:
    claim_id = scene.draft()
    stranger = Actor.participant(subject_id=start(scene))
    with pytest.raises(NotFound, match="claim_unknown"):
        submission.submit(claim_id=claim_id, actor=stranger, now=scene.now)
    with pytest.raises(NotFound):
        papers.attach_paper(
            claim_id=claim_id, kind="ktp", content=paper(), file_name="", actor=stranger, now=scene.now
        )


def test_the_older_of_two_tabs_is_told_that_something_changed(scene: Scene) -> None:
    claim_id = scene.draft()
    seen = scene.version(claim_id)
    contact = {
        "claim_id": claim_id,
        "actor": scene.person(claim_id),
        "now": scene.now,
        "phone": "081212344120",
    }
    filing.give_contact(**contact, email="satu@example.id", expected_version=seen)
    with pytest.raises(Conflict, match="changed_meanwhile"):
        filing.give_contact(**contact, email="dua@example.id", expected_version=seen)
    assert scene.view(claim_id).email == "satu@example.id"


def test_an_answer_to_numbers_that_were_since_replaced_is_not_kept(scene: Scene) -> None:
    claim_id = start(scene)
    scene.identify(claim_id)
    late = scene.view(claim_id).facts.member
    assert late is not None
    with pytest.raises(Conflict, match="changed_meanwhile"):
        filing.record_member_answer(
            claim_id=claim_id,
            answer=replace(late, kpj="16012345999"),
            actor=scene.person(claim_id),
            now=scene.now,
        )


def test_other_numbers_forget_the_answer_to_the_earlier_ones(scene: Scene) -> None:
    claim_id = scene.draft()
    scene.core.fail_next("find_member", CoreUnavailable("down"))
    with pytest.raises(Unavailable):
        scene.identify(claim_id, kpj="16012345999")
    assert scene.view(claim_id).eligibility is None
    with pytest.raises(InvalidInput) as refused:
        scene.submit(claim_id)
    assert codes(refused)["identity"] == "identity_not_checked"


def test_a_file_that_is_no_picture_is_refused_and_the_paper_stays_missing(scene: Scene) -> None:
    claim_id = start(scene)
    scene.identify(claim_id)
    for content, code in (
        (b"GIF89a", "file_not_an_image"),
        (b"", "file_empty"),
        (b"%PDF-1.4", "file_truncated"),
    ):
        with pytest.raises(DocumentRefused, match=code):
            papers.attach_paper(
                claim_id=claim_id,
                kind="ktp",
                content=content,
                file_name="ktp.gif",
                actor=scene.person(claim_id),
                now=scene.now,
            )
    assert {one.state for one in scene.view(claim_id).papers} == {"missing"}
    with pytest.raises(NotFound, match="paper_not_asked"):
        scene.attach(claim_id, "surat_pensiun")


def test_another_reason_asks_for_its_own_papers_and_keeps_what_is_still_needed(scene: Scene) -> None:
    claim_id = scene.draft()
    scene.identify(claim_id, reason="laid_off")
    states = {one.asked.kind: one.state for one in scene.view(claim_id).papers}
    assert states["bukti_phk"] == "missing"
    assert states["ktp"] == "given"
    assert "paklaring" not in states


def test_the_rule_set_in_force_on_the_day_of_filing_counts(scene: Scene) -> None:
    claim_id = scene.draft()
    assert scene.view(claim_id).rule_set == "permenaker-19-2015"
    scene.wait(days=365 * 2)
    later = scene.draft()
    assert scene.view(later).rule_set == "permenaker-4-2022"


def test_a_small_balance_asks_for_no_tax_number(scene: Scene) -> None:
    change_register(scene, saver(contributions=9_000_000, yield_=1_000_000))
    claim_id = start(scene)
    scene.identify(claim_id)
    assert "npwp" not in {one.asked.kind for one in scene.view(claim_id).papers}


def test_withdrawing_gives_the_appointment_back(scene: Scene) -> None:
    claim_id = scene.filed()
    slot = scene.slot()
    assert slot.taken == 1
    done = withdraw(claim_id=claim_id, actor=scene.person(claim_id), now=scene.now)
    assert done.state is ClaimState.WITHDRAWN
    slot.refresh_from_db()
    assert slot.taken == 0
    assert scene.submit(scene.ready()).number


@pytest.mark.parametrize("ending", ["withdrawn", "expired"])
def test_a_claim_that_ends_waits_for_no_place_any_more(scene: Scene, ending: str) -> None:
    claim_id, second = scene.draft(), new_id()
    slot = scene.slot(capacity=1, days=40)
    for subject, nik in ((claim_id, NIK), (second, "2")):
        booking.join(
            branch_id=scene.branch.pk,
            channel="online",
            subject_id=subject,
            person_key=person_key(nik=nik),
            actor=scene.person(subject),
            now=scene.now,
        )
        scene.wait(seconds=1)
    release = announced(lot_branch("LOT"), scene.now)
    entered = ask(release, release.opens_at, nik=NIK, claim=claim_id)
    if ending == "expired":
        scene.wait(days=31)
    booking.offer_free(now=scene.now)
    assert Offer.objects.get(state="open").waiter.subject_id == claim_id
    if ending == "withdrawn":
        withdraw(claim_id=claim_id, actor=scene.person(claim_id), now=scene.now)
    else:
        expire_overdue(now=scene.now)
    assert Claim.objects.get(pk=claim_id).state == ending
    assert waiting(subject_id=claim_id) is None
    assert Offer.objects.get(state="open", slot=slot).waiter.subject_id == second
    assert LotEntry.objects.get(pk=entered.id).state == "left"


def test_a_forgotten_draft_expires_and_a_living_one_does_not(scene: Scene) -> None:
    old = scene.draft()
    scene.wait(days=29)
    young = start(scene)
    scene.wait(days=2)
    assert expire_overdue(now=scene.now) == 1
    assert expire_overdue(now=scene.now) == 0
    states = dict(Claim.objects.values_list("pk", "state"))
    assert (states[old], states[young]) == ("expired", "draft")


def test_the_bank_is_asked_for_the_account_as_it_was_typed_without_spaces(scene: Scene) -> None:
    claim_id = scene.draft()
    answered = scene.give_account(claim_id, "1120 0001-4471")
    assert answered.eligibility.verdict is Verdict.MAY_CLAIM
    view = scene.view(claim_id)
    assert (view.account_number, view.account_name) == (ACCOUNT, NAME.upper())
    known = view.facts.account
    assert known is not None
    assert known.holder == AccountHolder(name=NAME.upper(), status=AccountStatus.ACTIVE)
    assert steps.inquiries.ask_again(seen=view.facts, now=scene.now + timedelta(days=1)).account is not None

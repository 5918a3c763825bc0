"""A claim after a death, from the draft to the money on the heir's own account."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from lapak.claims.models import Claim, PaymentOrder
from lapak.claims.operations import desk_work, filing, papers, signing, submission
from lapak.claims.operations.parties import act_as, enter_acting, enter_party, state_whole
from lapak.claims.operations.party_entries import DeathEntry, PartyEntry
from lapak.claims.ports import AccountHolder, AccountStatus, EndReason
from lapak.claims.queries.find import live_claim_of
from lapak.claims.rules.capacities import Capacity
from lapak.claims.rules.claim_moves import ClaimState
from lapak.claims.rules.heirs import Kin
from lapak.claims.rules.papers import HowGiven
from lapak.claims.rules.signing import Way
from lapak.kernel.errors import InvalidInput
from tests.operations.claims.claim_scene import (
    ACCOUNT,
    BANK,
    FOREIGN,
    NIK,
    Scene,
    change_register,
    make_scene,
    saver,
)
from tests.operations.claims.test_signing import still
from tests.races import at_once

SITI = PartyEntry(name="Siti Aminah", nik="3603015206850003", birth_date=date(1985, 6, 12), kin=Kin.SPOUSE)
BUDI = PartyEntry(name="Budi Subagyo", nik="3603010103000002", birth_date=date(2000, 3, 1), kin=Kin.CHILD)
DEATH = DeathEntry(date(2020, 5, 2), date(2020, 5, 20), "12/KEL/2020")


def died(scene: Scene) -> None:
    """Let the register know that the member died at work."""
    person = saver(ended_on=date(2020, 5, 2))
    job = replace(person.member.employments[0], end_reason=EndReason.DIED)
    change_register(scene, replace(person, member=replace(person.member, employments=(job,))))


def draft(scene: Scene, *, acts: PartyEntry = SITI, other: PartyEntry | None = BUDI) -> UUID:
    claim_id = filing.start_draft(now=scene.now).claim_id
    who = {"claim_id": claim_id, "actor": scene.person(claim_id), "now": scene.now}
    act_as(capacity=Capacity.HEIR, **who)
    scene.identify(claim_id, reason="death", event_on=DEATH.died_on)
    enter_acting(capacity=Capacity.HEIR, person=acts, death=DEATH, **who)
    if other is not None:
        enter_party(capacity=Capacity.HEIR, person=other, **who)
    state_whole(consent_on=date(2020, 6, 1) if other else None, **who)
    for one in scene.view(claim_id).papers:
        if one.asked.how is HowGiven.UPLOAD:
            scene.attach(claim_id, one.asked.kind)
    filing.give_contact(email="siti@example.id", phone="0812 1234 4120", **who)
    scene.give_account(claim_id, FOREIGN)
    return claim_id


def filed(scene: Scene) -> UUID:
    claim_id = draft(scene)
    submission.choose_slot(
        claim_id=claim_id, slot_id=scene.slot().pk, actor=scene.person(claim_id), now=scene.now
    )
    scene.submit(claim_id)
    return claim_id


def test_an_heir_is_served_agrees_by_word_and_is_paid_to_her_own_account(scene: Scene) -> None:
    died(scene)
    claim_id = filed(scene)
    assert live_claim_of(nik=SITI.nik) == claim_id
    assert live_claim_of(nik=BUDI.nik) is None
    desk_work.begin_service(claim_id=claim_id, actor=scene.officer, now=scene.now)
    view = scene.view(claim_id)
    assert {"heir_identity-2", "all_heirs_agree", "heirs_as_in_letter"} <= {one.code for one in view.checks}
    for check in view.checks:
        desk_work.set_check(claim_id=claim_id, code=check.code, ok=True, actor=scene.officer, now=scene.now)
    for paper in view.papers:
        if paper.asked.how is HowGiven.UPLOAD:
            desk_work.accept_paper(
                claim_id=claim_id, kind=paper.asked.kind, actor=scene.officer, now=scene.now
            )
    signing.take_consent(claim_id=claim_id, way=Way.SPOKEN, still=still(), actor=scene.officer, now=scene.now)
    scene.verify(claim_id)
    assert scene.approve(claim_id).sent_back == ""
    scene.deliver()
    order = PaymentOrder.objects.get()
    assert (order.state, order.account_number, order.account_name) == ("paid", FOREIGN, "SITI AMINAH")
    assert scene.view(claim_id).state is ClaimState.PAID


def test_the_dead_members_account_is_never_paid_to(scene: Scene) -> None:
    died(scene)
    claim_id = draft(scene)
    answered = scene.give_account(claim_id, ACCOUNT)
    assert "account_holder_differs" in {one.code for one in answered.eligibility.findings}


def test_without_the_list_stated_whole_nothing_is_filed(scene: Scene) -> None:
    died(scene)
    claim_id = draft(scene)
    enter_party(
        claim_id=claim_id,
        capacity=Capacity.HEIR,
        person=replace(BUDI, nik="3603010103000009", name="Citra Subagyo"),
        actor=scene.person(claim_id),
        now=scene.now,
    )
    Claim.objects.filter(pk=claim_id).update(branch=scene.branch, channel="onsite")
    with pytest.raises(InvalidInput) as refused:
        scene.submit(claim_id)
    assert ("heirs", "heirs_not_whole") in {(one.field, one.code) for one in refused.value.fields}


def test_a_change_of_the_heirs_takes_a_signature_back(scene: Scene) -> None:
    died(scene)
    claim_id = filed(scene)
    desk_work.begin_service(claim_id=claim_id, actor=scene.officer, now=scene.now)
    scene.sign(claim_id)
    assert scene.view(claim_id).net is not None
    enter_party(
        claim_id=claim_id,
        number=2,
        capacity=Capacity.HEIR,
        person=replace(BUDI, share="1/8"),
        actor=scene.person(claim_id),
        now=scene.now,
    )
    assert scene.view(claim_id).net is None


def test_who_gives_another_persons_paper_gives_it_to_that_person(scene: Scene) -> None:
    died(scene)
    claim_id = draft(scene)
    given = papers.attach_paper(
        claim_id=claim_id,
        kind="ktp_ahli_waris-2",
        content=b"%PDF-1.4\n% another\n%%EOF\n",
        file_name="",
        actor=scene.person(claim_id),
        now=scene.now,
    )
    kinds = {one.asked.kind: one.document_id for one in scene.view(claim_id).papers}
    assert kinds["ktp_ahli_waris-2"] == given.document.id != kinds["ktp"]


@pytest.fixture
def committed(transactional_db: None, twin_in_place: None) -> Scene:
    """A branch whose changes other connections see."""
    return make_scene()


def test_two_heirs_who_file_at_once_make_one_claim(committed: Scene) -> None:
    scene = committed
    died(scene)
    scene.core._accounts[BANK, "112000014475"] = AccountHolder("BUDI SUBAGYO", AccountStatus.ACTIVE)
    first, second = draft(scene), draft(scene, acts=BUDI, other=SITI)
    scene.give_account(second, "112000014475")
    Claim.objects.update(branch=scene.branch, channel="onsite")

    def submit(claim_id: UUID) -> Callable[[], object]:
        return lambda: submission.submit(claim_id=claim_id, actor=scene.person(claim_id), now=scene.now)

    results = at_once(submit(first), submit(second))
    assert sum(one in ("claim_in_progress", "claim_incomplete") for one in results) == 1
    assert Claim.objects.filter(nik=NIK, state="submitted").count() == 1

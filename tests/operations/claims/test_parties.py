from datetime import date, timedelta
from uuid import UUID

import pytest

from lapak.booking.queries import person_key
from lapak.claims.operations import filing
from lapak.claims.operations.parties import act_as, enter_acting
from lapak.claims.operations.party_entries import PartyEntry
from lapak.claims.queries.parties import person_keys_of
from lapak.claims.rules.capacities import Capacity
from lapak.claims.rules.eligibility import Verdict
from lapak.journal.queries import trail
from lapak.kernel.errors import Conflict, InvalidInput
from lapak.kernel.subjects import Subject
from tests.operations.claims.claim_scene import ACCOUNT, FOREIGN, NIK, Scene

EKO = PartyEntry(
    name="Eko Wijaya",
    nik="3603011507800005",
    birth_date=date(1980, 7, 15),
    mandate_number="12/SK/2020",
    mandate_on=date(2020, 6, 1),
    mandate_until=date(2020, 12, 31),
)


def represented(scene: Scene) -> UUID:
    claim_id = filing.start_draft(now=scene.now).claim_id
    scene.identify(claim_id)
    actor = scene.person(claim_id)
    act_as(claim_id=claim_id, capacity=Capacity.REPRESENTATIVE, actor=actor, now=scene.now)
    enter(scene, claim_id, EKO)
    return claim_id


def enter(scene: Scene, claim_id: UUID, person: PartyEntry) -> None:
    enter_acting(
        claim_id=claim_id,
        capacity=Capacity.REPRESENTATIVE,
        person=person,
        actor=scene.person(claim_id),
        now=scene.now,
    )


def codes(refused: pytest.ExceptionInfo[InvalidInput]) -> dict[str, str]:
    return {field.field: field.code for field in refused.value.fields}


def test_a_representative_acts_and_the_money_still_goes_to_the_member(scene: Scene) -> None:
    claim_id = represented(scene)
    view = scene.view(claim_id)
    assert (view.person.name, view.name, view.payee_name) == (
        "Eko Wijaya",
        "Hartono Subagyo",
        "Hartono Subagyo",
    )
    assert scene.give_account(claim_id, ACCOUNT).eligibility.verdict is Verdict.MAY_CLAIM
    assert scene.give_account(claim_id, FOREIGN).eligibility.verdict is Verdict.NOT_YET


def test_every_wrong_field_of_a_person_is_named_at_once(scene: Scene) -> None:
    claim_id = represented(scene)
    with pytest.raises(InvalidInput) as refused:
        enter(scene, claim_id, PartyEntry(name=" ", nik="12", birth_date=date(2010, 1, 1), phone="x"))
    assert codes(refused) == {
        "name": "name_empty",
        "nik": "nik_length",
        "birth_date": "acting_under_age",
        "phone": "phone_invalid",
        "mandate_on": "mandate_on_empty",
    }
    assert scene.view(claim_id).person.name == "Eko Wijaya"


def test_the_member_cannot_represent_himself(scene: Scene) -> None:
    claim_id = represented(scene)
    with pytest.raises(InvalidInput) as refused:
        enter(scene, claim_id, PartyEntry(**{**vars(EKO), "nik": NIK}))
    assert codes(refused) == {"nik": "party_is_member"}


def test_a_mandate_that_ends_before_filing_stops_the_claim(scene: Scene) -> None:
    claim_id = represented(scene)
    scene.wait(days=220)
    problems = [one.problem for one in scene.view(claim_id).acting.findings]
    assert problems == ["mandate_ended"]


def test_who_acts_can_be_taken_back_and_leaves_nobody_behind(scene: Scene) -> None:
    claim_id = represented(scene)
    act_as(claim_id=claim_id, capacity=None, actor=scene.person(claim_id), now=scene.now)
    assert scene.view(claim_id).acting is None
    assert person_keys_of(claim_id=claim_id) == {person_key(nik=NIK)}


def test_nobody_is_entered_before_it_is_said_who_acts(scene: Scene) -> None:
    claim_id = filing.start_draft(now=scene.now).claim_id
    scene.identify(claim_id)
    with pytest.raises(Conflict, match="acting_not_chosen"):
        enter(scene, claim_id, EKO)


def test_everybody_of_a_claim_is_found_by_key_and_nobody_by_the_journal(scene: Scene) -> None:
    claim_id = represented(scene)
    keys = {person_key(nik=NIK), person_key(nik=EKO.nik)}
    assert person_keys_of(claim_id=claim_id) == keys
    told = repr([link.data for link in trail(subject=Subject("claim", str(claim_id)))])
    assert EKO.nik not in told
    assert "Eko" not in told


def test_an_entry_of_another_day_is_judged_on_that_day(scene: Scene) -> None:
    claim_id = represented(scene)
    late = PartyEntry(**{**vars(EKO), "mandate_on": scene.now.date() + timedelta(days=1)})
    with pytest.raises(InvalidInput) as refused:
        enter(scene, claim_id, late)
    assert codes(refused) == {"mandate_on": "date_in_future"}
    scene.wait(days=1)
    enter(scene, claim_id, late)


def test_the_papers_follow_who_acts_and_what_was_given_stays(scene: Scene) -> None:
    claim_id = filing.start_draft(now=scene.now).claim_id
    scene.identify(claim_id)
    scene.attach(claim_id, "ktp")
    actor = scene.person(claim_id)
    act_as(claim_id=claim_id, capacity=Capacity.REPRESENTATIVE, actor=actor, now=scene.now)
    enter(scene, claim_id, EKO)
    view = scene.view(claim_id)
    assert [one.asked.kind for one in view.papers][-2:] == ["ktp_kuasa-1", "surat_kuasa"]
    assert next(one for one in view.papers if one.asked.kind == "ktp").document_id is not None
    scene.attach(claim_id, "ktp_kuasa-1")
    act_as(claim_id=claim_id, capacity=None, actor=actor, now=scene.now)
    assert "surat_kuasa" not in [one.asked.kind for one in scene.view(claim_id).papers]

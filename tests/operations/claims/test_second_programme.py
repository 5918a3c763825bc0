"""A second programme is files under a configuration folder, and nothing else."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from lapak.claims.operations import desk_work, filing, parties, submission
from lapak.claims.operations.party_entries import DeathEntry, PartyEntry
from lapak.claims.ports import AccountHolder, AccountStatus, EndReason
from lapak.claims.programmes import programme
from lapak.claims.queries.claim import claim
from lapak.claims.rules.capacities import Capacity
from lapak.claims.rules.claim_moves import ClaimState
from lapak.claims.rules.decisions import ReasonNotOffered
from lapak.claims.rules.eligibility import Verdict
from lapak.claims.rules.papers import HowGiven
from lapak.kernel.clock import utc_now
from tests.operations.claims.claim_scene import BANK, Scene, change_register, saver

PROGRAMMES = Path(__file__).parents[2] / "programmes"
ACCOUNT = "112000014499"
IDENTITY, ANSWER = "/klaim/data/", "/klaim/syarat/"
WIDOW = PartyEntry(name="Siti Rahayu", nik="3603015506880004", birth_date=date(1988, 6, 15), kin="spouse")
DEATH = DeathEntry(died_on=date(2020, 6, 1), letter_on=date(2020, 6, 8), letter_number="470/12")


@pytest.fixture
def two(settings: Any) -> None:
    settings.PROGRAMME_FOLDERS = [*settings.PROGRAMME_FOLDERS, PROGRAMMES]


def filed(scene: Scene) -> UUID:
    _report_dead(scene)
    claim_id = filing.start_draft(now=scene.now, programme="jkm").claim_id
    actor = scene.person(claim_id)
    parties.act_as(claim_id=claim_id, capacity=Capacity.HEIR, actor=actor, now=scene.now)
    answered = scene.identify(claim_id, reason="died_at_home", event_on=date(2020, 6, 1))
    assert answered.eligibility.verdict is Verdict.MAY_CLAIM
    parties.enter_acting(
        claim_id=claim_id, capacity=Capacity.HEIR, person=WIDOW, death=DEATH, actor=actor, now=scene.now
    )
    parties.state_whole(claim_id=claim_id, actor=actor, now=scene.now)
    for one in scene.view(claim_id).papers:
        if one.asked.how is HowGiven.UPLOAD:
            scene.attach(claim_id, one.asked.kind)
    filing.give_contact(
        claim_id=claim_id, email="siti@example.id", phone="0812 1234 4120", actor=actor, now=scene.now
    )
    scene.core._accounts[BANK, ACCOUNT] = AccountHolder(name="SITI RAHAYU", status=AccountStatus.ACTIVE)
    scene.give_account(claim_id, ACCOUNT)
    submission.choose_slot(claim_id=claim_id, slot_id=scene.slot().pk, actor=actor, now=scene.now)
    scene.submit(claim_id)
    return claim_id


@pytest.mark.usefixtures("two")
def test_a_claim_of_another_programme_is_filed_examined_approved_and_paid(scene: Scene) -> None:
    claim_id = filed(scene)
    view = scene.view(claim_id)
    assert [one.asked.kind for one in view.papers] == ["ktp", "akta_kematian", "buku_tabungan", "formulir_f4"]
    assert [one.code for one in view.checks] == ["heir_is_who_they_say", "death_certificate"]
    scene.deliver(rounds=1)
    scene.examined(claim_id)
    verified = scene.verify(claim_id)
    assert (verified.gross, verified.tax, verified.net) == (61_856_000, 0, 61_856_000)
    assert scene.approve(claim_id).sent_back == ""
    scene.deliver()
    done = scene.view(claim_id)
    assert (done.state, done.programme) == (ClaimState.PAID, "jkm")
    assert {one.rule_version for one in done.decisions} == {"jkm-contoh/1"}


@pytest.mark.usefixtures("two")
def test_staff_give_the_reasons_of_the_claims_own_programme(scene: Scene) -> None:
    claim_id = filed(scene)
    desk_work.begin_service(claim_id=claim_id, actor=scene.officer, now=scene.now)

    def ask(reason: str) -> None:
        desk_work.ask_paper_again(
            claim_id=claim_id, kind="akta_kematian", reason_code=reason, actor=scene.officer, now=scene.now
        )

    with pytest.raises(ReasonNotOffered):
        ask("blurred")
    ask("no_stamp")
    paper = next(one for one in scene.view(claim_id).papers if one.asked.kind == "akta_kematian")
    assert paper.deadline == date(2020, 6, 30), "six working days, as the files say"


@pytest.mark.usefixtures("two")
def test_a_reason_of_another_programme_is_unknown_here() -> None:
    rules = programme("jkm").rule_set_on(date(2020, 6, 22))
    assert [reason.code for reason in rules.reasons] == ["died_at_home"]
    assert "resigned" not in {reason.code for reason in rules.reasons}


@pytest.mark.usefixtures("two")
def test_its_pages_speak_its_words(scene: Scene, client: Any) -> None:
    scene.now = utc_now()  # pages tell the time by the clock
    home = client.get("/beranda/")
    assert "Klaim JHT dan JKM tanpa tatap muka" in home.content.decode()
    page = client.get(IDENTITY + "?program=jkm")
    text = page.content.decode()
    assert "Tanggal wafat" in text
    assert "Seperti di akta kematian." in text
    assert "Saya peserta" not in text, "only heirs claim here"
    posted = {
        "program": "jkm",
        "acts_as": "heir",
        "nik": "3603011204850003",
        "kpj": "16012345302",
        "name": "Hartono Subagyo",
        "birth_date": "12-04-1985",
    }
    refused = client.post(IDENTITY, posted)
    assert refused.status_code == 422
    assert "Isi tanggalnya" in refused.content.decode()
    answered = client.post(IDENTITY, {**posted, "event_on-died_at_home": "01-06-2020"}, follow=True)
    claim_id = answered.context["claim"].id
    assert claim(claim_id=claim_id, now=scene.now).programme == "jkm"
    actor = scene.person(claim_id)
    parties.enter_acting(
        claim_id=claim_id, capacity=Capacity.HEIR, person=WIDOW, death=DEATH, actor=actor, now=scene.now
    )
    parties.state_whole(claim_id=claim_id, actor=actor, now=scene.now)
    text = client.get(ANSWER).content.decode()
    assert "Peserta wafat 1 Juni 2020" in text
    assert "Santunan JKM" in text
    assert "Formulir F4 kami isikan" in text
    assert "Menurut Aturan contoh JKM" in text


def _report_dead(scene: Scene) -> None:
    known = saver()
    jobs = tuple(replace(job, end_reason=EndReason.DIED) for job in known.member.employments)
    change_register(scene, replace(known, member=replace(known.member, employments=jobs)))

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lapak.claims.programmes import programme
from lapak.claims.rules.capacities import Capacity, Whose, kind_for, person_of, plain_kind
from lapak.claims.rules.heirs import Kin
from lapak.claims.rules.papers_of_people import checks_with_people, papers_with_people
from lapak.claims.rules.parties import ActingFacts, PartyFacts

ON = date(2020, 6, 22)
ADULT, CHILD = date(1980, 3, 1), date(2010, 3, 1)
RULES = programme("jht").rule_set_on(ON)
WIFE = PartyFacts(1, Capacity.HEIR, ADULT, "Siti Aminah", Kin.SPOUSE)
GROWN = PartyFacts(2, Capacity.HEIR, ADULT, "Budi Hartono", Kin.CHILD)
SMALL = PartyFacts(3, Capacity.HEIR, CHILD, "Citra Hartono", Kin.CHILD, guardian=4)
UNCLE = PartyFacts(4, Capacity.GUARDIAN, ADULT, "Dedi Lesmana")
BROTHER = PartyFacts(5, Capacity.HEIR, ADULT, "Fajar Subagyo", Kin.SIBLING)
ALONE = ActingFacts(
    Capacity.HEIR, 1, (WIFE,), died_on=ON - timedelta(9), letter_on=ON, consent_on=ON, whole=True
)
NAMES = {Whose.ACTING: "Siti Aminah", Whose.PAYEE: "Siti Aminah", Whose.MEMBER: "Hartono Subagyo"}
ASKED = RULES.papers_for(reason="resigned", balance=1_000_000)
LISTED = RULES.checklist_for(reason="resigned")


def extra_papers(facts: ActingFacts) -> list[str]:
    found = papers_with_people(ASKED, facts=facts, rules=RULES.capacities, names=NAMES, on=ON)
    return [one.kind for one in found[len(ASKED) :]]


def extra_checks(facts: ActingFacts) -> list[str]:
    found = checks_with_people(LISTED, facts=facts, rules=RULES.capacities, on=ON)
    assert found[-1] == LISTED[-1]
    known = {one.code for one in LISTED}
    return [one.code for one in found if one.code not in known]


@pytest.mark.parametrize(
    ("facts", "papers", "checks"),
    [
        (ALONE, [], ["heirs_as_in_letter"]),
        (replace(ALONE, parties=(WIFE, BROTHER)), [], ["heirs_as_in_letter"]),
        (
            replace(ALONE, parties=(WIFE, GROWN)),
            ["ktp_ahli_waris-2", "persetujuan_ahli_waris"],
            ["heirs_as_in_letter", "heir_identity-2", "all_heirs_agree"],
        ),
        (
            replace(ALONE, parties=(WIFE, SMALL, UNCLE)),
            ["ktp_wali-4", "persetujuan_ahli_waris", "penetapan_perwalian-4"],
            ["heirs_as_in_letter", "guardian_identity-4", "all_heirs_agree", "guardian_as_in_decision-4"],
        ),
        (
            replace(ALONE, parties=(WIFE, replace(SMALL, guardian=1, guardian_is_parent=True))),
            [],
            ["heirs_as_in_letter"],
        ),
        (
            replace(ALONE, capacity=Capacity.GUARDIAN, acting=4, parties=(SMALL, UNCLE)),
            ["penetapan_perwalian-4"],
            ["heirs_as_in_letter", "guardian_as_in_decision-4"],
        ),
        (
            ActingFacts(Capacity.REPRESENTATIVE, 1, (replace(WIFE, capacity=Capacity.REPRESENTATIVE),)),
            ["ktp_kuasa-1", "surat_kuasa"],
            ["face_matches_ktp_of_representative", "mandate_holds"],
        ),
        (
            ActingFacts(Capacity.CURATOR, 1, (replace(WIFE, capacity=Capacity.CURATOR),)),
            ["ktp_pengampu-1", "penetapan_pengampuan"],
            ["face_matches_ktp_of_curator", "curatorship_holds"],
        ),
    ],
)
def test_each_case_asks_for_its_papers_and_checks(
    facts: ActingFacts, papers: list[str], checks: list[str]
) -> None:
    assert extra_papers(facts) == papers
    assert extra_checks(facts) == checks


def test_every_paper_says_whose_it_is() -> None:
    facts = replace(ALONE, parties=(WIFE, GROWN))
    found = papers_with_people(ASKED, facts=facts, rules=RULES.capacities, names=NAMES, on=ON)
    labels = {one.kind: one.label for one in found}
    assert labels["ktp"] == "KTP: Siti Aminah"
    assert labels["kartu_peserta"] == "Kartu peserta (KPJ): Hartono Subagyo"
    assert labels["ktp_ahli_waris-2"] == "KTP ahli waris: Budi Hartono"
    assert labels["persetujuan_ahli_waris"] == "Persetujuan tertulis ahli waris"


def test_a_check_opens_the_papers_of_its_person() -> None:
    facts = replace(ALONE, parties=(WIFE, GROWN))
    found = checks_with_people(LISTED, facts=facts, rules=RULES.capacities, on=ON)
    item = next(one for one in found if one.code == "heir_identity-2")
    assert (item.label, item.papers) == ("KTP asli ahli waris: Budi Hartono", ("ktp_ahli_waris-2",))
    mandated = ActingFacts(Capacity.REPRESENTATIVE, 7, (replace(WIFE, number=7),))
    first = checks_with_people(LISTED, facts=mandated, rules=RULES.capacities, on=ON)[0]
    assert first.papers == ("ktp_kuasa-7", "foto_diri")


def test_a_programme_without_such_rules_asks_for_nothing_more() -> None:
    facts = replace(ALONE, parties=(WIFE, GROWN))
    assert papers_with_people(ASKED, facts=facts, rules={}, names=NAMES, on=ON) == ASKED
    assert checks_with_people(LISTED, facts=facts, rules={}, on=ON) == LISTED


def test_every_rule_set_knows_every_capacity_and_its_kinds_fit_their_columns() -> None:
    for rule_set in programme("jht").rule_sets:
        assert set(rule_set.capacities) == set(Capacity)
        for rule in rule_set.capacities.values():
            for paper in (*rule.each, *rule.decision):
                assert len(kind_for(paper.kind, 99)) <= 24


def test_a_kind_of_one_person_can_be_taken_apart() -> None:
    assert plain_kind("ktp_ahli_waris-12") == plain_kind("ktp_ahli_waris") == "ktp_ahli_waris"
    assert (person_of("ktp_ahli_waris-12"), person_of("ktp")) == (12, None)


def test_while_nobody_acts_yet_nothing_is_asked_of_who_was_entered_before() -> None:
    entered = (replace(WIFE, capacity=Capacity.REPRESENTATIVE),)
    facts = ActingFacts(Capacity.REPRESENTATIVE, None, entered)
    assert extra_papers(facts) == []
    found = papers_with_people(ASKED, facts=facts, rules=RULES.capacities, names={}, on=ON)
    assert found[0].label == "KTP"


def test_a_rule_set_may_leave_points_and_capacities_out() -> None:
    heirs_only = replace(RULES.capacities[Capacity.HEIR], each_check=None)
    facts = replace(ALONE, parties=(WIFE, GROWN, SMALL, UNCLE))
    found = checks_with_people(LISTED, facts=facts, rules={Capacity.HEIR: heirs_only}, on=ON)
    codes = {one.code for one in found} - {one.code for one in LISTED}
    assert codes == {"heirs_as_in_letter", "all_heirs_agree"}

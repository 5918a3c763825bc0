from datetime import date

import pytest

from lapak.claims.rules.decisions import ReasonNotOffered
from lapak.claims.rules.papers import HowGiven
from lapak.claims.rules.reasons import EventDate
from lapak.claims.rules.rule_sets import RuleNotFound, RuleSet
from tests.jht import JHT

OF_2015 = JHT.rule_set_by_id("permenaker-19-2015")
OF_2022 = JHT.rule_set_by_id("permenaker-4-2022")
EVERY_REASON = [(rule_set, reason.code) for rule_set in JHT.rule_sets for reason in rule_set.reasons]
FROM_2015 = ["ktp", "kartu_peserta", "kk"]
FROM_2022 = ["ktp", "kartu_peserta"]
PRACTICE = ["buku_tabungan", "npwp", "foto_diri", "formulir_f5"]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2015, 9, 1), "permenaker-19-2015"),
        (date(2020, 6, 18), "permenaker-19-2015"),
        (date(2022, 4, 25), "permenaker-19-2015"),
        (date(2022, 4, 26), "permenaker-4-2022"),
        (date(2026, 1, 1), "permenaker-4-2022"),
    ],
)
def test_the_rule_set_is_the_one_in_force_on_the_day(on: date, expected: str) -> None:
    assert JHT.rule_set_on(on).id == expected


def test_before_the_first_rule_set_nothing_can_be_decided() -> None:
    with pytest.raises(RuleNotFound) as refused:
        JHT.rule_set_on(date(2015, 8, 31))
    assert refused.value.code == "rule_set_none_in_force"


def test_a_claim_finds_its_own_rule_set_again_and_no_unknown_one() -> None:
    assert JHT.rule_set_by_id("permenaker-19-2015").version == "2015.2"
    with pytest.raises(RuleNotFound) as refused:
        JHT.rule_set_by_id("permenaker-2-2022")
    assert refused.value.code == "rule_set_unknown"


def test_an_unknown_reason_is_refused() -> None:
    with pytest.raises(RuleNotFound) as refused:
        OF_2015.reason("bored")
    assert refused.value.code == "reason_unknown"


WHOLE_LIST = [
    *("resigned", "laid_off", "contract_ended"),
    *("retirement_age", "retirement_agreed", "leaves_indonesia"),
    *("total_disability", "death", "partial_10", "partial_30"),
]


@pytest.mark.parametrize("rule_set", JHT.rule_sets, ids=lambda one: one.id)
def test_every_rule_set_offers_every_reason_and_names_its_sources(rule_set: RuleSet) -> None:
    assert [reason.code for reason in rule_set.reasons] == WHOLE_LIST
    assert all(reason.source and reason.label for reason in rule_set.reasons)
    assert all(paper.source for paper in rule_set.papers.values())
    assert {reason.code for reason in rule_set.reasons if reason.least_age} == {"retirement_age"}
    assert {reason.code for reason in rule_set.reasons if reason.heirs} == {"death"}
    assert [rule_set.reason(part).share_percent for part in ("partial_10", "partial_30")] == [10, 30]
    assert {reason.code for reason in rule_set.reasons if not reason.needs_inactive_membership} == {
        *("total_disability", "death", "partial_10", "partial_30")
    }


@pytest.mark.parametrize(
    ("rule_set", "waits"),
    [
        (OF_2015, {"resigned": 1, "laid_off": 1, "contract_ended": 1}),
        (OF_2022, {"resigned": 1, "laid_off": 1}),
    ],
    ids=["2015", "2022"],
)
def test_only_some_reasons_wait(rule_set: RuleSet, waits: dict[str, int]) -> None:
    found = {reason.code: reason.waiting_months for reason in rule_set.reasons if reason.waiting_months}
    assert found == waits


def test_every_reason_stands_in_a_group_and_is_read_in_plain_words() -> None:
    groups = [group.code for group in JHT.reason_groups]
    seen = list(dict.fromkeys(reason.kind.group for reason in OF_2015.reasons))
    assert seen == groups, "the rule set lists them in the order of the page"
    for reason in OF_2015.reasons:
        assert reason.kind.choice
        assert (reason.event_date is not EventDate.NOT_ASKED) is bool(reason.kind.event_label)


def test_only_the_rules_of_2022_promise_a_time_to_pay() -> None:
    assert (OF_2015.payment_working_days, OF_2022.payment_working_days) == (None, 5)


@pytest.mark.parametrize(
    ("rule_set", "reason", "kinds"),
    [
        (OF_2015, "resigned", [*FROM_2015, "paklaring", *PRACTICE]),
        (OF_2015, "laid_off", [*FROM_2015, "bukti_phk", *PRACTICE]),
        (OF_2015, "contract_ended", [*FROM_2015, "paklaring", *PRACTICE]),
        (OF_2015, "retirement_age", [*FROM_2015, "surat_pensiun", *PRACTICE]),
        (OF_2015, "retirement_agreed", [*FROM_2015, "surat_pensiun", *PRACTICE]),
        (OF_2015, "leaves_indonesia", [*FROM_2022, "paspor", "pernyataan_pindah", *PRACTICE]),
        (OF_2015, "total_disability", [*FROM_2022, "surat_dokter", *PRACTICE]),
        (OF_2015, "death", [*FROM_2015, "surat_kematian", "surat_ahli_waris", *PRACTICE]),
        (OF_2015, "partial_10", [*FROM_2015, "keterangan_kerja", *PRACTICE]),
        (OF_2015, "partial_30", [*FROM_2015, "keterangan_kerja", "dokumen_rumah", *PRACTICE]),
        (OF_2022, "resigned", [*FROM_2022, "paklaring", *PRACTICE]),
        (OF_2022, "laid_off", [*FROM_2022, "bukti_phk", *PRACTICE]),
        (OF_2022, "contract_ended", [*FROM_2022, *PRACTICE]),
        (OF_2022, "retirement_age", [*FROM_2022, *PRACTICE]),
        (OF_2022, "retirement_agreed", [*FROM_2022, "surat_pensiun", *PRACTICE]),
        (OF_2022, "leaves_indonesia", [*FROM_2022, "paspor", "pernyataan_pindah", *PRACTICE]),
        (OF_2022, "total_disability", [*FROM_2022, "surat_dokter", *PRACTICE]),
        (OF_2022, "death", [*FROM_2022, "surat_kematian", "surat_ahli_waris", *PRACTICE]),
        (OF_2022, "partial_10", [*FROM_2022, *PRACTICE]),
        (OF_2022, "partial_30", [*FROM_2022, "dokumen_rumah", *PRACTICE]),
    ],
)
def test_each_reason_asks_for_its_papers(rule_set: RuleSet, reason: str, kinds: list[str]) -> None:
    papers = rule_set.papers_for(reason=reason, balance=50_000_001)
    assert [paper.kind for paper in papers] == kinds
    uploads = rule_set.uploads_for(reason=reason, balance=50_000_001)
    assert [paper.kind for paper in uploads] == [kind for kind in kinds if kind != "formulir_f5"]


@pytest.mark.parametrize(("rule_set", "reason"), EVERY_REASON)
def test_the_tax_number_is_asked_above_fifty_million_only(rule_set: RuleSet, reason: str) -> None:
    def asked(balance: int) -> bool:
        return "npwp" in {p.kind for p in rule_set.papers_for(reason=reason, balance=balance)}

    assert not asked(50_000_000)
    assert asked(50_000_001)


@pytest.mark.parametrize(("rule_set", "reason"), EVERY_REASON)
def test_every_paper_says_what_it_is_why_and_by_which_source(rule_set: RuleSet, reason: str) -> None:
    for paper in rule_set.papers_for(reason=reason, balance=60_000_000):
        assert paper.label == JHT.paper_label(paper.kind)
        assert paper.short_label
        assert paper.why.endswith(".")
        assert paper.source
        assert (paper.how is HowGiven.SIGN) is (paper.kind == "formulir_f5")


def test_a_dismissal_of_2022_is_proved_by_any_of_five_papers_and_before_by_two() -> None:
    def alternatives(rule_set: RuleSet) -> list[str]:
        papers = {p.kind: p for p in rule_set.papers_for(reason="laid_off", balance=1)}
        assert all(one.label for one in papers["bukti_phk"].alternatives)
        return [one.code for one in papers["bukti_phk"].alternatives]

    assert len(alternatives(OF_2022)) == 5
    assert alternatives(OF_2015) == ["perjanjian_bersama_terdaftar", "putusan_pengadilan"]


def test_a_house_is_proved_by_papers_of_a_purchase_or_of_a_loan() -> None:
    for rule_set in JHT.rule_sets:
        papers = {p.kind: p for p in rule_set.papers_for(reason="partial_30", balance=1)}
        assert [one.code for one in papers["dokumen_rumah"].alternatives] == ["ppjb", "ajb", "kredit_rumah"]


@pytest.mark.parametrize("on", [date(2022, 2, 2), date(2022, 2, 4), date(2022, 4, 25), date(2022, 5, 4)])
def test_the_rules_that_never_took_effect_are_in_force_on_no_day(on: date) -> None:
    found = JHT.rule_set_on(on)
    assert found.id in {"permenaker-19-2015", "permenaker-4-2022"}
    assert found.reason("resigned").waiting_months == 1
    assert found.reason("resigned").least_age is None, "nobody who resigned waits until 56"


def test_originals_are_held_to_the_camera_as_the_rules_of_the_day_ask() -> None:
    def originals(rule_set: RuleSet) -> set[str]:
        papers = rule_set.papers_for(reason="resigned", balance=1)
        return {paper.kind for paper in papers if paper.original_on_camera}

    assert originals(OF_2015) == {"ktp", "kartu_peserta", "kk", "paklaring", "buku_tabungan"}
    assert originals(OF_2022) == {"ktp"}


@pytest.mark.parametrize(("rule_set", "reason"), EVERY_REASON)
def test_every_check_looks_only_at_papers_that_are_asked(rule_set: RuleSet, reason: str) -> None:
    asked = {paper.kind for paper in rule_set.papers_for(reason=reason, balance=60_000_000)}
    items = rule_set.checklist_for(reason=reason)
    assert len({item.code for item in items}) == len(items)
    for item in items:
        assert item.label
        assert set(item.papers) <= asked
    assert {"face_matches_ktp", "ktp_original", "bank_book_own_name", "agrees_to_sum"} <= {
        i.code for i in items
    }


def test_the_checklist_of_2020_is_the_one_on_the_console() -> None:
    assert [item.label for item in OF_2015.checklist_for(reason="resigned")] == [
        "Wajah cocok dengan KTP",
        "KTP asli di bawah kamera",
        "Kartu peserta dan KK asli",
        "Paklaring: perusahaan, tanggal",
        "Buku tabungan atas nama sendiri",
        "Menyatakan tidak bekerja lagi",
        "Setuju hitungan dan pajak",
    ]


def test_checks_stay_open_until_each_is_passed() -> None:
    every = [item.code for item in OF_2015.checklist_for(reason="resigned")]
    still_open = OF_2015.open_checks(reason="resigned", passed=every[:3])
    assert [item.code for item in still_open] == every[3:]
    assert OF_2015.open_checks(reason="resigned", passed=every) == ()


def test_staff_choose_among_reasons_that_tell_the_participant_what_to_do() -> None:
    for reason in (*JHT.ask_again_reasons, *JHT.rejection_reasons):
        assert reason.label
        assert reason.sentence.count(". ") >= 1, "what is wrong, then what to do"
        assert reason.sentence.endswith(".")
    assert JHT.ask_again_reason("glare").label == "Tertutup pantulan cahaya"
    assert JHT.rejection_reason("already_paid").label == "Sudah pernah dibayar"


def test_a_reason_that_is_not_offered_is_refused() -> None:
    with pytest.raises(ReasonNotOffered) as refused:
        JHT.ask_again_reason("already_paid")
    assert refused.value.code == "ask_again_reason_unknown"
    with pytest.raises(ReasonNotOffered) as refused:
        JHT.rejection_reason("glare")
    assert refused.value.code == "rejection_reason_unknown"


def test_the_form_is_called_as_its_paper_is() -> None:
    assert JHT.form_label == JHT.paper_label(JHT.signed_form) == "Formulir F5"

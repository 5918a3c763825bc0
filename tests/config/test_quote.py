"""`lapak quote`, as an operator types it."""

import json
from datetime import date
from typing import Any

import pytest
from django.db import OperationalError

from lapak.claims.queries import policy as policy_queries
from lapak.config.cli import main
from tests.operations.claims.test_policy import NOW, choose, make_administrator

Capsys = pytest.CaptureFixture[str]
JUNE = ("--on", "2020-06-18", "--reason", "resigned")


@pytest.fixture(autouse=True)
def no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)


def quote(capsys: Capsys, *words: str) -> dict[str, Any]:
    status = main(["quote", *words, "--json"])
    out = capsys.readouterr()
    assert status == 0, out.err
    answer: dict[str, Any] = json.loads(out.out)
    return answer


FIGURES = [
    (("--balance", "50000000"), (50_000_000, 0)),
    (("--balance", "60000000"), (60_000_000, 500_000)),
    (("--balance", "120000000", "--npwp"), (120_000_000, 3_500_000)),
    (
        ("--balance", "60000000", "--npwp", "--earlier-payment", "2018-03-01:20000000"),
        (60_000_000, 4_000_000),
    ),
    (("--balance", "60000000", "--earlier-payment", "2018-03-01:20000000"), (60_000_000, 4_800_000)),
    (("--balance", "60000000", "--earlier-payment", "2019-03-01:20000000"), (60_000_000, 1_500_000)),
    (("--balance", "60000000", "--earlier-payment", "2019-03-01:20000000:1000000"), (60_000_000, 500_000)),
]


@pytest.mark.parametrize(("words", "figures"), FIGURES)
def test_figures_of_2020(capsys: Capsys, words: tuple[str, ...], figures: tuple[int, int]) -> None:
    answer = quote(capsys, *JUNE, *words)
    assert (answer["gross"], answer["tax"]) == figures
    assert answer["net"] == answer["gross"] - answer["tax"]
    assert sum(line["amount"] for line in answer["tax_lines"]) == answer["tax"]
    assert answer["choices_from"] == "programme"


def test_the_answer_names_rules_table_choices_and_papers(capsys: Capsys) -> None:
    answer = quote(
        capsys, *JUNE, "--balance", "62480000", "--contributions", "51730000", "--yield", "10750000"
    )
    assert answer["rule_set"]["id"] == "permenaker-19-2015"
    assert (answer["tax_table"]["id"], answer["tax_table"]["object_code"]) == ("pp-68-2009", "21-401-02")
    assert answer["choices_that_mattered"] == {"tax_base": "rupiah"}
    assert "npwp" in [paper["kind"] for paper in answer["papers"]]
    assert answer["why"] == "at_once"


def test_the_table_of_the_day_counts_and_the_nik_serves_as_npwp_since_july_2022(capsys: Capsys) -> None:
    later = ("--balance", "60000000", "--earlier-payment", "2019-03-01:1000000", "--reason", "resigned")
    assert quote(capsys, "--on", "2022-07-13", *later)["tax"] == 3_600_000
    assert quote(capsys, "--on", "2022-07-14", *later)["tax"] == 3_000_000


def test_for_people_the_answer_is_a_table(capsys: Capsys) -> None:
    words = (*JUNE, "--balance", "60000000", "--earlier-payment", "2018-03-01:20000000")
    assert main(["quote", *words]) == 0
    printed = capsys.readouterr().out
    for part in ("Rp55.200.000", "18 % of Rp10.000.000", "with NPWP the tax is Rp4.000.000", "papers:"):
        assert part in printed


REFUSED = [
    (("--on", "1999-06-18", "--reason", "resigned", "--balance", "1"), "no rules were in force"),
    (("--on", "2020-06-18", "--reason", "bored", "--balance", "1"), "no reason 'bored'"),
    ((*JUNE, "--balance", "1", "--programme", "xyz"), "no programme 'xyz'"),
    ((*JUNE, "--balance", "1", "--amount", "1"), "leave --amount out"),
    ((*JUNE, "--balance", "5", "--contributions", "3", "--yield", "1"), "make 4, not the balance of 5"),
    ((*JUNE, "--balance", "5", "--yield", "6"), "negative account"),
    ((*JUNE, "--balance", "9223372036854775807", "--earlier-payment", "2019-01-01:5"), "too large"),
    ((*JUNE, "--balance", "5", "--earlier-payment", "2020-06-19:5"), "lies after 2020-06-18"),
]


@pytest.mark.parametrize(("words", "said"), REFUSED)
def test_what_cannot_be_worked_out_is_one_sentence(capsys: Capsys, words: tuple[str, ...], said: str) -> None:
    assert main(["quote", *words]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    "words",
    [
        ("--balance=-1",),
        ("--balance", "9223372036854775808"),
        ("--balance", "1.5"),
        ("--balance", "many"),
        ("--balance", "1", "--on", "2020-02-30"),
        ("--balance", "1", "--earlier-payment", "2020-01-01"),
        ("--balance", "1", "--earlier-payment", "2020-01-01:5:6"),
        ("--balance", "1", "--earlier-payment", "2019-02-29:5"),
    ],
)
def test_what_is_no_amount_or_day_is_refused_with_status_2(capsys: Capsys, words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["quote", "--reason", "resigned", *words])
    assert ended.value.code == 2
    assert "lapak quote: error: argument" in capsys.readouterr().err


def test_a_database_that_is_named_says_what_the_institution_chose(
    capsys: Capsys, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://named/lapak")
    choose(make_administrator(), "thousands", date(2020, 6, 20), point="tax_base", now=NOW)
    answer = quote(capsys, "--on", "2020-06-20", "--reason", "resigned", "--balance", "60000999")
    assert (answer["choices_from"], answer["tax"]) == ("database", 500_000)


def test_a_database_that_is_away_is_one_sentence(capsys: Capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(**_: object) -> None:
        raise OperationalError

    monkeypatch.setenv("DATABASE_URL", "postgres://named/lapak")
    monkeypatch.setattr(policy_queries, "changes_of", away)
    assert main(["quote", *JUNE, "--balance", "1"]) == 2
    assert "does not answer" in capsys.readouterr().err


def test_a_part_is_at_most_its_share_of_the_balance(capsys: Capsys) -> None:
    part = ("--on", "2020-06-18", "--reason", "partial_30", "--balance", "120000000")
    answer = quote(capsys, *part)
    assert (answer["limit"], answer["gross"], answer["why"]) == (36_000_000, 36_000_000, "partial_final")
    assert quote(capsys, *part, "--amount", "1000000")["gross"] == 1_000_000
    for amount, said in (("36000001", "at most 36000000"), ("0", "above zero")):
        assert main(["quote", *part, "--amount", amount]) == 2
        assert said in capsys.readouterr().err

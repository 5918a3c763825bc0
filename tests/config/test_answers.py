"""The commands that answer questions about the rules, as an operator types them."""

import json
from typing import Any

import pytest

from lapak.config.cli import main


def ask(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    """Return the exit status and the JSON answer of a command."""
    status = main([*words, "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_a_nik_is_taken_apart(capsys: pytest.CaptureFixture[str]) -> None:
    status, answer = ask(capsys, "identity", "--on", "2020-06-22", "9101-0152-0586-0003")
    (nik,) = answer["numbers"]
    assert status == 0
    assert (nik["kind"], nik["birth_date"], nik["sex"]) == ("nik", "1986-05-12", "female")
    assert nik["regency"] == {"code": "9101", "name": "Kabupaten Merauke", "retired": True}
    assert nik["warnings"] == []


def test_a_district_in_no_list_is_a_warning_and_a_province_in_none_is_an_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status, answer = ask(capsys, "identity", "3699015205860003", "9901015205860003")
    doubtful, wrong = answer["numbers"]
    assert status == 1
    assert (doubtful["valid"], doubtful["warnings"]) == (True, ["nik_region_unknown"])
    assert wrong["error"]["code"] == "nik_province_unknown"
    assert "KTP" in wrong["error"]["message"]


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        (("16347514302", "15070955", "123456789012345", "0123456789012345"), ["kpj", "npp", "npwp", "npwp"]),
        (("NPP", "ja070955", "KPJ", "163"), ["npp", "kpj"]),
        (("12",), ["nik"]),
    ],
)
def test_the_kind_is_named_or_told_by_the_length(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], kinds: list[str]
) -> None:
    _, answer = ask(capsys, "identity", *words)
    assert [one["kind"] for one in answer["numbers"]] == kinds


def test_a_kind_without_a_number_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["identity", "nik"]) == 2
    assert "number" in capsys.readouterr().err


def test_a_table_says_what_json_says(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["identity", "3671015205860003", "12"]) == 1
    said = capsys.readouterr().out
    assert "born 1986-05-12, female" in said
    assert "Kota Tangerang (3671)" in said
    assert "NOT VALID" in said


def test_papers_follow_the_day(capsys: pytest.CaptureFixture[str]) -> None:
    found = {
        day: ask(capsys, "papers", "--on", day, "--reason", "laid_off")[1]
        for day in ("2015-09-01", "2022-04-25", "2022-04-26")
    }
    assert [one["rule_set"]["id"] for one in found.values()] == [
        "permenaker-19-2015",
        "permenaker-19-2015",
        "permenaker-4-2022",
    ]
    proofs = {
        day: len(next(paper for paper in one["papers"] if paper["kind"] == "bukti_phk")["one_of"])
        for day, one in found.items()
    }
    assert proofs == {"2015-09-01": 2, "2022-04-25": 2, "2022-04-26": 5}


@pytest.mark.parametrize(("balance", "asked"), [("50000000", False), ("50000001", True)])
def test_the_tax_number_is_asked_above_fifty_million(
    capsys: pytest.CaptureFixture[str], balance: str, asked: bool
) -> None:
    _, answer = ask(capsys, "papers", "--on", "2020-06-22", "--reason", "resigned", "--balance", balance)
    assert ("npwp" in [paper["kind"] for paper in answer["papers"]]) is asked


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--on", "2015-08-31", "--reason", "resigned"), "no rules were in force on 2015-08-31"),
        (("--on", "2020-06-22", "--reason", "bored"), "know no reason 'bored'"),
        (("--reason", "resigned", "--programme", "xyz"), "no programme 'xyz'"),
    ],
)
def test_what_no_rule_knows_is_one_sentence(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], sentence: str
) -> None:
    assert main(["papers", *words]) == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--on", "22-06-2020", "YYYY-MM-DD"),
        ("--on", "2019-02-29", "YYYY-MM-DD"),
        ("--balance", "-1", "digits only"),
        ("--balance", "60.000.000", "digits only"),
        ("--balance", "9223372036854775808", "the most that can be kept"),
    ],
)
def test_a_day_or_an_amount_that_cannot_be_read_says_how_to_write_it(
    capsys: pytest.CaptureFixture[str], option: str, value: str, sentence: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["papers", "--reason", "resigned", f"{option}={value}"])
    assert ended.value.code == 2
    assert sentence in capsys.readouterr().err

"""`lapak eligibility`, as an operator types it, against a simulator of its own."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from lapak.adapters.smile_http import SmileHttp
from lapak.claims.core import core_system
from lapak.config.cli import main
from tests.contract.core_worlds import TOKEN, Simulator, start, stop

Capsys = pytest.CaptureFixture[str]
SRI = ("--nik", "3603185205860003", "--kpj", "16347514302")


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulator]:
    running = start(tmp_path_factory.mktemp("eligibility") / "smile.db")
    yield running
    stop(running)


@pytest.fixture
def core(simulator: Simulator) -> Iterator[None]:
    adapter = "lapak.adapters.smile_http.SmileHttp"
    with override_settings(CORE_SYSTEM={"adapter": adapter, "url": simulator.url, "token": TOKEN}):
        yield
        connected = core_system()
        assert isinstance(connected, SmileHttp)
        connected.close()


def ask(capsys: Capsys, *words: str) -> tuple[int, dict[str, Any]]:
    status = main(["eligibility", *words, "--json"])
    return status, json.loads(capsys.readouterr().out)


def reason(answer: dict[str, Any], code: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in answer["reasons"] if one["reason"] == code)
    return found


@pytest.mark.usefixtures("core")
def test_each_reason_gets_its_own_answer(capsys: Capsys) -> None:
    status, answer = ask(capsys, *SRI)
    assert status == 0
    assert reason(answer, "resigned")["verdict"] == "may_claim"
    age = reason(answer, "retirement_age")
    assert (age["verdict"], age["from_date"]) == ("from_date", "2042-05-12")
    assert "Usia pensiun" in str(age["findings"])


@pytest.mark.usefixtures("core")
def test_a_name_that_differs_stops_the_claim_and_says_what_to_do(capsys: Capsys) -> None:
    status, answer = ask(capsys, *SRI, "--reason", "resigned", "--name", "Bambang")
    (one,) = answer["reasons"]
    assert (status, one["verdict"]) == (1, "not_yet")
    assert [f["code"] for f in one["findings"] if f["weight"] == "blocks"] == ["name_differs"]
    assert "KTP" in str(one["findings"])


@pytest.mark.usefixtures("core")
def test_numbers_that_do_not_belong_together_are_one_finding(capsys: Capsys) -> None:
    status, answer = ask(capsys, "--nik", "3603185205860003", "--kpj", "16856250309", "--reason", "resigned")
    (one,) = answer["reasons"]
    assert (status, [finding["code"] for finding in one["findings"]]) == (1, ["member_not_found"])


@pytest.mark.usefixtures("core")
def test_a_table_says_what_json_says(capsys: Capsys) -> None:
    assert main(["eligibility", *SRI, "--reason", "resigned"]) == 0
    said = capsys.readouterr().out
    assert "may claim" in said
    assert "Nama, NIK, dan tanggal lahir cocok" in said


@pytest.mark.usefixtures("core")
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--nik", "9903185205860003", "--kpj", "16347514302"), "provinsi"),
        (("--nik", "3603185205860003", "--kpj", "163"), "11 angka"),
        ((*SRI, "--reason", "bored"), "alasan"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(capsys: Capsys, words: tuple[str, ...], sentence: str) -> None:
    assert main(["eligibility", *words]) == 2
    assert sentence in capsys.readouterr().err


def test_a_core_system_that_is_away_is_said_with_what_to_check(capsys: Capsys, tmp_path: Path) -> None:
    adapter = "lapak.adapters.smile_http.SmileHttp"
    with override_settings(CORE_SYSTEM={"adapter": adapter, "url": "http://127.0.0.1:9", "token": "x"}):
        assert main(["eligibility", *SRI]) == 3
    assert "LAPAK_SMILE_URL" in capsys.readouterr().err

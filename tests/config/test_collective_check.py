"""`lapak collective check`: rows, errors by code, the sum and the verdict, without a database."""

import json
from pathlib import Path
from typing import Any

import pytest

from lapak.config.cli import main
from tests.collective.planted import planted
from tests.collective.sheets import workbook, worker, workers

NPP = "15070955"


@pytest.fixture
def check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def run(content: bytes, *options: str, workers: str = "10") -> tuple[int, Any]:
        path = tmp_path / "daftar.xlsx"
        path.write_bytes(content)
        arguments = ["collective", "check", str(path), "--npp", NPP, "--on", "2020-06-22", "--json"]
        status = main([*arguments, "--workers", workers, *options])
        said = capsys.readouterr()
        return status, json.loads(said.out) if said.out else said.err

    return run


def test_rows_errors_and_the_sum_are_told(check: Any) -> None:
    rows = [*workers(3), worker(4, phone=""), worker(0)]
    status, told = check(workbook(rows))
    assert status == 0
    assert {name: told[name] for name in ("rows", "ok", "to_repair", "duplicates", "errors", "verdict")} == {
        "rows": 5,
        "ok": 3,
        "to_repair": 1,
        "duplicates": 1,
        "errors": {"phone_empty": 1},
        "verdict": "met",
    }
    threshold = told["threshold"]
    assert threshold["sum"] == "10 x 3 = 30, 3 x 10 = 30"
    assert (threshold["counted_on"], threshold["missing"]) == ("2020-05-13", 0)


@pytest.mark.parametrize(
    ("laid_off", "to_repair", "workers", "verdict", "status"),
    [
        (3, 0, "10", "met", 0),
        (2, 0, "10", "below", 1),
        (2, 1, "10", "borderline", 1),
        (3, 0, "11", "below", 1),
    ],
)
def test_the_verdict_is_the_exit_status(
    check: Any, laid_off: int, to_repair: int, workers: str, verdict: str, status: int
) -> None:
    rows = [worker(n, phone="" if n >= laid_off else "081234567890") for n in range(laid_off + to_repair)]
    found, told = check(workbook(rows), workers=workers)
    assert (told["verdict"], found) == (verdict, status)


def test_nobody_laid_off_is_said(check: Any) -> None:
    status, told = check(workbook([worker(1, reason="mengundurkan diri")]))
    assert (status, told["threshold"], told["verdict"]) == (1, None, "nobody_laid_off")


def test_the_answer_is_written_where_it_is_asked(check: Any, tmp_path: Path) -> None:
    target = tmp_path / "jawaban.xlsx"
    status, told = check(planted().content, "--answers", str(target), workers="1000")
    assert (status, told["rows"], told["ok"], told["to_repair"]) == (0, 500, 463, 37)
    assert target.stat().st_size > 10_000


def test_what_cannot_be_read_is_said_in_a_sentence(check: Any) -> None:
    status, said = check(b"%PDF-1.7")
    assert status == 2
    assert "Berkas ini bukan daftar." in said

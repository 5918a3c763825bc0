"""Files whose reading breaks off: none stands in the way of the others for ever."""

from datetime import timedelta
from typing import Any

import pytest

from lapak.collective.models import FilePiece, RosterFile, RosterRow
from lapak.collective.operations.reading import MOST_FAILURES, choose_columns
from lapak.collective.operations.uploads import leave_file
from lapak.collective.queries.rosters import files_left
from lapak.collective.rules.verdicts import STILL_AFTER, FilePurpose
from lapak.collective.steps import clock, papers
from lapak.collective.steps import reading as steps
from lapak.collective.steps.papers import read_papers
from lapak.collective.steps.reading import read_file
from lapak.collective.tasks import reading as tasks
from lapak.collective.workbooks.apart import ReadingFailed
from tests.collective.sheets import workbook, worker, workers
from tests.operations.claims.claim_scene import Scene, paper
from tests.operations.collective.file_scene import Desk, desk
from tests.operations.collective.test_roster_papers import archive

pytestmark = pytest.mark.django_db
NAME = "aé ktp.png"


@pytest.fixture
def here(scene: Scene) -> Desk:
    return desk(scene)


def waiting(here: Desk) -> RosterFile:
    """Return a file whose columns were chosen."""
    file = here.look(workbook(workers(2)))
    choose_columns(file_id=file.pk, chosen={0: {}}, actor=here.who, now=here.scene.now)
    return file


def spoiled_stream(content: bytes) -> bytes:
    """Let the packed bytes of the first member begin with a kind of block that there is not."""
    at = 30 + len(NAME.encode())
    return content[:at] + b"\x07" + content[at + 1 :]


def spoiled_name(content: bytes) -> bytes:
    """Let the name of the member say that it is UTF-8, and not be it."""
    return content.replace("é".encode(), b"\xe9\xe9")


@pytest.mark.parametrize("spoil", [spoiled_stream, spoiled_name])
def test_a_zip_damaged_within_is_refused_and_the_list_goes_on(here: Desk, spoil: object) -> None:
    assert callable(spoil)
    content = spoil(archive({NAME: paper("ktp")}))
    upload = here.send(content, purpose=FilePurpose.PAPERS)
    assert read_papers(file_id=upload.id, now=here.scene.now) is None
    file = RosterFile.objects.get(pk=upload.id)
    assert (file.state, file.problem) == ("refused", {"code": "zip_damaged", "params": {}})
    assert here.read(workbook(workers(1))).state == "done"


def test_what_always_fails_is_tried_some_times_and_then_refused(
    here: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(_: object) -> None:
        raise ReadingFailed(f"KeyError {worker(1)['nik']}")

    file = waiting(here)
    monkeypatch.setattr(steps, "carry_out", fails)
    for done in range(MOST_FAILURES):
        file.refresh_from_db()
        assert (file.state, file.failures) == ("reading", done)
        tasks.read.func(file_id=str(file.pk))
        assert file.pk not in files_left(before=here.scene.now)  # it rests before the next try
    file.refresh_from_db()
    assert (file.state, file.problem) == ("refused", {"code": "file_unreadable", "params": {}})
    assert not FilePiece.objects.exists()
    assert worker(1)["nik"] not in caplog.text
    here.send(workbook(workers(3)))


def test_one_failure_costs_a_file_nothing(here: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: object) -> None:
        raise ReadingFailed("KeyError")

    file = waiting(here)
    with monkeypatch.context() as patched:
        patched.setattr(steps, "carry_out", fails)
        tasks.read.func(file_id=str(file.pk))
    assert read_file(file_id=file.pk, now=here.scene.now) == here.roster_id
    assert RosterRow.objects.count() == 2


def test_a_long_reading_tells_that_it_lives(here: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    here.read(workbook(workers(2)))
    told: list[Any] = []
    seconds = iter(range(0, 6_000, 600))
    monkeypatch.setattr(clock, "monotonic", lambda: next(seconds))
    monkeypatch.setattr(papers, "PROGRESS_FILES", 1)
    monkeypatch.setattr(papers, "note_progress", lambda *, now, **_: told.append(now - here.scene.now))
    content = archive({f"{worker(n)['nik']} ktp.png": paper(f"ktp {n}") for n in range(2)})
    upload = here.send(content, purpose=FilePurpose.PAPERS)
    read_papers(file_id=upload.id, now=here.scene.now)
    assert told == [timedelta(minutes=10), timedelta(minutes=20)]


def test_a_reading_that_stands_still_can_be_given_up_and_a_live_one_not(here: Desk) -> None:
    file, now = waiting(here), here.scene.now
    leave_file(file_id=file.pk, actor=here.who, now=now + STILL_AFTER - timedelta(seconds=1))
    file.refresh_from_db()
    assert file.state == "reading"
    leave_file(file_id=file.pk, actor=here.who, now=now + STILL_AFTER)
    file.refresh_from_db()
    assert file.state == "left"
    assert read_file(file_id=file.pk, now=now) is None

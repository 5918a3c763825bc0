"""The bytes of a list are kept for a while, and then no longer."""

from datetime import timedelta

import pytest

from lapak.collective.models import FilePiece, RosterFile, RosterRow
from lapak.collective.operations.forgetting import KEPT_FOR, files_to_forget, forget_file
from lapak.collective.rules.verdicts import FileState
from lapak.journal.queries import verify
from tests.collective.sheets import workbook, worker
from tests.operations.claims.claim_scene import Scene
from tests.operations.collective.file_scene import Desk, desk

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def here(scene: Scene) -> Desk:
    return desk(scene)


def forget_all(here: Desk) -> list[bool]:
    now = here.scene.now
    return [forget_file(file_id=one, now=now) for one in files_to_forget(now=now)]


def test_a_read_list_is_forgotten_after_its_time_and_its_rows_stay(here: Desk) -> None:
    file = here.read(workbook([worker(1)]))
    here.scene.now += KEPT_FOR - timedelta(seconds=1)
    assert forget_all(here) == []
    assert not forget_file(file_id=file.pk, now=here.scene.now)
    assert FilePiece.objects.exists()
    here.scene.now += timedelta(seconds=1)
    assert forget_all(here) == [True]
    assert not FilePiece.objects.exists()
    assert RosterFile.objects.get().state == FileState.DONE
    assert RosterRow.objects.get().raw[1] == worker(1)["nik"]
    assert forget_all(here) == []
    assert verify().broken == ()


def test_a_list_nobody_went_on_with_is_given_up(here: Desk) -> None:
    here.look(workbook([worker(1)]))
    here.scene.now += KEPT_FOR
    assert forget_all(here) == [True]
    assert (RosterFile.objects.get().state, FilePiece.objects.count()) == (FileState.LEFT, 0)


def test_a_file_at_work_is_let_be(here: Desk) -> None:
    file = here.look(workbook([worker(1)]))
    RosterFile.objects.filter(pk=file.pk).update(state=FileState.READING)
    here.scene.now += KEPT_FOR
    assert not forget_file(file_id=file.pk, now=here.scene.now)
    assert FilePiece.objects.exists()

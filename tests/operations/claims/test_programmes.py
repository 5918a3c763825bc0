"""Which programmes an installation runs is a matter of folders in the settings."""

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks

from lapak.claims.operations.filing import start_draft
from lapak.claims.programmes import ProgrammeUnknown, programme, programmes, usual_programme
from lapak.claims.queries.claim import claim
from lapak.claims.rules.programme import ProgrammeInvalid
from tests.jht import FOLDER


@pytest.fixture
def extra(tmp_path: Path, settings: Any) -> Path:
    """A folder of programmes of one's own, with a copy of JHT under another code."""
    copied = Path(shutil.copytree(FOLDER, tmp_path / "other"))
    about = copied / "programme.toml"
    about.write_text(about.read_text().replace('code = "jht"', 'code = "other"'))
    settings.PROGRAMME_FOLDERS = [*settings.PROGRAMME_FOLDERS, tmp_path]
    return about


def test_programmes_of_further_folders_stand_after_the_built_in_ones(extra: Path) -> None:
    assert [one.code for one in programmes()] == ["jht", "other"]
    assert usual_programme().code == "jht"
    assert programme("other").label == "JHT"


def test_an_unknown_programme_is_refused() -> None:
    with pytest.raises(ProgrammeUnknown) as refused:
        programme("jkk")
    assert refused.value.code == "programme_unknown"


@pytest.mark.django_db
def test_a_claim_is_of_the_programme_it_was_begun_in(extra: Path, now: datetime) -> None:
    assert claim(claim_id=start_draft(now=now).claim_id, now=now).programme == "jht"
    assert claim(claim_id=start_draft(now=now, programme="other").claim_id, now=now).programme == "other"
    with pytest.raises(ProgrammeUnknown):
        start_draft(now=now, programme="jkk")


def test_a_code_that_two_programmes_claim_stops_the_start(extra: Path, settings: Any) -> None:
    extra.write_text(extra.read_text().replace('code = "other"', 'code = "jht"'))
    settings.PROGRAMME_FOLDERS = list(settings.PROGRAMME_FOLDERS)  # read anew
    with pytest.raises(ProgrammeInvalid, match="another programme"):
        programmes()
    assert [problem.id for problem in run_checks()] == ["claims.E001"]


def test_a_folder_without_programmes_is_a_mistake(tmp_path: Path, settings: Any) -> None:
    settings.PROGRAMME_FOLDERS = [tmp_path]
    with pytest.raises(ProgrammeInvalid, match="no programme in this folder"):
        programmes()
    settings.PROGRAMME_FOLDERS = []
    assert [problem.id for problem in run_checks()] == ["claims.E001"]
    settings.PROGRAMME_FOLDERS = [FOLDER.parent]
    assert run_checks() == []

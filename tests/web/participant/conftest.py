from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from lapak.adapters.smile_memory import SmileMemory
from lapak.offices.models import Branch
from tests import participant_scene as scene


@pytest.fixture(autouse=True)
def _own_places(settings: Any, tmp_path: Path) -> None:
    """The twin as the core system, a folder of the test's own for documents, and mails kept in memory."""
    settings.CORE_SYSTEM = {"adapter": "tests.participant_scene.current_core"}
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.PUBLIC_URL = "http://testserver"
    settings.STORAGES = {
        **settings.STORAGES,
        "documents": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }


@pytest.fixture
def core() -> SmileMemory:
    return scene.use_core()


@pytest.fixture
def branch(db: None) -> Branch:
    return scene.make_branch()


@pytest.fixture
def phone(db: None, core: SmileMemory, branch: Branch) -> Client:
    """A phone that has never been here."""
    return Client()

from typing import Any

import pytest

from tests.operations.claims.claim_scene import Scene, make_scene


@pytest.fixture
def twin_in_place(settings: Any, tmp_path: Any) -> None:
    """The twin as the core system, and a folder of the test's own for documents."""
    settings.CORE_SYSTEM = {"adapter": "tests.operations.claims.claim_scene.current_core"}
    settings.STORAGES = {
        **settings.STORAGES,
        "documents": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }


@pytest.fixture
def scene(db: None, twin_in_place: None) -> Scene:
    """A branch at work, with the twin of the core system."""
    return make_scene()

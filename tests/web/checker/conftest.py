from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.people.rules import Role
from tests.operations.claims.claim_scene import Scene, make_scene


@pytest.fixture
def scene(db: None, settings: Any, tmp_path: Any) -> Scene:
    """A branch at work today, with the twin of the core system."""
    settings.CORE_SYSTEM = {"adapter": "tests.operations.claims.claim_scene.current_core"}
    settings.STORAGES = {
        **settings.STORAGES,
        "documents": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }
    scene = make_scene()
    scene.now = utc_now()
    return scene


def signed_in(actor: Actor, *, role: Role | None = None) -> Client:
    """Return a browser in which this staff member is signed in."""
    person = get_user_model().objects.get(pk=actor.id)
    if role is not None:
        person.roles = sorted({*person.roles, role})
        person.save()
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def checker(scene: Scene) -> Client:
    return signed_in(scene.checker)

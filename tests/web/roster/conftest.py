from datetime import timedelta

import pytest
from django.test import Client

from lapak.kernel.zones import local_date
from tests.operations.claims.claim_scene import Scene
from tests.operations.collective.file_scene import Desk, desk
from tests.web.checker.conftest import scene, signed_in

__all__ = ["scene"]


@pytest.fixture
def here(scene: Scene) -> Desk:
    today = local_date(moment=scene.now, zone="Asia/Jakarta")
    return desk(scene, valid_from=today, valid_until=today + timedelta(days=90))


@pytest.fixture
def rep(here: Desk) -> Client:
    """The representative's browser."""
    return signed_in(here.who)

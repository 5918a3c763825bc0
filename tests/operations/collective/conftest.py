import pytest

from tests.operations.claims.claim_scene import Scene, make_scene
from tests.operations.claims.conftest import twin_in_place as twin_in_place


@pytest.fixture
def scene(db: None, twin_in_place: None) -> Scene:
    """A branch at work, with the twin of the core system."""
    return make_scene()

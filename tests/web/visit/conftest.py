import pytest

from lapak.kernel.clock import utc_now
from tests.web.visit.visit_scene import VisitScene, visit_scene


@pytest.fixture
def scene(db: None) -> VisitScene:
    """A branch at work now: the pages read the clock themselves."""
    return visit_scene(utc_now())

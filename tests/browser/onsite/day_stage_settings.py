"""The product on a clock that the test moves: a file says by how many seconds the day is ahead."""

import os
from datetime import datetime, timedelta
from pathlib import Path

from lapak.kernel import clock

_AHEAD = Path(os.environ["LAPAK_STAGE_AHEAD"])
_real_now = clock.utc_now


def _moved_now() -> datetime:
    return _real_now() + timedelta(seconds=float(_AHEAD.read_text()))


clock.utc_now = _moved_now  # before anything else imports it

from onsite_stage_settings import *  # noqa: E402, F403 settings are layered by import

"""The programme that came along, read from its files, for tests of rules without Django."""

from pathlib import Path

import lapak.claims
from lapak.claims.rules.programme import load_programme

FOLDER = Path(lapak.claims.__file__).parent / "programmes" / "jht"
JHT = load_programme(FOLDER)

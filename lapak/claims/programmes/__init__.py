"""The programmes this installation runs: those that came along, and those of the folders in the settings.

`PROGRAMME_FOLDERS` names folders of programmes, each a folder of files (see `lapak.claims.rules.programme`).
The first programme of the first folder is the one a claim is of unless it says otherwise.
"""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.signals import setting_changed

from lapak.claims.rules.programme import Programme, ProgrammeInvalid, load_programme
from lapak.kernel.errors import NotFound

BUILT_IN = Path(__file__).parent


class ProgrammeUnknown(NotFound):
    """No programme of that code is installed. Code: `programme_unknown`."""


@cache
def programmes() -> tuple[Programme, ...]:
    """Return every programme, in the order of the folders. Raises ProgrammeInvalid."""
    found: dict[str, Programme] = {}
    for folder in map(Path, settings.PROGRAMME_FOLDERS):
        files = sorted(folder.glob("*/programme.toml"))
        if not files:
            raise ProgrammeInvalid(folder, "", "no programme in this folder")
        for file in files:
            one = load_programme(file.parent)
            if one.code in found:
                raise ProgrammeInvalid(file, "code", f"{one.code!r} is already the code of another programme")
            found[one.code] = one
    return tuple(found.values())


def programme(code: str) -> Programme:
    """Return the programme of that code. Raises ProgrammeUnknown, ProgrammeInvalid."""
    for one in programmes():
        if one.code == code:
            return one
    raise ProgrammeUnknown("programme_unknown", params={"programme": code})


def usual_programme() -> Programme:
    """Return the programme of a claim that names none. Raises ProgrammeUnknown when none is installed."""
    if not programmes():
        raise ProgrammeUnknown("programme_unknown")
    return programmes()[0]


def problems(**_: object) -> list[CheckMessage]:
    """Return what is wrong with the files of the programmes, as Django's checks report it."""
    try:
        usual_programme()
    except (ProgrammeInvalid, ProgrammeUnknown) as problem:
        return [Error(str(problem), hint="See PROGRAMME_FOLDERS and LAPAK_PROGRAMMES.", id="claims.E001")]
    return []


def _forget(*, setting: str, **_: object) -> None:
    if setting == "PROGRAMME_FOLDERS":
        programmes.cache_clear()


setting_changed.connect(_forget, dispatch_uid="lapak.claims.programmes")

"""To whom a letter is written: the member, or who acts in the member's stead."""

from dataclasses import dataclass

from lapak.claims.rules.capacities import Capacity
from lapak.kernel.identity import Sex

_YOU = {Sex.FEMALE: "Ibu", Sex.MALE: "Bapak", None: "Bapak/Ibu"}
_LATE = {
    Sex.FEMALE: "almarhumah Ibu",
    Sex.MALE: "almarhum Bapak",
    None: "almarhum/almarhumah Bapak/Ibu",
}
_AS = {
    Capacity.HEIR: "ahli waris",
    Capacity.GUARDIAN: "wali ahli waris",
    Capacity.REPRESENTATIVE: "kuasa",
    Capacity.CURATOR: "pengampu",
}
_OF_THE_DEAD = frozenset({Capacity.HEIR, Capacity.GUARDIAN})


@dataclass(frozen=True, slots=True)
class Addressee:
    """`salutation` before the name, `you` inside sentences; `on_behalf` says for whom somebody acts."""

    salutation: str
    name: str
    you: str
    on_behalf: str = ""


def addressee(
    *,
    name: str,
    sex: Sex | None,
    capacity: Capacity | None = None,
    member_name: str = "",
    member_sex: Sex | None = None,
) -> Addressee:
    """Return how the letter speaks to somebody; with a `capacity` to who acts for the named member."""
    you = _YOU[sex]
    on_behalf = ""
    if capacity is not None:
        called = _LATE[member_sex] if capacity in _OF_THE_DEAD else _YOU[member_sex]
        on_behalf = f"{_AS[capacity]} dari {called} {member_name}"
    return Addressee(salutation=f"Yth. {you}", name=name, you=you, on_behalf=on_behalf)

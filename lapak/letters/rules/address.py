"""To whom a letter is written."""

from dataclasses import dataclass

from lapak.kernel.identity import Sex


@dataclass(frozen=True, slots=True)
class Addressee:
    """`salutation` before the name, `you` inside sentences, `on_behalf` when somebody writes for another."""

    salutation: str
    name: str
    you: str
    on_behalf: str = ""


def addressee(*, name: str, sex: Sex | None, late_member: str = "") -> Addressee:
    """Return how the letter speaks to somebody; with `late_member` to an heir of that person."""
    you = {Sex.FEMALE: "Ibu", Sex.MALE: "Bapak", None: "Bapak/Ibu"}[sex]
    on_behalf = f"ahli waris almarhum/almarhumah {late_member}" if late_member else ""
    return Addressee(salutation=f"Yth. {you}", name=name, you=you, on_behalf=on_behalf)

"""Making a letter between two transactions: reserve it, set it in type, keep it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from lapak.letters import typesetting
from lapak.letters.operations import Reserved, keep, reserve
from lapak.letters.queries import LetterView
from lapak.letters.rules.kinds import Kind


@dataclass(frozen=True)
class Composed:
    """What a letter says, as its template takes it; name and figure by which a holder's copy is compared."""

    content: Mapping[str, Any]
    name: str
    figure: str


Compose = Callable[[Reserved], Composed]


def issue(*, claim_id: UUID, kind: Kind, compose: Compose, now: datetime) -> LetterView | None:
    """Return the letter about the claim's present event of this kind, made now unless it was made before.

    `compose` puts the words to it, from the reservation and the claim alone. Doing it twice, or in two
    processes, or again after a crash gives one letter. None when the claim does not stand where such a
    letter tells of something. Raises NotFound(`claim_unknown`), and what `compose` raises.
    """
    letter = reserve(claim_id=claim_id, kind=kind, now=now)
    if letter is None or letter.written is not None:
        return letter.written if letter else None
    composed = compose(letter)
    pdf = typesetting.set_in_type(kind=kind, content=composed.content, at=letter.happened_at)
    return keep(letter=letter, pdf=pdf, name=composed.name, figure=composed.figure, now=now)

"""Making a letter between two transactions: reserve it, set it in type, keep it."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from lapak.letters import typesetting
from lapak.letters.content import compose
from lapak.letters.operations import keep, reserve
from lapak.letters.queries import LetterView
from lapak.letters.rules.kinds import Kind


def issue(*, claim_id: UUID, kind: Kind, check_url: Callable[[str], str], now: datetime) -> LetterView | None:
    """Return the letter about the claim's present event of this kind, made now unless it was made before.

    `check_url` gives the address at which a code is checked. Doing it twice, or in two processes, or again
    after a crash gives one letter: what is printed was settled when it was reserved. None when the claim
    does not stand where such a letter tells of something. Raises NotFound(`claim_unknown`), and
    LetterUnsound when the claim's figures do not agree.
    """
    letter = reserve(claim_id=claim_id, kind=kind, now=now)
    if letter is None or letter.written is not None:
        return letter.written if letter else None
    composed = compose(letter, check_url=check_url(letter.code))
    pdf = typesetting.set_in_type(kind=kind, content=composed.content, at=letter.happened_at)
    return keep(letter=letter, pdf=pdf, name=composed.name, figure=composed.figure, now=now)

"""What a letter says, as its template takes it: texts and figures, written the way people read them."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.utils import translation

from lapak.letters.operations import Reserved
from lapak.letters.rules.kinds import WITH_AMOUNT, Kind
from lapak.letters.steps import Composed
from lapak.web.letters.content import decision, frame, receipt, withholding
from lapak.web.letters.content.facts import Facts, facts_of

_BODIES: Mapping[Kind, Callable[[Facts], dict[str, Any]]] = {
    Kind.RECEIPT: receipt.body,
    Kind.APPROVED: decision.approved,
    Kind.REJECTED: decision.rejected,
    Kind.WITHHOLDING: withholding.body,
}


def compose(letter: Reserved, *, check_url: str) -> Composed:
    """Return what the reserved letter says. Raises LetterUnsound when the claim's figures do not agree."""
    facts = facts_of(letter)
    with translation.override(settings.LANGUAGE_CODE):
        content = {**frame.frame(facts, check_url=check_url), **_BODIES[letter.kind](facts)}
    figure = str(facts.claim.net) if letter.kind in WITH_AMOUNT else facts.claim.number
    return Composed(content=content, name=facts.to.name, figure=figure)

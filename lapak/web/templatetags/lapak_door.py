"""What the tablet at the door says of who comes."""

from uuid import UUID

from django import template

from lapak.claims.queries.needs import needs_of
from lapak.claims.rules.needs import AT_THE_DOOR
from lapak.web import needs_words

register = template.Library()


@register.simple_tag
def door_needs(claim_id: UUID) -> list[tuple[str, str]]:
    """Return word and icon of each help the greeter prepares for: `Kursi roda`, `wheelchair`."""
    needs = needs_of(claim_ids=[claim_id]).get(claim_id, ())
    shown = (needs_words.SHORT[one] for one in needs if one in AT_THE_DOOR)
    return [(str(word), icon) for word, icon in shown]

"""How a claim moves: every state, every action, every role."""

from lapak.claims.rules.claim_moves import CLAIM_TABLE, ClaimMove, ClaimRole
from lapak.config.reference.moves import moves_page


def claim_moves() -> str:
    """Return the page about the moves of a claim as Markdown."""
    return moves_page(CLAIM_TABLE, title="How a claim moves", names=ClaimMove, roles=ClaimRole, who="role")

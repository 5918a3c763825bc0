"""The slip of tax withheld: the data of it, line by line."""

from typing import Any

from lapak.claims.queries.parties import Person
from lapak.claims.rules.npwp import NpwpState
from lapak.kernel.rupiah import format_figure, format_rupiah
from lapak.web.letters.content.facts import Facts
from lapak.web.letters.content.frame import day_in_words


def body(facts: Facts) -> dict[str, Any]:
    """Return what the slip says besides the frame: of the member, or of who is paid after a death.

    Raises LetterUnsound.
    """
    due, claim = facts.due, facts.claim
    after_death = claim.acting is not None and claim.acting.is_after_death
    taxpayer = claim.person if after_death else Person(claim.name, claim.nik, claim.birth_date)
    return {
        "taxpayer": taxpayer.name,
        "nik": taxpayer.nik,
        "npwp": claim.npwp if claim.npwp_state == NpwpState.CONFIRMED else "",
        "paid_on": day_in_words(facts.day),
        "gross": format_rupiah(due.gross),
        "tax": format_rupiah(due.tax),
        "net": format_rupiah(due.net),
        "tax_label": due.tax_label,
        "object_code": due.object_code,
        "final": due.final,
        "lines": [
            {
                "base": format_figure(line.base),
                "rate": f"{line.rate_percent}%",
                "amount": format_figure(line.amount),
            }
            for line in due.tax_lines
        ],
    }

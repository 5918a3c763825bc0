"""`lapak decisions`: compute the decisions of a claim again, and say whether they are the same."""

import argparse
from collections.abc import Iterator, Sequence
from typing import Any

from lapak.config.commands import answers
from lapak.kernel.errors import DomainError


def add(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser(
        "decisions",
        help="compute the decisions of a claim again and say whether they come out the same",
        description="Exit status 1: a decision comes out otherwise, or kept too little to be computed again.",
    )
    parser.add_argument("number", metavar="CLAIM_NUMBER")
    parser.add_argument("--json", action="store_true", help="answer with one JSON object")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, _rest: Sequence[str]) -> int:
    """Print every decision with sama or what differs; return 0 when all are the same, 1 when not, 2 for no
    such claim.
    """
    from lapak.config.cli import with_database

    with_database()
    from lapak.claims.queries.find import by_number
    from lapak.claims.queries.ground import recomputed
    from lapak.claims.rules.replay import Verdict

    try:
        claim_id = by_number(number=options.number)
        found = recomputed(claim_id=claim_id) if claim_id else None
    except DomainError:
        found = None
    if found is None:
        return answers.refuse(f"there is no claim {options.number}")
    rows = [
        {
            "kind": one.kind,
            "at": one.at.isoformat(),
            "rule_version": one.rule_version,
            "result": str(one.result.verdict),
            "differences": [
                {"what": each.what, "then": each.then, "now": each.now} for each in one.result.differences
            ],
        }
        for one in found
    ]
    answer = {"number": options.number, "decisions": rows}
    answers.say(answer, as_json=options.json, table=lambda: _table(rows))
    return 0 if all(one.result.verdict is Verdict.SAME for one in found) else 1


WORDS = {"same": "sama", "differs": "berbeda", "not_kept": "tidak cukup disimpan"}


def _table(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    if not rows:
        yield "no decision yet"
    for row in rows:
        yield f"{row['at'][:16]}  {row['kind']:<20}{row['rule_version']:<28}{WORDS[row['result']]}"
        for one in row["differences"]:
            yield f"    {one['what']}: {one['then']} -> {one['now']}"

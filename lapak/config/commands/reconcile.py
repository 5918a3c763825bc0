"""`lapak reconcile`: compare our book of payments with the core system's, and mend what differs."""

import argparse
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from lapak.config.commands import answers
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError

JAKARTA = ZoneInfo("Asia/Jakarta")  # the core system's days

LAST_DAY = date(9999, 12, 30)  # that has a day after it


def add(commands: Any) -> None:
    """Add the command to the parser."""
    parser = commands.add_parser("reconcile", help="compare payments with the core system and mend")
    parser.add_argument("--from", dest="first", type=answers.a_day, metavar="DATE", help="first day, WIB")
    parser.add_argument("--to", dest="last", type=answers.a_day, metavar="DATE", help="last day, WIB")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, _rest: Sequence[str]) -> int:
    """Compare and print what was found; return 0, 1 when a person has to see to something, 2 when it could
    not be done.
    """
    from lapak.config.cli import with_database

    with_database()
    from lapak.claims.ports import CoreAnswerInvalid, CoreUnavailable
    from lapak.claims.queries.reconciliation import findings
    from lapak.claims.steps.reconciling import reconcile

    try:
        done = reconcile(
            now=utc_now(),
            since=_midnight(options.first) if options.first else None,
            until=_end(options.last) if options.last else None,
        )
    except (CoreUnavailable, CoreAnswerInvalid) as failure:
        return answers.refuse(f"the core system gave no usable answer ({failure}); run it again to go on")
    except DomainError as refusal:
        return answers.refuse(_SENTENCES.get(refusal.code, refusal.code))
    found = findings(run_id=done.id)
    answer = {
        "run": done.id,
        "since": done.since.isoformat(),
        "until": done.until.isoformat(),
        "compared": done.compared,
        "mended": done.mended,
        "for_people": done.for_people,
        "findings": [
            {
                "kind": str(one.kind),
                "mended": one.mended,
                "claim": one.claim_number,
                "core_reference": one.core_reference,
                "our_net": one.our_net,
                "their_net": one.their_net,
            }
            for one in found
        ],
    }
    answers.say(answer, as_json=options.json, table=lambda: _table(answer))
    return 1 if done.for_people else 0


_SENTENCES = {
    "already_comparing": "another comparison is running",
    "period_empty": "the period is empty: --from must not be after --to, nor in the future",
}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=JAKARTA)


def _end(day: date) -> datetime:
    """Return the midnight after the day; of what lies beyond the calendar nothing is compared anyway."""
    return _midnight(min(day, LAST_DAY) + timedelta(days=1))


def _table(answer: dict[str, Any]) -> Iterator[str]:
    yield (
        f"{answer['compared']} compared, {answer['mended']} mended, {answer['for_people']} for people"
        f" ({answer['since']} to {answer['until']})"
    )
    for one in answer["findings"]:
        how = "mended" if one["mended"] else "for a person"
        yield f"- {one['kind']} ({how}): claim {one['claim'] or '-'}, {one['core_reference'] or '-'}"

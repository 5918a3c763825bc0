"""`lapak estimates`: how many of the waiting times that people were told came true."""

import argparse
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from lapak.config.commands import answers

DAYS_BEFORE = 6


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("estimates", help="how many estimates of a wait held, by branch and days")
    parser.add_argument("--branch", metavar="CODE", help="one branch (default: all together)")
    parser.add_argument("--from", dest="first", type=answers.a_day, default=None, metavar="DATE")
    parser.add_argument("--until", dest="last", type=answers.a_day, default=None, metavar="DATE")
    parser.add_argument("--json", action="store_true", help="answer with one JSON object")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace, _rest: list[str]) -> int:
    last: date = options.last or answers.today()
    first: date = options.first or last - timedelta(days=DAYS_BEFORE)
    if first > last:
        return answers.refuse(f"--from {first} comes after --until {last}")
    from lapak.config.cli import with_database

    with_database()
    from lapak.offices.queries import branch_by_code
    from lapak.queueing.queries import estimate_record

    office = branch_by_code(code=options.branch) if options.branch else None
    if options.branch and office is None:
        return answers.refuse(f"there is no branch with the code {options.branch!r}")
    found = estimate_record(first_day=first, last_day=last, branch_id=office.id if office else None)
    answer = {
        "branch": options.branch or "",
        "from": first,
        "until": last,
        "given": found.given,
        "called": found.called,
        "held": found.held,
        "sooner": found.sooner,
        "later": found.later,
        "share": None if found.share is None else round(found.share, 4),
    }
    answers.say(answer, as_json=options.json, table=lambda: _table(answer))
    return 0


def _table(answer: dict[str, Any]) -> Iterator[str]:
    yield f"{answer['branch'] or 'all branches'}, {answer['from']} to {answer['until']}"
    yield f"given    {answer['given']:>8}"
    yield f"called   {answer['called']:>8}"
    yield f"held     {answer['held']:>8}"
    yield f"sooner   {answer['sooner']:>8}"
    yield f"later    {answer['later']:>8}"
    share = answer["share"]
    yield f"share    {'–' if share is None else f'{share:>8.1%}'}"

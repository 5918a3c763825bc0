"""`lapak rehearse --day`: a branch day on an accelerated clock, as figures and as a picture."""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from lapak.config.commands import answers

DATABASE = "lapak_rehearsal"
OUTPUT = Path("build/rehearse")
A_MONDAY = date(2026, 3, 2)


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the command."""
    parser = commands.add_parser("rehearse", help="live through a branch day with invented people")
    parser.add_argument("--day", action="store_true", required=True, help="one day, from door to call")
    parser.add_argument("--on", type=answers.a_day, default=A_MONDAY, metavar="DATE", help="a weekday")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same people")
    parser.add_argument("--out", type=Path, default=OUTPUT, help="folder for day.json and day.svg")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace, _rest: list[str]) -> int:
    if options.on.weekday() > 4:
        return answers.refuse(f"{options.on} is no weekday; the branch is closed")
    _with_database_of_its_own()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    from lapak.config.rehearsal.day import Day
    from lapak.config.rehearsal.picture import draw
    from lapak.config.rehearsal.report import TARGETS, missed, report

    lived = Day(day=options.on, seed=options.seed)
    lived.run()
    figures = report(lived=lived)
    figures |= {"targets": TARGETS, "missed": missed(figures=figures)}
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "day.json").write_text(json.dumps(figures, indent=2) + "\n")
    (options.out / "day.svg").write_text(draw(figures=figures, zone=lived.branch.timezone))
    short = {name: value for name, value in figures.items() if name not in ("calls", "looked")}
    answers.say(short, as_json=options.json, table=lambda: _table(figures, options.out))
    return 1 if figures["missed"] else 0


def _with_database_of_its_own() -> None:
    """Start afresh in a database that only rehearsals use, beside whatever else this installation keeps."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lapak.config.settings.demonstration")
    os.environ.pop("DATABASE_URL", None)
    import psycopg

    from lapak.config import embedded, place

    server = embedded.start(folder=place.data_dir() / "postgres")
    whole = embedded.url(server=server, database="postgres")
    with psycopg.connect(whole, autocommit=True) as connection:
        connection.execute(f'drop database if exists "{DATABASE}" with (force)')
    embedded.ensure_database(server=server, database=DATABASE)
    os.environ["LAPAK_EMBEDDED_URL"] = embedded.url(server=server, database=DATABASE)
    import django

    django.setup()


def _table(figures: dict[str, Any], out: Path) -> Iterator[str]:
    people, estimates, hall = figures["people"], figures["estimates"], figures["hall"]
    yield f"{figures['day']}, seed {figures['seed']}: {people['arrived']} of {people['expected']} came"
    for kind, one in figures["waits"].items():
        yield f"wait {kind:<8} median {one['p50']:>5} min, nine in ten within {one['p90']:>5} min"
    waited = estimates["share_of_who_waited"]
    of_those = "–" if waited is None else f"{waited:.1%}"
    yield f"estimates held  {estimates['share']:.1%} of {estimates['called']}, {of_those} of who waited"
    yield f"hall            at most {hall['most_inside']} of {hall['limit']}, {len(figures['alarms'])} alarms"
    yield f"written to      {out / 'day.json'}, {out / 'day.svg'}"
    if figures["missed"]:
        print(f"missed: {', '.join(figures['missed'])}", file=sys.stderr)

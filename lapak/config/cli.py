"""`lapak`: the operator's command line."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from lapak.config.commands import (
    collective,
    decisions,
    eligibility,
    estimates,
    identity,
    lot,
    papers,
    quote,
    reconcile,
    rehearse,
)
from lapak.config.problems import SetupProblem


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return its exit status. A problem that an operator can mend is one sentence."""
    options, rest = _parser().parse_known_args(arguments)
    try:
        return int(options.run(options, rest))
    except SetupProblem as problem:
        print(f"lapak: {problem}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="lapak", description="Lapak: contactless public-service claims.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="start everything on one port, with a demonstration branch")
    run.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    run.add_argument("--data", type=Path, help="folder to keep everything in (default: var)")
    run.set_defaults(run=_run)

    prepare = commands.add_parser("prepare", help="bring tables and static files up to date")
    prepare.set_defaults(run=_prepare)

    worker = commands.add_parser("worker", help="work on background jobs until a signal comes")
    worker.add_argument(
        "--queue",
        action="append",
        default=[],
        help="only this queue, as outbox.core; may be repeated",
    )
    worker.set_defaults(run=_worker)

    journal = commands.add_parser("journal", help="verify the journal's hash chains")
    journal.add_argument("action", choices=["verify"])
    journal.add_argument("--subject", help="KIND:ID of one subject; all when left out")
    journal.set_defaults(run=_journal)

    reference = commands.add_parser("reference", help="write docs/reference from the code")
    reference.set_defaults(run=_reference)

    for command in (
        identity,
        papers,
        eligibility,
        quote,
        decisions,
        reconcile,
        collective,
        lot,
        estimates,
        rehearse,
    ):
        command.add(commands)

    manage = commands.add_parser("manage", help="run a Django management command")
    manage.set_defaults(run=_manage)
    return parser


def _run(options: argparse.Namespace, _rest: list[str]) -> int:
    if options.data:
        os.environ["LAPAK_DATA"] = str(options.data.absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lapak.config.settings.demonstration")
    from lapak.config.supervisor import supervise

    return supervise(port=options.port)


def _prepare(_options: argparse.Namespace, _rest: list[str]) -> int:
    with_database()
    from lapak.config.prepare import prepare

    prepare()
    return 0


def _worker(options: argparse.Namespace, _rest: list[str]) -> int:
    with_database()
    from lapak.config.worker import work

    return work(queues=options.queue)


def _journal(options: argparse.Namespace, _rest: list[str]) -> int:
    with_database()
    from lapak.journal.queries import verify
    from lapak.kernel.subjects import Subject

    subject = Subject(*options.subject.split(":", 1)) if options.subject else None
    found = verify(subject=subject)
    for owner, broken in found.broken:
        print(f"{owner.kind} {owner.id}: entry {broken.seq} is {broken.why}")
    print(f"{found.subjects} chains, {found.entries} entries, {len(found.broken)} broken")
    return 1 if found.broken else 0


def _reference(_options: argparse.Namespace, _rest: list[str]) -> int:
    with_database()
    from lapak.config.reference import write_reference

    write_reference()
    return 0


def _manage(_options: argparse.Namespace, rest: list[str]) -> int:
    with_database()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["lapak manage", *rest])
    return 0


def with_database() -> None:
    """Set Django up for one command, starting the embedded database unless another was named."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lapak.config.settings.demonstration")
    from lapak.config import embedded, place

    if not os.environ.get("DATABASE_URL") and not os.environ.get("LAPAK_EMBEDDED_URL"):
        server = embedded.start(folder=place.data_dir() / "postgres")
        embedded.ensure_database(server=server)
        os.environ["LAPAK_EMBEDDED_URL"] = embedded.url(server=server)
    import django

    django.setup()


if __name__ == "__main__":
    sys.exit(main())

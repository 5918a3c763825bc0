"""The simulator's command line: serve, make the population, show the personas."""

import argparse
import asyncio
import json
import logging
import os
import signal
import socket
import sqlite3
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from granian.constants import Interfaces
from granian.server.embed import Server

from smile_simulator import faults
from smile_simulator.app import create_app
from smile_simulator.core import Core
from smile_simulator.employers import make_employers
from smile_simulator.faults import Faults
from smile_simulator.numbers import NikRegister
from smile_simulator.personas import make_personas
from smile_simulator.store import Recipe, connect, prepare

TOKEN_VARIABLE = "SMILE_SIMULATOR_TOKEN"  # noqa: S105 - the name of it, not the token
# The persona who left too recently stays so for about four weeks.
STALE_AFTER = timedelta(days=25)

log = logging.getLogger("smile_simulator")


class CannotStart(Exception):
    """Why the simulator cannot run, in a sentence for the person at the terminal."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=options.log_level, format="%(asctime)s %(name)s %(message)s", stream=sys.stderr)
    recipe = Recipe(options.members, options.companies, options.seed, options.as_of)
    try:
        if options.command == "serve":
            _serve(options, recipe)
        elif options.command == "generate":
            _print_contents(options.database, recipe)
        else:
            _print_personas(recipe)
    except (CannotStart, ValueError) as error:
        print(f"smile_simulator: {error}", file=sys.stderr)
        return 1
    except (OSError, sqlite3.Error) as error:
        print(f"smile_simulator: the database file cannot be used: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="smile_simulator", description="A stand-in for the core system.")
    parser.add_argument("command", choices=("serve", "generate", "personas"))
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8010)
    parser.add_argument("--database", type=Path, default=Path("smile.db"), metavar="FILE")
    parser.add_argument("--members", type=int, default=20_000)
    parser.add_argument("--companies", type=int, default=400)
    parser.add_argument("--seed", type=int, default=2020)
    parser.add_argument("--as-of", type=date.fromisoformat, default=_today(), metavar="YYYY-MM-DD")
    parser.add_argument(
        "--settle-ms", type=int, default=2000, help="from a payment order to paid or returned"
    )
    parser.add_argument(
        "--fault",
        action="append",
        default=[],
        type=faults.from_option,
        metavar="kind=…,operation=…,rate=…,remaining=…,delay_ms=…",
    )
    parser.add_argument("--log-level", default="WARNING", choices=("DEBUG", "INFO", "WARNING", "ERROR"))
    return parser


def _serve(options: argparse.Namespace, recipe: Recipe) -> None:
    token = os.environ.get(TOKEN_VARIABLE, "")
    if not token:
        raise CannotStart(f"set {TOKEN_VARIABLE} to the token that callers must bear")
    _require_free(options.host, options.port)
    contents = prepare(options.database, recipe)
    if contents.recipe.as_of + STALE_AFTER < _today() and options.as_of == _today():
        log.warning(
            "the population in %s is as of %s; remove the file for a fresh one",
            options.database,
            contents.recipe.as_of,
        )
    core = Core(connect(options.database), _now, timedelta(milliseconds=options.settle_ms))
    active = Faults(options.fault)
    app = create_app(core=core, contents=contents, token=token, active=active)
    server = Server(
        app,
        address=options.host,
        port=options.port,
        interface=Interfaces.ASGINL,
        websockets=False,
        log_enabled=False,
    )
    try:
        asyncio.run(_until_stopped(server, active))
    finally:
        core.connection.close()


async def _until_stopped(server: Server, active: Faults) -> None:
    """Serve until a signal comes; requests that a fault keeps waiting are let go then."""

    close: Callable[[], None] = server.stop

    def stop() -> None:
        active.let_go()
        close()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    await server.serve()


def _require_free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CannotStart(f"port {port} on {host} is in use; choose another with --port") from error


def _print_contents(database: Path, recipe: Recipe) -> None:
    contents = prepare(database, recipe)
    made = contents.recipe
    print(
        json.dumps({"members": made.members, "as_of": made.as_of.isoformat(), "population": contents.digest})
    )


def _print_personas(recipe: Recipe) -> None:
    employers = make_employers(count=recipe.companies, seed=recipe.seed, as_of=recipe.as_of)
    people = make_personas(as_of=recipe.as_of, employers=employers, niks=NikRegister())
    print(json.dumps([one.as_filed() for one in people], indent=2, ensure_ascii=False))


def _today() -> date:
    return (_now() + timedelta(hours=7)).date()


def _now() -> datetime:
    return datetime.now(tz=UTC)

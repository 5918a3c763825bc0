"""The database file: schema, making it whole or not at all, opening it so that acknowledged writes last."""

import hashlib
import os
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from pathlib import Path

from smile_simulator.employers import make_employers
from smile_simulator.numbers import NikRegister
from smile_simulator.personas import make_personas
from smile_simulator.population import World, make_people
from smile_simulator.register import Employer, Person

SCHEMA = Path(__file__).with_name("schema.sql")
BATCH = 500


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a population is made from; the same recipe makes the same people."""

    members: int
    companies: int
    seed: int
    as_of: date


@dataclass(frozen=True, slots=True)
class Contents:
    """The recipe a file was made from, and the digest of the people in it."""

    recipe: Recipe
    digest: str


def prepare(file: Path, recipe: Recipe) -> Contents:
    """Return what is in the file, making it first if there is none.

    It is made beside its place and moved there when whole, so a half-made file is never used.
    """
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f"{file.name}.{os.getpid()}.new")
        try:
            _make(draft, recipe)
            draft.replace(file)
        finally:
            draft.unlink(missing_ok=True)
    return contents(file)


def contents(file: Path) -> Contents:
    """Return the recipe and the digest of a file."""
    connection = sqlite3.connect(file)
    try:
        meta = dict(connection.execute("SELECT key, value FROM meta").fetchall())
    finally:
        connection.close()
    recipe = Recipe(
        int(meta["members"]), int(meta["companies"]), int(meta["seed"]), date.fromisoformat(meta["as_of"])
    )
    return Contents(recipe, meta["digest"])


def connect(file: Path) -> sqlite3.Connection:
    """Return a connection in autocommit mode whose commits survive `kill -9` and a power cut."""
    connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False, timeout=10)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    _bring_up_to_date(connection)
    return connection


def _bring_up_to_date(connection: sqlite3.Connection) -> None:
    """Give a file of an earlier version the columns that came later."""
    columns = {row["name"] for row in connection.execute("PRAGMA table_info(payment)")}
    if "returned_at" in columns:
        return
    connection.executescript(
        "BEGIN;"
        "ALTER TABLE payment ADD COLUMN returned_at REAL;"
        "ALTER TABLE payment ADD COLUMN silent INTEGER NOT NULL DEFAULT 0;"
        "UPDATE payment SET returned_at = settles_at WHERE return_reason <> '';"
        "COMMIT;"
    )


def _make(file: Path, recipe: Recipe) -> None:
    connection = sqlite3.connect(file)
    try:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.executescript(SCHEMA.read_text("utf-8"))
        digest = hashlib.sha256()
        employers = make_employers(count=recipe.companies, seed=recipe.seed, as_of=recipe.as_of)
        _insert_employers(connection, employers, digest)
        people = _people(recipe, employers)
        while batch := list(islice(people, BATCH)):
            _insert_people(connection, batch, digest)
        meta = {
            "members": recipe.members,
            "companies": recipe.companies,
            "seed": recipe.seed,
            "as_of": recipe.as_of.isoformat(),
            "digest": digest.hexdigest(),
        }
        connection.executemany(
            "INSERT INTO meta VALUES (?, ?)", [(key, str(value)) for key, value in meta.items()]
        )
        connection.commit()
    finally:
        connection.close()
    _flush(file)


def _flush(file: Path) -> None:
    descriptor = os.open(file, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _people(recipe: Recipe, employers: list[Employer]) -> Iterator[Person]:
    niks = NikRegister()
    personas = make_personas(as_of=recipe.as_of, employers=employers, niks=niks)
    if recipe.members < len(personas):
        raise ValueError(f"at least {len(personas)} members are needed: the personas are among them")
    world = World.of(seed=recipe.seed, as_of=recipe.as_of, employers=employers)
    invented = make_people(world, first=len(personas), count=recipe.members - len(personas), niks=niks)
    return chain((persona.person for persona in personas), invented)


def _insert_employers(
    connection: sqlite3.Connection, employers: Iterable[Employer], digest: "hashlib._Hash"
) -> None:
    for employer in employers:
        digest.update(repr(employer).encode())
        connection.execute(
            "INSERT INTO employer VALUES (?, ?, ?, ?)",
            (employer.npp, employer.name, employer.regency, employer.scale),
        )


def _insert_people(connection: sqlite3.Connection, people: list[Person], digest: "hashlib._Hash") -> None:
    digest.update(repr(people).encode())
    insert = connection.executemany
    insert(
        "INSERT INTO member VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (p.kpj, p.nik, p.name, p.birth_date.isoformat(), p.birth_place, p.sex, p.mother_name)
            for p in people
        ],
    )
    insert(
        "INSERT INTO employment VALUES (?, ?, ?, ?, ?, ?)",
        [
            (p.kpj, j.npp, j.started_on.isoformat(), _iso(j.ended_on), _iso(j.deactivated_on), j.end_reason)
            for p in people
            for j in p.jobs
        ],
    )
    insert(
        "INSERT INTO spell VALUES (?, ?, ?, ?, ?, ?)",
        [(p.kpj, s.npp, s.year, s.first_month, s.months, s.wage) for p in people for s in p.spells],
    )
    insert(
        "INSERT INTO correction VALUES (?, ?, ?, ?)",
        [(p.kpj, c.booked_on.isoformat(), c.contributions, c.yield_) for p in people for c in p.corrections],
    )
    insert(
        "INSERT INTO paid_before VALUES (?, ?, ?, ?, ?)",
        [(p.kpj, b.paid_on.isoformat(), b.kind, b.gross, b.tax) for p in people for b in p.paid],
    )
    insert(
        "INSERT INTO account VALUES (?, ?, ?, ?, ?)",
        [(a.bank_code, a.number, a.holder, a.status, a.returns) for p in people for a in p.accounts],
    )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None

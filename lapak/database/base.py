"""Django's PostgreSQL with a pool whose connections are looked at, and asked only when there is a reason."""

from select import POLLIN, poll
from typing import Any

from django.db.backends.postgresql import base
from psycopg import Connection, OperationalError

MOST_PLANS = 300  # more than there are texts of `lapak.prepared`: none is thrown out and planned again


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own in all but how it finds out that a connection of the pool is dead, and how many plans a
    connection keeps.
    """

    def get_new_connection(self, conn_params: Any) -> "Connection[Any]":
        """Return a connection that lives. Raises PoolTimeout when none comes in time."""
        while True:
            connection: Connection[Any] = super().get_new_connection(conn_params)
            connection.prepared_max = MOST_PLANS
            if self.pool is None or _lives(connection):
                return connection
            self.pool.putconn(connection)  # closed: the pool makes another


def _lives(connection: "Connection[Any]") -> bool:
    """Return whether a connection that nobody uses can be used.

    A server that restarts or throws a connection out says so, and closes it: then something is there to read.
    Where nothing is, the connection is as good as one that has just answered, and a question would cost each
    request a way to the database and back.
    """
    silent = poll()
    silent.register(connection.fileno(), POLLIN)
    if not silent.poll(0):
        return True
    try:
        connection.execute("")
    except OperationalError:
        connection.close()
    return not connection.closed

"""Reading moments from the database. Django's way takes each apart by a pattern: a claim's way from filed to
paid reads about 130 of them (ADR 9).
"""

from datetime import UTC, datetime
from typing import Any

from psycopg.types.datetime import TimestamptzLoader


class MomentLoader(TimestamptzLoader):
    """Reads what PostgreSQL writes of a moment, in UTC."""

    timezone = UTC  # Django asks for it, and would put its own reader in the place of one without

    def load(self, data: Any) -> datetime:
        """Return the moment; what Python's own reading does not know (infinity, BC) is left to psycopg."""
        try:
            moment = datetime.fromisoformat(str(data, "ascii"))
        except ValueError:
            return super().load(data).astimezone(UTC)
        return moment if moment.tzinfo is UTC else moment.astimezone(UTC)


def read_by_it(*, connection: Any, **_signal: object) -> None:
    """Have a fresh connection of Django's read moments so; a receiver of `connection_created`."""
    connection.connection.adapters.register_loader("timestamptz", MomentLoader)

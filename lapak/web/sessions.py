"""Django's sessions in the database, read by a statement that stays the same; every page begins with one."""

from typing import Any

from django.contrib.sessions.backends import db

from lapak import prepared
from lapak.kernel.clock import utc_now

_LOAD = "select session_data from django_session where session_key = %s and expire_date > %s"


class SessionStore(db.SessionStore):
    """Django's own in all but how a session is found."""

    def load(self) -> dict[str, Any]:
        """Return what the session keeps, nothing for a key that is unknown or has run out."""
        found = prepared.rows(_LOAD, [self.session_key, utc_now()])
        if not found:
            self._session_key = None
            return {}
        return dict(self.decode(found[0][0]))

"""Background work of collective claims."""

from lapak.collective.tasks import checking, filing, reading

__all__ = ["checking", "filing", "reading"]

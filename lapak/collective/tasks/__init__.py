"""Background work of collective claims."""

from lapak.collective.tasks import checking, filing

__all__ = ["checking", "filing"]

"""Background work of collective claims."""

from lapak.collective.tasks import checking, filing, measuring, reading

__all__ = ["checking", "filing", "measuring", "reading"]

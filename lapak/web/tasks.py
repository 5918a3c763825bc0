"""Background entry points of the web layer: the handler that writes and sends mails registers itself."""

from lapak.web.letters import delivery

__all__ = ["delivery"]

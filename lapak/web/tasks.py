"""Background entry points of the web layer: what writes mails and what makes letters register themselves."""

from lapak.web.letters import alarms, delivery, issuing, near

__all__ = ["alarms", "delivery", "issuing", "near"]

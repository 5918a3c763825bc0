"""A gateway that sends short messages, as Lapak sees it."""

from dataclasses import dataclass
from typing import Protocol

LONGEST = 160  # characters of one message; a longer one is cut in two by the network, and paid twice


@dataclass(frozen=True)
class ShortMessage:
    """To whom (E.164: `+62812…`), what, and a reference under which the gateway sends it once only."""

    to: str
    text: str
    reference: str


class GatewayUnavailable(Exception):
    """The gateway does not answer, or asks to come back later: the same message may be sent again."""


class GatewayRefused(Exception):
    """The gateway will never take this message. `code` is the gateway's own, or `http_…`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class SmsGateway(Protocol):
    """Sends short messages."""

    def send(self, *, message: ShortMessage) -> None:
        """Hand a message over; again with the same reference it is not sent twice.

        Raises GatewayUnavailable or GatewayRefused.
        """

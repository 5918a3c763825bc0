"""An SMS gateway for trying things out: messages are written where the process writes."""

import sys
from typing import TextIO

from lapak.sms.ports import ShortMessage


class SmsConsole:
    """Writes each message once, to `out` or the process's own output; for no office with real people."""

    def __init__(self, *, out: TextIO | None = None) -> None:
        self._out = out
        self._sent: set[str] = set()

    def send(self, *, message: ShortMessage) -> None:
        """Write a message, once for each reference."""
        if message.reference not in self._sent:
            self._sent.add(message.reference)
            print(f"SMS {message.to}: {message.text}", file=self._out or sys.stdout, flush=True)

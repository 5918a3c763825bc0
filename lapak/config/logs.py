"""Structured logs: one JSON line each, a request id, no personal data."""

import logging
import logging.config
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

# Names under which personal data could slip into a log line; their values are never written.
PERSONAL = {
    "nik", "kpj", "name", "email", "phone", "birth_date", "mother_name", "account_number", "account_name",
    "address", "secret", "token", "code_given", "password", "cookie", "body",
}  # fmt: skip


def without_personal_data(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Return the event with the values of personal fields replaced by a mark."""
    return {key: "•••" if key in PERSONAL else value for key, value in event.items()}


def configure(_settings: object = None) -> None:
    """Set up standard logging and structlog to write JSON lines to standard error."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_personal_data,
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("lapak").setLevel(logging.INFO)
    logging.getLogger("django.request").setLevel(logging.ERROR)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )

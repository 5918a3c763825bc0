"""Errors of the domain. They carry codes; the words for people are made in `web`, keyed by code."""

import dataclasses
from collections.abc import Iterable, Mapping


@dataclasses.dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field of an input: the field, a stable code, and figures for the sentence."""

    field: str
    code: str
    params: Mapping[str, str | int] = dataclasses.field(default_factory=dict)


class DomainError(Exception):
    """A refusal with a stable `code`, `params` for its sentence and, where known, the `fields` concerned.

    Never put personal data in `params` that the reader of the message did not enter: errors are logged by
    code.
    """

    def __init__(
        self,
        code: str,
        *,
        params: Mapping[str, str | int] | None = None,
        fields: Iterable[FieldError] = (),
    ) -> None:
        super().__init__(code)
        self.code = code
        self.params: Mapping[str, str | int] = dict(params or {})
        self.fields: tuple[FieldError, ...] = tuple(fields)


class InvalidInput(DomainError):
    """What was entered cannot be used; `fields` says which part and why."""


class NotAllowed(DomainError):
    """The actor may not do or see this."""


class NotFound(DomainError):
    """There is no such thing, or not for this actor."""


class Conflict(DomainError):
    """The state has moved on: another was faster, or the move does not start from here."""


class Unavailable(DomainError):
    """A system that is needed does not answer now; nothing entered is lost and trying again is safe."""

"""What a record is about."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Subject:
    """The thing that a journal entry or an owed message concerns, such as a claim or a desk."""

    kind: str
    id: str

"""Reasons to claim: how people read them, and what a rule set asks for each."""

from dataclasses import dataclass
from enum import StrEnum


class RightBegins(StrEnum):
    """From when the right counts: at once, or from the first of the month after the day asked for."""

    AT_ONCE = "at_once"
    MONTH_AFTER_EVENT = "month_after_event"


class EventDate(StrEnum):
    """Whether the person has to say on which day it happened."""

    NOT_ASKED = "not_asked"
    OPTIONAL = "optional"
    REQUIRED = "required"


@dataclass(frozen=True, slots=True)
class ReasonKind:
    """A reason as people read it, the same under every rule set.

    `label` is for staff, `choice` and `hint` for the participant. `told` says what happened, with the places
    `{you}`, `{ended_on}` and `{event_on}`. `event_label` and `event_hint` ask for the day; empty when none is
    asked.
    """

    code: str
    group: str
    label: str
    choice: str
    hint: str
    told: str
    event_label: str
    event_hint: str


@dataclass(frozen=True, slots=True)
class ReasonGroup:
    """Reasons that stand together on the page, so that a person finds theirs quickly."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class ReasonRule:
    """A reason to claim under one rule set.

    `waiting_months` run from the last day of work. `least_age` and `least_membership_years` in years, None
    when they do not matter; `membership_gaps_count`: whether months between two jobs count as membership.
    `share_percent` is the limit of a partial payment in percent of the balance, None when everything is paid;
    `barred_by` are the kinds of earlier payment that shut the reason for ever. `heirs`: the member is dead
    and heirs claim. `event_may_be_ahead`: the day asked for may still come. `register_reasons` are the core
    system's end reasons that agree with this reason; with none nothing is compared.
    """

    kind: ReasonKind
    source: str
    waiting_months: int
    least_age: int | None
    least_membership_years: int | None
    membership_gaps_count: bool
    share_percent: int | None
    barred_by: tuple[str, ...]
    heirs: bool
    event_date: EventDate
    event_may_be_ahead: bool
    right_begins: RightBegins
    needs_inactive_membership: bool
    register_reasons: tuple[str, ...]
    papers: tuple[str, ...]
    checks: tuple[str, ...]

    @property
    def code(self) -> str:
        """The code a claim keeps."""
        return self.kind.code

    @property
    def label(self) -> str:
        """What staff call it."""
        return self.kind.label

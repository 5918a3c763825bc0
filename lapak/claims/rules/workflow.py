"""The service's own lines for working on claims, whatever the programme: `data/workflow.toml`, read once."""

import tomllib
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from lapak.claims.rules.claim_moves import ClaimState
from lapak.claims.rules.decisions import DecisionReason, ReasonNotOffered

Days = Annotated[int, Field(ge=1)]


class ReasonKind(StrEnum):
    """For what staff give a reason from a list."""

    REOPENING = "reopening"
    OBJECTION_ANSWER = "objection_answer"
    EXTENSION = "extension"
    SAMPLE_FINDING = "sample_finding"


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class TierEntry(_Entry):
    """A sum (rupiah, net of tax) above which several people approve."""

    above: Annotated[int, Field(ge=1)]
    approvers: Annotated[int, Field(ge=2)]


class ApprovalsEntry(_Entry):
    """How many people approve at branches that set nothing, and what a branch may set at most."""

    tiers: list[TierEntry]
    most_approvers: Annotated[int, Field(ge=2)]
    most_tiers: Annotated[int, Field(ge=1)]


class SamplingEntry(_Entry):
    """The share of approved claims that is looked at once more, in percent."""

    percent: Annotated[int, Field(ge=0, le=100)]


class ObjectionsEntry(_Entry):
    """In how many working days of the branch an objection is answered."""

    answer_working_days: Days


class CorrectionEntry(_Entry):
    """When a person is reminded of a paper asked again, and how far its last day may be put off."""

    remind_working_days_before: Days
    most_extension_working_days: Days


class SignalsEntry(_Entry):
    """From which figures on something is a reason to look."""

    contact_people: Annotated[int, Field(ge=1)]
    account_claims: Annotated[int, Field(ge=2)]
    account_days: Days
    joined_days: Days


class ReasonEntry(_Entry):
    """A reason staff may give: `label` for them, `sentence` for the participant."""

    label: Annotated[str, Field(min_length=1)]
    sentence: Annotated[str, Field(min_length=1)]


class Workflow(_Entry):
    """The whole file."""

    approvals: ApprovalsEntry
    sampling: SamplingEntry
    objections: ObjectionsEntry
    correction: CorrectionEntry
    signals: SignalsEntry
    idle: dict[Annotated[ClaimState, Field(strict=False)], Days]
    reasons: dict[Annotated[ReasonKind, Field(strict=False)], dict[str, ReasonEntry]]


@cache
def workflow() -> Workflow:
    """Return the service's own lines."""
    text = (files("lapak.claims") / "data" / "workflow.toml").read_text(encoding="utf-8")
    return Workflow.model_validate(tomllib.loads(text))


def reasons(kind: ReasonKind) -> tuple[DecisionReason, ...]:
    """Return the reasons staff may give for one kind of act, in the order of the file."""
    return tuple(
        DecisionReason(code, one.label, one.sentence) for code, one in workflow().reasons[kind].items()
    )


def reason(kind: ReasonKind, code: str) -> DecisionReason:
    """Return the reason of that code. Raises ReasonNotOffered, its code named after the kind."""
    for one in reasons(kind):
        if one.code == code:
            return one
    raise ReasonNotOffered(f"{kind}_reason_unknown", params={"reason": code})

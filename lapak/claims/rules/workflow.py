"""The service's own lines for working on claims, whatever the programme: `data/workflow.toml`, read once."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


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


class Workflow(_Entry):
    """The whole file."""

    approvals: ApprovalsEntry


@cache
def workflow() -> Workflow:
    """Return the service's own lines."""
    text = (files("lapak.claims") / "data" / "workflow.toml").read_text(encoding="utf-8")
    return Workflow.model_validate(tomllib.loads(text))

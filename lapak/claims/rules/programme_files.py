"""What may stand in the files of a programme: every key, its type, and whether it may be left out.

Pydantic refuses an unknown key, a wrong type and an empty text; what must agree between files is checked by
`lapak.claims.rules.programme`.
"""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from lapak.claims.rules.capacities import Capacity, Whose
from lapak.claims.rules.papers import HowGiven
from lapak.claims.rules.reasons import EventDate, RightBegins
from lapak.claims.rules.tax import Treatment

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=24)]  # as long as its column
LongCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
RuleId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=40)]
Rupiah = Annotated[int, Field(ge=0)]
Percent = Annotated[int, Field(ge=0, le=100)]
Days = Annotated[int, Field(ge=1)]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class InstitutionEntry(_Entry):
    """Who runs the programme, and whom to call."""

    name: Text
    call_centre: Text


class TextsEntry(_Entry):
    """Words on screens that differ between programmes."""

    amount: Text
    form_title: Text
    form_sentence: Text


class ProgrammeFile(_Entry):
    """`programme.toml`."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]{1,7}$")]
    label: Text
    name: Text
    source: Text
    institution: InstitutionEntry
    texts: TextsEntry


class EventEntry(_Entry):
    """How the day of a reason is asked for."""

    label: Text
    hint: Text


class ReasonKindEntry(_Entry):
    """`reasons.toml`, one reason."""

    group: str
    label: Text
    choice: Text
    hint: str = ""
    told: Text
    event: EventEntry | None = None


class ReasonsFile(_Entry):
    """`reasons.toml`."""

    groups: dict[LongCode, Text]
    kinds: Annotated[dict[Code, ReasonKindEntry], Field(min_length=1)]


class PaperKindEntry(_Entry):
    """`papers.toml`, one kind."""

    label: Text
    short_label: Text
    why: Text
    how: Annotated[HowGiven, Field(strict=False)] = HowGiven.UPLOAD


class PapersFile(_Entry):
    """`papers.toml`."""

    kinds: dict[Code, PaperKindEntry]
    alternatives: dict[LongCode, Text] = {}


class CheckEntry(_Entry):
    """`checks.toml`, one check."""

    label: Text
    papers: list[str]
    in_person: bool = False


class DecisionReasonEntry(_Entry):
    """`decisions.toml`, one reason."""

    label: Text
    sentence: Text


class DecisionsFile(_Entry):
    """`decisions.toml`."""

    ask_again: dict[LongCode, DecisionReasonEntry]
    rejection: dict[LongCode, DecisionReasonEntry]


class LimitsEntry(_Entry):
    """The service's own limits under a rule set."""

    correction_working_days: Days
    draft_days: Days


class ReasonEntry(_Entry):
    """A reason to claim under a rule set."""

    code: str
    source: Text
    waiting_months: Annotated[int, Field(ge=0)] = 0
    least_age: Annotated[int, Field(ge=1)] | None = None
    least_membership_years: Annotated[int, Field(ge=1)] | None = None
    membership_gaps_count: bool = False
    share_percent: Annotated[int, Field(ge=1, le=100)] | None = None
    barred_by: list[Code] = []
    heirs: bool = False
    event_date: Annotated[EventDate, Field(strict=False)] = EventDate.NOT_ASKED
    event_may_be_ahead: bool = False
    right_begins: Annotated[RightBegins, Field(strict=False)] = RightBegins.AT_ONCE
    needs_inactive_membership: bool
    register_reasons: list[str]
    papers: Annotated[list[str], Field(min_length=1)]
    checks: Annotated[list[str], Field(min_length=1)]


class PaperEntry(_Entry):
    """How a rule set asks for one kind of paper."""

    source: Text
    original_on_camera: bool = False
    only_above: Rupiah | None = None
    alternatives: list[str] = []


class RuleSetFile(_Entry):
    """`rule-sets/*.toml`."""

    id: RuleId
    label: Text
    version: Annotated[Text, StringConstraints(max_length=20)]
    in_force_from: date
    source: Text
    payment_working_days: Days | None = None
    limits: LimitsEntry
    reasons: Annotated[list[ReasonEntry], Field(min_length=1)]
    papers: dict[str, PaperEntry]


class CapacityEntry(_Entry):
    """What rule sets ask of people who are not the member."""

    code: Annotated[Capacity, Field(strict=False)]
    rule_sets: Annotated[list[str], Field(min_length=1)]
    source: Text
    each: list[str] = []
    once: list[str] = []
    decision: list[str] = []
    checks: list[str] = []
    shared_checks: list[str] = []
    each_check: str | None = None
    decision_check: str | None = None
    whose: dict[str, Annotated[Whose, Field(strict=False)]] = {}
    instead: dict[str, str] = {}


class CapacitiesFile(_Entry):
    """`capacities.toml`."""

    capacities: list[CapacityEntry] = []


class BracketEntry(_Entry):
    """One bracket of a tax table."""

    above: Rupiah
    rate_percent: Percent
    without_npwp_percent: Percent | None = None


class TaxTableEntry(_Entry):
    """One tax table."""

    id: RuleId
    label: Text
    in_force_from: date
    final: bool
    object_code: Text
    source: Text
    brackets: Annotated[list[BracketEntry], Field(min_length=1)]


class TaxFile(_Entry):
    """`tax/*.toml`: tables of one treatment."""

    treatment: Annotated[Treatment, Field(strict=False)]
    tables: Annotated[list[TaxTableEntry], Field(min_length=1)]


class OptionEntry(_Entry):
    """One reading of a point."""

    code: LongCode
    label: Text
    source: Text
    consequence: Text


class DefaultEntry(_Entry):
    """The reading that holds from a day while the institution has chosen none."""

    from_day: Annotated[date, Field(alias="from")]
    option: LongCode


class PointEntry(_Entry):
    """A point on which sources disagree."""

    code: LongCode
    question: Text
    defaults: Annotated[list[DefaultEntry], Field(min_length=1)]
    options: Annotated[list[OptionEntry], Field(min_length=2)]


class PointsFile(_Entry):
    """`points.toml`."""

    points: list[PointEntry]

"""What the public tracking page shows of a claim: dated steps, who must act, what comes next.

No personal data.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from lapak.claims.rules.claim_moves import ENDED_UNPAID, ClaimState
from lapak.claims.rules.rule_sets import RuleSet
from lapak.kernel.working_days import is_working_day

_S = ClaimState


class StepCode(StrEnum):
    RECEIVED = "received"
    TALK = "talk"
    CORRECTION = "correction"
    SECOND_CHECK = "second_check"
    PAYMENT = "payment"
    ENDED = "ended"


class StepStatus(StrEnum):
    DONE = "done"
    CURRENT = "current"
    COMING = "coming"
    STOPPED = "stopped"


class WhoActs(StrEnum):
    """Who must do something now, so that the claim goes on."""

    PARTICIPANT = "participant"
    OFFICER = "officer"
    CHECKER = "checker"
    BANK = "bank"
    NOBODY = "nobody"


class Headline(StrEnum):
    """The one thing the page says first."""

    NOT_SUBMITTED = "not_submitted"
    WAITING_FOR_TALK = "waiting_for_talk"
    TALKING = "talking"
    PAPER_ASKED_AGAIN = "paper_asked_again"
    PAPER_RECEIVED_AGAIN = "paper_received_again"
    LOOKED_AT_AGAIN = "looked_at_again"
    REOPENED = "reopened"
    BEING_CHECKED = "being_checked"
    PAYMENT_UNDER_WAY = "payment_under_way"
    NEW_ACCOUNT_NEEDED = "new_account_needed"
    PAID = "paid"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class TrackingFacts:
    """The claim's state, when it was first filed, and when it last entered each state (UTC)."""

    state: ClaimState
    submitted_at: datetime | None = None
    reached: Mapping[ClaimState, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TrackingStep:
    """One line of the page. `at` (UTC) is when it was done or began, None while it is still to come."""

    code: StepCode
    status: StepStatus
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Tracking:
    """The page: what to say first, who acts, the steps, and which of them comes next (None at the end)."""

    headline: Headline
    who_acts: WhoActs
    steps: tuple[TrackingStep, ...]
    next_step: StepCode | None


@dataclass(frozen=True, slots=True)
class Pause:
    """Days on which the clock stood still, because we waited for the participant or the claim had ended: from
    the day it began until the day before it went on.
    """

    asked_on: date
    answered_on: date | None

    def covers(self, day: date) -> bool:
        """Return whether the clock stood still on that day."""
        return self.asked_on <= day and (self.answered_on is None or day < self.answered_on)


@dataclass(frozen=True, slots=True)
class PaymentClock:
    """How many of the `limit` working days are `left`, or by how many they are `over`.

    `paused` while we wait for the participant.
    """

    limit: int
    left: int
    paused: bool
    over: int = 0


_AT_STATE: dict[ClaimState, tuple[Headline, WhoActs, StepCode]] = {
    _S.DRAFT: (Headline.NOT_SUBMITTED, WhoActs.PARTICIPANT, StepCode.RECEIVED),
    _S.SUBMITTED: (Headline.WAITING_FOR_TALK, WhoActs.OFFICER, StepCode.TALK),
    _S.IN_SERVICE: (Headline.TALKING, WhoActs.OFFICER, StepCode.TALK),
    _S.NEEDS_CORRECTION: (Headline.PAPER_ASKED_AGAIN, WhoActs.PARTICIPANT, StepCode.CORRECTION),
    _S.VERIFIED: (Headline.BEING_CHECKED, WhoActs.CHECKER, StepCode.SECOND_CHECK),
    # A proposal is no decision, so the page says no more than that the claim is being checked.
    _S.REJECTION_PROPOSED: (Headline.BEING_CHECKED, WhoActs.CHECKER, StepCode.SECOND_CHECK),
    _S.RETURNED_TO_OFFICER: (Headline.LOOKED_AT_AGAIN, WhoActs.OFFICER, StepCode.SECOND_CHECK),
    _S.APPROVED: (Headline.PAYMENT_UNDER_WAY, WhoActs.BANK, StepCode.PAYMENT),
    _S.ORDERED: (Headline.PAYMENT_UNDER_WAY, WhoActs.BANK, StepCode.PAYMENT),
    _S.PAYMENT_RETURNED: (Headline.NEW_ACCOUNT_NEEDED, WhoActs.PARTICIPANT, StepCode.PAYMENT),
    _S.PAID: (Headline.PAID, WhoActs.NOBODY, StepCode.PAYMENT),
    _S.REJECTED: (Headline.REJECTED, WhoActs.NOBODY, StepCode.ENDED),
    _S.WITHDRAWN: (Headline.WITHDRAWN, WhoActs.NOBODY, StepCode.ENDED),
    _S.EXPIRED: (Headline.EXPIRED, WhoActs.NOBODY, StepCode.ENDED),
}
_ENDS = frozenset(state for state, (_, _, step) in _AT_STATE.items() if step is StepCode.ENDED)
_BEGAN_BY: dict[StepCode, tuple[ClaimState, ...]] = {
    StepCode.TALK: (_S.IN_SERVICE,),
    StepCode.CORRECTION: (_S.NEEDS_CORRECTION,),
    StepCode.SECOND_CHECK: (_S.APPROVED, _S.VERIFIED, _S.REJECTION_PROPOSED, _S.RETURNED_TO_OFFICER),
    StepCode.PAYMENT: (_S.PAID, _S.ORDERED, _S.APPROVED),
}


def tracking(facts: TrackingFacts) -> Tracking:
    """Return what the page shows of a claim in this state."""
    headline, who_acts, current = _AT_STATE[facts.state]
    if facts.state in _ENDS:
        return Tracking(headline, who_acts, _ended_steps(facts), None)
    if facts.state is _S.SUBMITTED and _reopened_since_talk(facts):
        headline = Headline.REOPENED
    elif facts.state is _S.SUBMITTED and _corrected_after_talk(facts):
        headline, current = Headline.PAPER_RECEIVED_AGAIN, StepCode.CORRECTION
    order = _order(facts)
    position = order.index(current)
    if facts.state is _S.PAID:
        position += 1
    steps = tuple(_step(facts, code, place - position) for place, code in enumerate(order))
    coming = order[position + 1 :]
    return Tracking(headline, who_acts, steps, coming[0] if coming else None)


def payment_clock(
    *,
    rule_set: RuleSet,
    submitted_on: date,
    on: date,
    pauses: Collection[Pause],
    holidays: Collection[date],
) -> PaymentClock | None:
    """Return how much of the legal time to pay is left on the day, None when the rules set no limit.

    The day of filing is not counted, nor is any working day on which we wait for the participant: "after the
    papers are complete and right" (Permenaker 4/2022). Days are the branch's.
    """
    limit = rule_set.payment_working_days
    if limit is None:
        return None
    days = (submitted_on + timedelta(days=n) for n in range(1, (on - submitted_on).days + 1))
    used = sum(
        is_working_day(day=day, holidays=holidays) and not any(pause.covers(day) for pause in pauses)
        for day in days
    )
    return PaymentClock(
        limit=limit,
        left=max(limit - used, 0),
        paused=any(pause.covers(on) for pause in pauses),
        over=max(used - limit, 0),
    )


def _reopened_since_talk(facts: TrackingFacts) -> bool:
    endings = [facts.reached[state] for state in ENDED_UNPAID if state in facts.reached]
    talked = facts.reached.get(_S.IN_SERVICE)
    return bool(endings) and (talked is None or talked < max(endings))


def _corrected_after_talk(facts: TrackingFacts) -> bool:
    talked, asked = facts.reached.get(_S.IN_SERVICE), facts.reached.get(_S.NEEDS_CORRECTION)
    return talked is not None and asked is not None and talked < asked


def _order(facts: TrackingFacts) -> list[StepCode]:
    """Return the steps as they happened or will happen; the correction stands where it was asked."""
    order = [StepCode.RECEIVED, StepCode.TALK, StepCode.SECOND_CHECK, StepCode.PAYMENT]
    if _S.NEEDS_CORRECTION in facts.reached:
        order.insert(2 if _corrected_after_talk(facts) else 1, StepCode.CORRECTION)
    return order


def _step(facts: TrackingFacts, code: StepCode, distance: int) -> TrackingStep:
    """Return a step by its distance from the current one: before it done, after it to come."""
    if distance > 0:
        return TrackingStep(code, StepStatus.COMING, None)
    return TrackingStep(code, StepStatus.CURRENT if distance == 0 else StepStatus.DONE, _began(facts, code))


def _began(facts: TrackingFacts, code: StepCode) -> datetime | None:
    if code is StepCode.RECEIVED:
        return facts.submitted_at
    return next((facts.reached[state] for state in _BEGAN_BY[code] if state in facts.reached), None)


def _ended_steps(facts: TrackingFacts) -> tuple[TrackingStep, ...]:
    """Return what was done before the claim ended, then the end; nothing is to come."""
    done = [StepCode.RECEIVED] if facts.submitted_at else []
    if _S.IN_SERVICE in facts.reached:
        done.append(StepCode.TALK)
    steps = [TrackingStep(code, StepStatus.DONE, _began(facts, code)) for code in done]
    return (*steps, TrackingStep(StepCode.ENDED, StepStatus.STOPPED, facts.reached.get(facts.state)))

"""What register and bank say of one worker on a list, and what the company is told of it.

The company learns what it has to put right, and nothing of the worker's other employers, money or account:
those go to the worker alone. Reasons to look (signals) are for officers only.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID, uuid5

from lapak.claims.rules.eligibility import Eligibility, FindingCode, Weight

_SPACE = UUID("6f6f2c0e-6d0a-5a59-9d2e-0c6b6c617061")  # of ids made from a roster and a serial


class WorkerState(StrEnum):
    """Not asked yet; may be filed; may be filed from a day on; has to be put right first."""

    UNASKED = "unasked"
    FIT = "fit"
    WAITS = "waits"
    UNFIT = "unfit"


class Finding(StrEnum):
    """What only a list of a company can be wrong about; the rest are those of `claims`."""

    NOT_OF_COMPANY = "not_of_company"
    LEFT_FOR_OTHER = "left_for_other"
    WORKS_ELSEWHERE = "works_elsewhere"
    END_DATE_DIFFERS = "end_date_differs"
    REASON_DIFFERS = "reason_differs"
    ON_ANOTHER_LIST = "on_another_list"
    NOT_ANSWERED = "not_answered"
    OBJECTED = "objected"


# Whom the register does not know, or not as one of the company: nobody whom it can have laid off.
NOT_THEIRS = frozenset({FindingCode.MEMBER_NOT_FOUND, Finding.NOT_OF_COMPANY})


class Word(StrEnum):
    """What the worker said of being filed for."""

    NONE = ""
    CONFIRMED = "confirmed"
    OBJECTED = "objected"
    TAKEN_OVER = "taken_over"


class Objection(StrEnum):
    """Why a worker objects."""

    NEVER_WORKED_THERE = "never_worked_there"
    NOT_WANTED = "not_wanted"
    DATA_WRONG = "data_wrong"


class Heard(StrEnum):
    """What came of an objection: the claim ended, is the worker's own, is with an officer; or it was late."""

    ENDED = "ended"
    OWN = "own"
    HELD = "held"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Job:
    """An employment as the register has it; `active` while the employer still reports it."""

    npp: str
    ended_on: date | None
    active: bool


@dataclass(frozen=True, slots=True)
class WorkerFacts:
    """A row of the list beside what the register says, with the answer of the claims' own rules.

    `jobs` are from the oldest to the newest. `eligibility` is None when nothing was answered.
    """

    npp: str
    ended_on: date | None
    jobs: tuple[Job, ...]
    eligibility: Eligibility | None
    on_another_list: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that keeps a worker from being filed, with the days its sentence names."""

    code: str
    dates: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of the questions: the state, why, and from which day on where it only has to wait."""

    state: WorkerState
    found: tuple[Found, ...] = ()
    from_date: date | None = None


def claim_id_of(*, roster_id: UUID, serial: int) -> UUID:
    """Return the id that the claim of a row has or will have: filing a row twice files once.

    Papers handed in for the row are documents of this subject, so they are there when the claim begins.
    """
    return uuid5(_SPACE, f"{roster_id}/{serial}")


def judge(facts: WorkerFacts) -> Judged:
    """Return whether the worker may be filed, from when, or what has to be put right."""
    answer = facts.eligibility
    if answer is None:
        return Judged(WorkerState.UNFIT, (Found(Finding.NOT_ANSWERED),))
    found = [*_about_employer(facts), *_blocking(facts, answer)]
    if facts.on_another_list:
        found.append(Found(Finding.ON_ANOTHER_LIST))
    if found:
        return Judged(WorkerState.UNFIT, tuple(found))
    waits = answer.of_weight(Weight.WAITS)
    if waits:
        told = tuple(Found(one.code, dict(one.dates)) for one in waits)
        return Judged(WorkerState.WAITS, told, answer.from_date)
    return Judged(WorkerState.FIT)


def _about_employer(facts: WorkerFacts) -> list[Found]:
    own = [job for job in facts.jobs if job.npp == facts.npp]
    if not facts.jobs:
        return []
    if not own:
        return [Found(Finding.NOT_OF_COMPANY)]
    last = own[-1]
    if last.ended_on is not None and facts.ended_on is not None and last.ended_on != facts.ended_on:
        return [Found(Finding.END_DATE_DIFFERS, {"ended_on": last.ended_on})]
    if any(job.npp != facts.npp and _later(job, last) for job in facts.jobs if not job.active):
        return [Found(Finding.LEFT_FOR_OTHER)]
    return []


def _blocking(facts: WorkerFacts, answer: Eligibility) -> list[Found]:
    found = []
    for one in answer.of_weight(Weight.BLOCKS):
        elsewhere = one.code is FindingCode.MEMBERSHIP_ACTIVE and not any(
            job.active and job.npp == facts.npp for job in facts.jobs
        )
        found.append(Found(Finding.WORKS_ELSEWHERE) if elsewhere else Found(one.code))
    if any(one.code is FindingCode.REASON_DIFFERS for one in answer.findings):
        found.append(Found(Finding.REASON_DIFFERS))
    return found


def _later(job: Job, than: Job) -> bool:
    return (job.ended_on or date.max) > (than.ended_on or date.max)

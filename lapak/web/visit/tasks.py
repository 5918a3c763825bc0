"""Which task a screen lays open. What may be done the operations decide; this only chooses the page."""

from enum import StrEnum

from lapak.claims.queries.claim import ClaimView, PaperView
from lapak.claims.rules.claim_moves import ClaimState
from lapak.claims.rules.eligibility import Verdict, Weight
from lapak.claims.rules.papers import HowGiven
from lapak.desk.queries import VisitView
from lapak.desk.rules.entries import Entry
from lapak.desk.rules.stages import PlaceMode, Stage
from lapak.desk.rules.tasks_on_hold import TaskOnHold
from lapak.web.participant.flow import people_page


class Task(StrEnum):
    """The pages of work. The first seven make a claim of a walk-in's draft."""

    IDENTITY = "identity"
    ACTING = "acting"
    HEIRS = "heirs"
    CONTACT = "contact"
    ACCOUNT = "account"
    PAPERS = "papers"
    SUBMIT = "submit"
    CHECK = "check"
    PHOTO = "photo"
    FORM = "form"
    REST = "rest"
    DONE = "done"


DRAFT_TASKS = (Task.IDENTITY, Task.ACTING, Task.HEIRS, Task.CONTACT, Task.ACCOUNT, Task.PAPERS, Task.SUBMIT)

# What the officer sees while the person works on it.
STAGES: dict[Task, Stage] = {
    **dict.fromkeys(DRAFT_TASKS, Stage.FILLING_IN),
    Task.PAPERS: Stage.SCANNING,
    Task.CHECK: Stage.FILLING_IN,
    Task.PHOTO: Stage.SCANNING,
    Task.FORM: Stage.READING,
}
_FORM_STAGES = (Stage.READING, Stage.SIGNING)
_ON_HOLD = {
    TaskOnHold.CHECK_DATA: Task.CHECK,
    TaskOnHold.PHOTOGRAPH_AGAIN: Task.PHOTO,
    TaskOnHold.READ_AND_SIGN: Task.FORM,
    TaskOnHold.REST: Task.REST,
}


def task_of(*, visit: VisitView, claim: ClaimView, confirmed: frozenset[Entry]) -> Task:
    """Return the task to lay open: what is in hand goes on, otherwise what the desk offers."""
    if claim.state is ClaimState.DRAFT:
        return draft_task(claim=claim)
    if visit.stage is Stage.DONE:
        return Task.DONE
    may_sign = visit.is_confirmed and claim.due is not None and not _is_signed(claim)
    if visit.stage in _FORM_STAGES and may_sign:
        return Task.FORM
    if visit.stage is Stage.SCANNING and papers_to_photograph(claim=claim):
        return Task.PHOTO
    if visit.stage is Stage.FILLING_IN and confirmed != frozenset(Entry):
        return Task.CHECK
    offered = _ON_HOLD[visit.task]
    return Task.REST if offered is Task.CHECK and confirmed == frozenset(Entry) else offered


def draft_task(*, claim: ClaimView) -> Task:
    """Return the page at which a walk-in's draft goes on: the first that lacks something."""
    answer = claim.eligibility
    if answer is None or (answer.verdict is not Verdict.MAY_CLAIM and claim.facts.account is None):
        return Task.IDENTITY
    if people := people_page(claim):
        return Task(people)
    if not (claim.email and claim.phone):
        return Task.CONTACT
    if claim.facts.account is None or answer.of_weight(Weight.BLOCKS):
        return Task.ACCOUNT
    return Task.PAPERS if papers_to_photograph(claim=claim) else Task.SUBMIT


def papers_to_photograph(*, claim: ClaimView) -> tuple[PaperView, ...]:
    """Return the papers to photograph now: those asked again, and those not given yet.

    In a visit also what a company has not sent of a worker's claim.
    """
    wanted = ("missing", "asked_again")
    return tuple(
        paper for paper in claim.papers if paper.state in wanted and paper.asked.how is HowGiven.UPLOAD
    )


def _is_signed(claim: ClaimView) -> bool:
    """Return whether everything that is signed at the desk is; what was signed is not asked for again."""
    to_sign = [paper for paper in claim.papers if paper.asked.how is HowGiven.SIGN]
    return all(paper.document_id is not None for paper in to_sign)


def is_at_hand(*, visit: VisitView, task: Task) -> bool:
    """Return whether the task lies beside the officer's picture: only what they do together does."""
    if visit.mode is not PlaceMode.FOCUS:
        return True
    together = (Stage.FILLING_IN, Stage.SCANNING, Stage.READING, Stage.SIGNING)
    return task in DRAFT_TASKS or (visit.stage in together and task not in (Task.REST, Task.DONE))

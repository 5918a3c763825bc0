"""What is told of one worker on a list."""

from datetime import date
from uuid import UUID

import pytest

from lapak.claims.rules.eligibility import Eligibility, Finding, FindingCode, Verdict, Weight
from lapak.collective.rules import repairs
from lapak.collective.rules.columns import headings
from lapak.collective.rules.repairs import to_correct
from lapak.collective.rules.workers import Job, WorkerFacts, WorkerState, claim_id_of, judge
from lapak.web.company.words import FINDINGS

OURS, OTHERS = "JJ012345", "ZZ000001"
ENDED = date(2020, 5, 14)


def answer(*findings: tuple[FindingCode, Weight], from_date: date | None = None) -> Eligibility:
    found = tuple(Finding(code, weight) for code, weight in findings)
    return Eligibility(Verdict.NOT_YET, from_date, found, "x")


OWN = Job(OURS, ENDED, False)
FINE = answer()
UNKNOWN = answer((FindingCode.MEMBER_NOT_FOUND, Weight.BLOCKS))
EARLY = answer((FindingCode.WAITING, Weight.WAITS), from_date=ENDED)


@pytest.mark.parametrize(
    ("jobs", "said", "listed", "state", "codes"),
    [
        ((OWN,), FINE, False, WorkerState.FIT, ()),
        ((Job(OTHERS, date(2019, 1, 1), False), OWN), FINE, False, WorkerState.FIT, ()),
        ((OWN,), None, False, WorkerState.UNFIT, ("not_answered",)),
        ((OWN,), FINE, True, WorkerState.UNFIT, ("on_another_list",)),
        ((Job(OTHERS, ENDED, False),), FINE, False, WorkerState.UNFIT, ("not_of_company",)),
        ((OWN, Job(OTHERS, date(2020, 6, 1), False)), FINE, False, WorkerState.UNFIT, ("left_for_other",)),
        ((Job(OURS, date(2020, 5, 1), False),), FINE, False, WorkerState.UNFIT, ("end_date_differs",)),
        (
            (OWN, Job(OTHERS, None, True)),
            answer((FindingCode.MEMBERSHIP_ACTIVE, Weight.BLOCKS)),
            False,
            WorkerState.UNFIT,
            ("works_elsewhere",),
        ),
        (
            (Job(OURS, None, True),),
            answer((FindingCode.MEMBERSHIP_ACTIVE, Weight.BLOCKS)),
            False,
            WorkerState.UNFIT,
            ("membership_active",),
        ),
        (
            (OWN,),
            answer((FindingCode.REASON_DIFFERS, Weight.WARNING)),
            False,
            WorkerState.UNFIT,
            ("reason_differs",),
        ),
        ((OWN,), answer((FindingCode.NAME_NEAR, Weight.WARNING)), False, WorkerState.FIT, ()),
        (
            (),
            answer((FindingCode.MEMBER_NOT_FOUND, Weight.BLOCKS)),
            False,
            WorkerState.UNFIT,
            ("member_not_found",),
        ),
        (
            (OWN,),
            answer((FindingCode.WAITING, Weight.WAITS), from_date=ENDED),
            False,
            WorkerState.WAITS,
            ("waiting",),
        ),
    ],
)
def test_each_answer_has_its_state_and_its_reason(
    jobs: tuple[Job, ...],
    said: Eligibility | None,
    listed: bool,
    state: WorkerState,
    codes: tuple[str, ...],
) -> None:
    judged = judge(WorkerFacts(OURS, ENDED, jobs, said, listed))
    assert (judged.state, tuple(one.code for one in judged.found)) == (state, codes)
    assert (judged.from_date == ENDED) is (state is WorkerState.WAITS)


def test_the_day_the_register_has_is_told_so_that_it_can_be_put_right() -> None:
    judged = judge(WorkerFacts(OURS, ENDED, (Job(OURS, date(2020, 5, 1), False),), FINE))
    assert judged.found[0].dates == {"ended_on": date(2020, 5, 1)}


def test_a_row_has_one_claim_id_and_another_row_another() -> None:
    roster = UUID(int=1)
    ids = {claim_id_of(roster_id=one, serial=n) for one in (roster, UUID(int=2)) for n in range(3)}
    assert len(ids) == 6
    assert claim_id_of(roster_id=roster, serial=0) in ids


def test_only_columns_there_are_can_be_corrected_and_each_reason_has_words() -> None:
    assert to_correct(["member_not_found", "not_of_company", "works_elsewhere"]) == ("nik", "kpj")
    for code, places in repairs._TO_CORRECT.items():
        assert set(places) <= set(headings())
        assert code in FINDINGS

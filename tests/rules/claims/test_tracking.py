from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lapak.claims.rules.claim_moves import ClaimState
from lapak.claims.rules.tracking import (
    Headline,
    Pause,
    PaymentClock,
    StepCode,
    StepStatus,
    Tracking,
    TrackingFacts,
    WhoActs,
    payment_clock,
    tracking,
)
from tests.jht import JHT

S, C, T, H, W = ClaimState, StepCode, StepStatus, Headline, WhoActs
START = datetime(2020, 6, 18, 1, 12, tzinfo=UTC)
OF_2022 = JHT.rule_set_by_id("permenaker-4-2022")


def at(hour: int) -> datetime:
    return START + timedelta(hours=hour)


def page(*way: ClaimState) -> Tracking:
    """Show the claim after it went this way, an hour for each state."""
    reached = {state: at(hour) for hour, state in enumerate(way)}
    return tracking(
        TrackingFacts(state=way[-1], submitted_at=START if S.SUBMITTED in way else None, reached=reached)
    )


def lines(shown: Tracking) -> list[tuple[StepCode, StepStatus, datetime | None]]:
    return [(step.code, step.status, step.at) for step in shown.steps]


TALKED = (S.SUBMITTED, S.IN_SERVICE)
CHECKED = (*TALKED, S.VERIFIED)


@pytest.mark.parametrize(
    ("way", "headline", "who", "after"),
    [
        ((S.DRAFT,), H.NOT_SUBMITTED, W.PARTICIPANT, C.TALK),
        ((S.SUBMITTED,), H.WAITING_FOR_TALK, W.OFFICER, C.SECOND_CHECK),
        (TALKED, H.TALKING, W.OFFICER, C.SECOND_CHECK),
        ((*TALKED, S.NEEDS_CORRECTION), H.PAPER_ASKED_AGAIN, W.PARTICIPANT, C.SECOND_CHECK),
        ((S.SUBMITTED, S.NEEDS_CORRECTION), H.PAPER_ASKED_AGAIN, W.PARTICIPANT, C.TALK),
        ((*TALKED, S.NEEDS_CORRECTION, S.SUBMITTED), H.PAPER_RECEIVED_AGAIN, W.OFFICER, C.SECOND_CHECK),
        ((S.SUBMITTED, S.NEEDS_CORRECTION, S.SUBMITTED), H.WAITING_FOR_TALK, W.OFFICER, C.SECOND_CHECK),
        (CHECKED, H.BEING_CHECKED, W.CHECKER, C.PAYMENT),
        ((*TALKED, S.REJECTION_PROPOSED), H.BEING_CHECKED, W.CHECKER, C.PAYMENT),
        ((*CHECKED, S.RETURNED_TO_OFFICER), H.LOOKED_AT_AGAIN, W.OFFICER, C.PAYMENT),
        ((*CHECKED, S.APPROVED), H.PAYMENT_UNDER_WAY, W.BANK, None),
        ((*CHECKED, S.APPROVED, S.ORDERED), H.PAYMENT_UNDER_WAY, W.BANK, None),
        ((*CHECKED, S.APPROVED, S.ORDERED, S.PAYMENT_RETURNED), H.NEW_ACCOUNT_NEEDED, W.PARTICIPANT, None),
        ((*CHECKED, S.APPROVED, S.ORDERED, S.PAID), H.PAID, W.NOBODY, None),
        ((*CHECKED, S.REJECTED), H.REJECTED, W.NOBODY, None),
        ((S.SUBMITTED, S.WITHDRAWN), H.WITHDRAWN, W.NOBODY, None),
        ((S.DRAFT, S.EXPIRED), H.EXPIRED, W.NOBODY, None),
    ],
)
def test_the_page_says_where_it_stands_who_acts_and_what_follows(
    way: tuple[ClaimState, ...], headline: Headline, who: WhoActs, after: StepCode | None
) -> None:
    shown = page(*way)
    assert (shown.headline, shown.who_acts, shown.next_step) == (headline, who, after)


def test_a_paper_asked_again_after_the_talk_stands_between_talk_and_check() -> None:
    assert lines(page(*TALKED, S.NEEDS_CORRECTION)) == [
        (C.RECEIVED, T.DONE, START),
        (C.TALK, T.DONE, at(1)),
        (C.CORRECTION, T.CURRENT, at(2)),
        (C.SECOND_CHECK, T.COMING, None),
        (C.PAYMENT, T.COMING, None),
    ]


def test_a_paper_asked_again_before_the_talk_stands_before_it() -> None:
    assert [step.code for step in page(S.SUBMITTED, S.NEEDS_CORRECTION).steps][:3] == [
        C.RECEIVED,
        C.CORRECTION,
        C.TALK,
    ]


def test_a_paid_claim_shows_every_step_done_with_its_time() -> None:
    assert lines(page(*CHECKED, S.APPROVED, S.ORDERED, S.PAID)) == [
        (C.RECEIVED, T.DONE, START),
        (C.TALK, T.DONE, at(1)),
        (C.SECOND_CHECK, T.DONE, at(3)),
        (C.PAYMENT, T.DONE, at(5)),
    ]


def test_a_rejected_claim_shows_what_was_done_and_where_it_ended() -> None:
    assert lines(page(*CHECKED, S.REJECTED)) == [
        (C.RECEIVED, T.DONE, START),
        (C.TALK, T.DONE, at(1)),
        (C.ENDED, T.STOPPED, at(3)),
    ]
    assert [step.code for step in page(S.DRAFT, S.EXPIRED).steps] == [C.ENDED]


def test_a_proposed_rejection_looks_like_any_check_until_it_is_decided() -> None:
    proposed, verified = page(*TALKED, S.REJECTION_PROPOSED), page(*CHECKED)
    assert proposed == verified


@pytest.mark.parametrize("state", ClaimState)
@given(others=st.sets(st.sampled_from(ClaimState)))
def test_whatever_the_way_at_most_one_step_is_current_and_none_is_done_after_it(
    state: ClaimState, others: set[ClaimState]
) -> None:
    way = [*sorted(others - {state}), state]
    statuses = [step.status for step in page(*way).steps]
    assert statuses
    assert statuses.count(T.CURRENT) + statuses.count(T.STOPPED) == (state is not S.PAID)
    rank = {T.DONE: 0, T.CURRENT: 1, T.STOPPED: 1, T.COMING: 2}
    assert statuses == sorted(statuses, key=rank.__getitem__)


FILED = date(2022, 6, 16)
MONDAY = date(2022, 6, 20)


def clock(
    *, on: date, pauses: tuple[Pause, ...] = (), holidays: tuple[date, ...] = ()
) -> PaymentClock | None:
    return payment_clock(rule_set=OF_2022, submitted_on=FILED, on=on, pauses=pauses, holidays=holidays)


@pytest.mark.parametrize(
    ("on", "left", "over"),
    [
        (FILED, 5, 0),
        (date(2022, 6, 17), 4, 0),
        (date(2022, 6, 19), 4, 0),
        (MONDAY, 3, 0),
        (date(2022, 6, 23), 0, 0),
        (date(2022, 7, 1), 0, 6),
    ],
)
def test_the_clock_counts_working_days_after_filing_and_then_those_over(
    on: date, left: int, over: int
) -> None:
    assert clock(on=on) == PaymentClock(limit=5, left=left, paused=False, over=over)


def test_a_holiday_does_not_count() -> None:
    assert clock(on=MONDAY, holidays=(MONDAY,)) == PaymentClock(limit=5, left=4, paused=False)


def test_the_clock_stands_still_while_a_paper_is_awaited() -> None:
    asked = Pause(asked_on=MONDAY, answered_on=None)
    assert clock(on=MONDAY, pauses=(asked,)) == PaymentClock(limit=5, left=4, paused=True)
    assert clock(on=date(2022, 6, 24), pauses=(asked,)) == PaymentClock(limit=5, left=4, paused=True)
    answered = Pause(asked_on=MONDAY, answered_on=date(2022, 6, 22))
    assert clock(on=date(2022, 6, 22), pauses=(answered,)) == PaymentClock(limit=5, left=3, paused=False)


def test_a_paper_asked_and_given_on_one_day_does_not_stop_the_clock() -> None:
    same_day = Pause(asked_on=MONDAY, answered_on=MONDAY)
    assert clock(on=MONDAY, pauses=(same_day,)) == PaymentClock(limit=5, left=3, paused=False)


def test_the_rules_of_2015_promise_no_days() -> None:
    of_2015 = JHT.rule_set_by_id("permenaker-19-2015")
    assert payment_clock(rule_set=of_2015, submitted_on=FILED, on=MONDAY, pauses=(), holidays=()) is None

from datetime import date, timedelta

import pytest

from lapak.claims.models.claim import LIVE_STATES
from lapak.claims.rules.claim_moves import ClaimState
from lapak.claims.rules.corrections import latest_extension, remind_from, require_later_day
from lapak.claims.rules.idle import days_over, idle_limit
from lapak.kernel.errors import InvalidInput

MONDAY, HOLIDAY = date(2020, 6, 22), date(2020, 6, 24)


@pytest.mark.parametrize("state", ClaimState)
def test_every_state_under_way_has_a_limit_and_no_other(state: ClaimState) -> None:
    assert (idle_limit(state) is not None) is (state in LIVE_STATES)
    if state not in LIVE_STATES:
        assert days_over(state=state, since=MONDAY, on=MONDAY + timedelta(days=99), holidays=[]) == 0


@pytest.mark.parametrize(("days", "over"), [(0, 0), (1, 0), (2, 1), (3, 1), (4, 2), (6, 2), (7, 3)])
def test_days_over_count_working_days_after_the_limit(days: int, over: int) -> None:
    on = MONDAY + timedelta(days=days)
    holidays = [date(2020, 6, 25)]
    assert days_over(state=ClaimState.VERIFIED, since=MONDAY, on=on, holidays=holidays) == over


def test_a_last_day_is_put_off_later_and_not_too_far() -> None:
    latest = latest_extension(today=MONDAY, holidays=[HOLIDAY])
    assert latest == date(2020, 7, 7)
    require_later_day(until=latest, present=MONDAY, today=MONDAY, holidays=[HOLIDAY])
    for until, code in (
        (MONDAY, "deadline_not_later"),
        (MONDAY + timedelta(days=1), "deadline_not_later"),
        (latest + timedelta(days=1), "deadline_too_late"),
    ):
        with pytest.raises(InvalidInput) as refused:
            require_later_day(
                until=until, present=MONDAY + timedelta(days=2), today=MONDAY, holidays=[HOLIDAY]
            )
        assert [(one.field, one.code) for one in refused.value.fields] == [("until", code)]


def test_the_reminder_comes_a_working_day_before() -> None:
    assert remind_from(last_day=date(2020, 6, 26), holidays=[]) == date(2020, 6, 25)
    assert remind_from(last_day=MONDAY, holidays=[]) == date(2020, 6, 19)
    assert remind_from(last_day=date(2020, 6, 25), holidays=[HOLIDAY]) == date(2020, 6, 23)

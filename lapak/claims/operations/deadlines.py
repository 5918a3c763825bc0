"""Last days, counted in working days of the claim's branch."""

from collections.abc import Collection
from datetime import date, datetime

from lapak.claims.models import Claim
from lapak.claims.operations.rows import day_of, rule_set_of
from lapak.claims.rules.dates import correction_deadline
from lapak.offices.queries import holiday_dates


def usual_deadline(row: Claim, *, now: datetime) -> date:
    """Return the last day to send a paper again that is asked for today."""
    today = day_of(row, now)
    return correction_deadline(asked_on=today, rule_set=rule_set_of(row), holidays=holidays_around(today))


def holidays_around(day: date) -> Collection[date]:
    """Return the holidays of the year of a day and of the next."""
    return holiday_dates(years=[day.year, day.year + 1])

"""Days on which something becomes possible or must be done."""

from calendar import monthrange
from collections.abc import Collection
from datetime import date

from lapak.claims.rules.rule_sets import RuleSet
from lapak.kernel.working_days import add_working_days


def add_months(*, start: date, months: int) -> date:
    """Return the same day `months` later, or the last of a shorter month: 31 January gives 29 February."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def first_claim_date(*, ended_on: date, waiting_months: int) -> date:
    """Return the first day to file a claim after work ended: 4 May and one month give 4 June."""
    return add_months(start=ended_on, months=waiting_months)


def month_after(day: date) -> date:
    """Return the first day of the month after: 29 February and 1 February both give 1 March."""
    return add_months(start=day.replace(day=1), months=1)


def birthday(*, birth_date: date, age: int) -> date:
    """Return the day a person turns `age`; who was born on 29 February does so on 28 February in short
    years.
    """
    return add_months(start=birth_date, months=12 * age)


def correction_deadline(*, asked_on: date, rule_set: RuleSet, holidays: Collection[date]) -> date:
    """Return the last day to send a paper again, counted in working days of the branch."""
    return add_working_days(start=asked_on, count=rule_set.correction_working_days, holidays=holidays)

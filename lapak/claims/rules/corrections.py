"""How much more time a paper may have, and when its owner is reminded."""

from collections.abc import Collection
from datetime import date, timedelta

from lapak.claims.rules.workflow import workflow
from lapak.kernel.errors import FieldError, InvalidInput
from lapak.kernel.working_days import add_working_days, is_working_day


def latest_extension(*, today: date, holidays: Collection[date]) -> date:
    """Return the latest day a deadline may be put off to, counted in working days from today."""
    days = workflow().correction.most_extension_working_days
    return add_working_days(start=today, count=days, holidays=holidays)


def require_later_day(*, until: date, present: date | None, today: date, holidays: Collection[date]) -> None:
    """Raise InvalidInput(`deadline_not_later`, `deadline_too_late`) at `until` for a day that gives no more
    time, or too much.
    """
    if until <= today or (present is not None and until < present):
        raise InvalidInput("deadline_not_later", fields=[FieldError("until", "deadline_not_later")])
    latest = latest_extension(today=today, holidays=holidays)
    if until > latest:
        too_late = FieldError("until", "deadline_too_late", {"latest": latest.isoformat()})
        raise InvalidInput("deadline_too_late", fields=[too_late])


def remind_from(*, last_day: date, holidays: Collection[date]) -> date:
    """Return the day from which on the person is reminded: some working days before the last one."""
    day, left = last_day, workflow().correction.remind_working_days_before
    while left:
        day -= timedelta(days=1)
        left -= is_working_day(day=day, holidays=holidays)
    return day

"""What time itself does to bookings: days open, holds run out, appointments pass."""

from datetime import timedelta

from procrastinate.contrib.django import app

from lapak.booking.operations import (
    close_missed,
    expire_offers,
    offer_free,
    open_days,
    release_days,
    release_expired,
    relocate_all,
)
from lapak.kernel.clock import utc_now

MISSED_AFTER = timedelta(hours=14)  # the branch's day is over, whatever its zone


@app.periodic(cron="7 * * * *")
@app.task(name="booking.open_days", queue="booking", queueing_lock="booking.open_days", pass_context=False)
def open_coming_days(timestamp: int) -> None:  # noqa: ARG001 procrastinate hands the planned time to periodic tasks
    """Fit the slots of the coming days, find other times for people too many, and close what passed."""
    now = utc_now()
    open_days(now=now)
    relocate_all(now=now)
    close_missed(before=now - MISSED_AFTER, now=now)


@app.periodic(cron="* * * * * */5")  # the seconds come last
@app.task(name="booking.turns", queue="booking", queueing_lock="booking.turns", pass_context=False)
def give_turns(timestamp: int) -> None:  # noqa: ARG001 procrastinate hands the planned time to periodic tasks
    """Draw the lots whose window is over, and give the turns that are due."""
    release_days(now=utc_now())


@app.periodic(cron="* * * * * */20")  # the seconds come last
@app.task(name="booking.release", queue="booking", queueing_lock="booking.release", pass_context=False)
def release(timestamp: int) -> None:  # noqa: ARG001 procrastinate hands the planned time to periodic tasks
    """Give back places whose hold ran out, pass on offers that nobody answered, offer what is free."""
    now = utc_now()
    release_expired(now=now)
    expire_offers(now=now)
    offer_free(now=now)

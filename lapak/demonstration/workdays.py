"""Who works when at the demonstration branches, and the times that come of it."""

from datetime import date, datetime, time

from django.contrib.auth import get_user_model

from lapak.booking.operations import ensure_slots, set_plan
from lapak.booking.rules.states import Channel
from lapak.kernel.actors import Actor
from lapak.kernel.zones import local_date
from lapak.offices.operations import set_shift, set_terms
from lapak.offices.queries import BranchView, workdays
from lapak.offices.rules.workday import Terms
from lapak.people.rules import Role

OPERATOR = Actor.system(job="demonstration")
DAYS_OPEN = 8
ALL_DAY = time(0)  # whoever tries it at night finds officers at work
TERMS = Terms(lead_minutes=0, lot_minutes=0)  # a visitor books a time and walks in at once


def open_the_week(*, home: BranchView, east: BranchView, now: datetime) -> None:
    """Give the first branch its officers' shifts, the second places set by hand, and open their times."""
    today = local_date(moment=now, zone=home.timezone)
    if not workdays(branch_id=home.id, days=[today])[today].has_shifts:
        for branch in (home, east):
            first = local_date(moment=now, zone=branch.timezone)
            set_terms(branch_id=branch.id, first_day=first, terms=TERMS, actor=OPERATOR, now=now)
        _shifts(home, today, now)
    for channel, people in ((Channel.ONLINE, 6), (Channel.ONSITE, 2)):
        set_plan(branch_id=east.id, channel=channel, minutes=30, capacity=people)
    for branch in (home, east):
        first = local_date(moment=now, zone=branch.timezone)
        ensure_slots(branch_id=branch.id, first_day=first, days=DAYS_OPEN, now=now)


def _shifts(home: BranchView, today: date, now: datetime) -> None:
    officers = get_user_model().objects.filter(branch_id=home.id, roles__contains=[Role.OFFICER])
    for officer in officers:
        for weekday in range(7):
            set_shift(
                branch_id=home.id,
                officer_id=officer.pk,
                weekday=weekday,
                starts=ALL_DAY,
                ends=ALL_DAY,
                places=home.places_per_desk,
                first_day=today,
                actor=OPERATOR,
                now=now,
            )

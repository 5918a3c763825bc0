"""The branch of a rehearsed day: hours with a noon break, officers, booths, zones, and its bookings."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from lapak.booking.operations import SlotGone, book, fit_days
from lapak.booking.queries import SlotView, free_slots, person_key
from lapak.booking.rules.states import Channel
from lapak.config.rehearsal.people import Draws, Person
from lapak.kernel.actors import Actor
from lapak.kernel.ids import new_id
from lapak.kernel.zones import local, utc_moment
from lapak.offices.operations import save_branch, set_rest, set_shift, set_terms, set_zone
from lapak.offices.queries import BranchView
from lapak.offices.rules import Hours
from lapak.offices.rules.workday import Terms
from lapak.offices.rules.zones import Zone, ZoneKind

OPENS, CLOSES = time(8), time(15, 30)
NOON = (time(12), time(13))
BOOTHS = 6
OFFICERS = ((1, time(8), time(15, 30), 6), (2, time(8), time(15, 30), 6), (3, time(9), time(15), 5))
TERMS = Terms(online_percent=65, walk_in_percent=35, priority_percent=10, lead_minutes=0, lot_minutes=0)
HALL = Zone(ZoneKind.HALL, area_m2=45, distance_cm=150, people_limit=40, alarm_percent=80)
YARD = Zone(ZoneKind.YARD, people_limit=20)
BOOKED_SHARE = 0.85
PLANNER = Actor.system(job="rehearsal")
PARTICIPANT = Actor.participant(subject_id="rehearsal")


@dataclass(frozen=True)
class Expected:
    """Somebody of the day with what the register knows of them."""

    person: Person
    subject_id: UUID
    booking_id: UUID | None
    due_at: datetime | None


def open_branch(*, day: date) -> BranchView:
    """Make the branch with its officers for a day and return it."""
    before = datetime.combine(day - timedelta(days=7), time(1), tzinfo=UTC)
    hours = [Hours(weekday, OPENS, CLOSES) for weekday in range(5)]
    branch = save_branch(
        code="LATIHAN",
        hours=hours,
        booths=BOOTHS,
        name="Cabang latihan",
        timezone="Asia/Jakarta",
        hall_limit=40,
        priority_seats=2,
        pagers=12,
    )
    same: dict[str, Any] = {
        "branch_id": branch.id,
        "first_day": before.date(),
        "actor": PLANNER,
        "now": before,
    }
    set_rest(weekday=day.weekday(), starts=NOON[0], ends=NOON[1], **same)
    set_terms(terms=TERMS, **same)
    for zone in (HALL, YARD):
        set_zone(zone=zone, **same)
    for officer, starts, ends, places in OFFICERS:
        shift: dict[str, Any] = {"officer_id": officer, "weekday": day.weekday(), "places": places}
        set_shift(starts=starts, ends=ends, **shift, **same)
    return branch


def people_of(*, branch: BranchView, day: date, draws: Draws, walk_ins: int) -> list[Expected]:
    """Book the day and return everybody who may come, with those who come without an appointment."""
    before = utc_moment(day=day - timedelta(days=2), at=time(9), zone=branch.timezone)
    fit_days(branch_id=branch.id, first_day=day, days=1, now=before)
    found = []
    for slot in _slots(branch, day, before):
        clock = local(moment=slot.starts_at, zone=branch.timezone)
        for _ in range(slot.capacity):
            if draws.is_taken(BOOKED_SHARE):
                person = draws.booked(channel=Channel(slot.channel), due=clock.hour * 60 + clock.minute)
                with suppress(SlotGone):  # what is left is kept for priority people
                    found.append(_booked(person, slot, before))
    opens, closes = (clock.hour * 60 + clock.minute for clock in (OPENS, CLOSES))
    found += [
        Expected(draws.walk_in(opens=opens, closes=closes), new_id(), None, None) for _ in range(walk_ins)
    ]
    return [one for one in found if one.person.comes is not None]


def _slots(branch: BranchView, day: date, now: datetime) -> list[SlotView]:
    days = [
        one
        for channel in Channel
        for one in free_slots(branch_id=branch.id, channel=channel, now=now, days=3)
    ]
    return [slot for one in days if one.day == day for slot in one.slots]


def _booked(person: Person, slot: SlotView, now: datetime) -> Expected:
    subject_id = new_id()
    held = book(
        slot_id=slot.id,
        subject_id=subject_id,
        person_key=person_key(nik=str(subject_id)),
        actor=PARTICIPANT,
        now=now,
        priority=person.priority,
    )
    return Expected(person, subject_id, held.id, slot.starts_at)

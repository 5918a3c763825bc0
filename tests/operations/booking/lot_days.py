"""A day that is given out by lot, and people who want a place of it."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from lapak.booking.models import LotEntry, Release, Slot
from lapak.booking.operations import ensure_slots, enter, hold
from lapak.booking.operations.holding import HeldBooking
from lapak.booking.queries import LotPlace, person_key, place
from lapak.booking.rules.release import DRAW_AFTER, WAVE_EVERY, WAVES
from lapak.kernel.actors import Actor
from lapak.kernel.ids import new_id
from lapak.kernel.zones import local_date
from lapak.offices.queries import BranchView
from tests.operations.booking.branch_days import AT_ONCE, open_branch

ME = Actor.participant(subject_id="p")
BY_LOT = replace(AT_ONCE, lot_minutes=10)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
ALL_CALLED = WAVE_EVERY * WAVES


def lot_branch(code: str, *, zone: str = "Asia/Jakarta", places: int = 1, priority: int = 0) -> BranchView:
    """Return a branch whose days of twelve slots a channel are given out by lot, seven days ahead."""
    terms = replace(BY_LOT, priority_percent=priority)
    return open_branch(code, zone=zone, places=places, terms=terms)


def announced(branch: BranchView, now: datetime, *, channel: str = "online") -> Release:
    """Return the release of the day a week after `now`, whose window lies ahead."""
    day = local_date(moment=now, zone=branch.timezone) + timedelta(days=7)
    ensure_slots(branch_id=branch.id, first_day=day, days=1, now=now)
    return Release.objects.select_related("branch").get(branch_id=branch.id, channel=channel, day=day)


def ask(
    release: Release, at: datetime, *, nik: object, claim: UUID | None = None, priority: str = ""
) -> LotPlace:
    entry = enter(
        release_id=release.pk,
        subject_id=claim or new_id(),
        person_key=person_key(nik=str(nik)),
        now=at,
        priority=priority,
    )
    found = place(entry_id=entry)
    assert found is not None
    return found


def choose(place: LotPlace, slot: UUID, at: datetime) -> HeldBooking:
    return hold(slot_id=slot, subject_id=place.subject_id, person_key=place.person_key, actor=ME, now=at)


def slots(release: Release) -> list[UUID]:
    return list(Slot.objects.filter(release=release).order_by("starts_at").values_list("pk", flat=True))


def turns(release: Release) -> list[LotEntry]:
    return list(LotEntry.objects.filter(release=release, state="turn").order_by("rank"))


def draw_time(release: Release) -> datetime:
    return release.closes_at + DRAW_AFTER


def states(day: Release) -> dict[str, int]:
    found = list(LotEntry.objects.filter(release=day).values_list("state", flat=True))
    return {state: found.count(state) for state in found}

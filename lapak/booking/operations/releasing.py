"""Giving out a day: announced with a sealed seed, drawn, then turn by turn. Lock order: the release, its
entries by id, then slots by id.

Each step is safe to repeat and to run twice at the same time; none depends on having run at its minute, so a
restart in the rush loses nothing.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import BooleanField, ExpressionWrapper, F, Q

from lapak.booking.models import LotEntry, Release, Slot, Waiter
from lapak.booking.queries.lots import free_places, promised, turns_kept
from lapak.booking.rules.lot import Entrant, commitment_of, digest_of, draw
from lapak.booking.rules.release import (
    DRAW_AFTER,
    LONGEST,
    Call,
    InLine,
    LotState,
    Room,
    Window,
    calls,
    due,
)
from lapak.booking.rules.states import Channel
from lapak.booking.rules.waiting import WaiterState, answer_by
from lapak.journal.operations import record
from lapak.kernel.actors import Actor
from lapak.kernel.ids import new_id
from lapak.kernel.subjects import Subject
from lapak.offices.queries import BranchView
from lapak.offices.rules.workday import Workday
from lapak.outbox.operations import Debt, owe_all

DRAWER = Actor.system(job="booking.release_days")
MOST_AT_ONCE = 500  # people told in one transaction


@dataclass(frozen=True)
class Stepped:
    """What a step did: people drawn, turns given, people put on the waiting list, and whether it ended."""

    drawn: int = 0
    called: int = 0
    listed: int = 0
    ended: bool = False


def announce(
    *, branch: BranchView, workday: Workday, channel: Channel, window: Window | None, now: datetime
) -> Release | None:
    """Return the release that gives out a day, None when its times can be booked at once.

    A new one is made, and its seed sealed, only before its window opens. The caller plans the branch alone.
    """
    known = Release.objects.filter(branch_id=branch.id, channel=channel, day=workday.day).first()
    if known is not None:
        return known if known.ended_at is None else None
    if window is None or window.opens_at <= now:
        return None
    seed = secrets.token_hex(32)
    row = Release.objects.create(
        id=new_id(now=now),
        branch_id=branch.id,
        channel=channel,
        day=workday.day,
        opens_at=window.opens_at,
        closes_at=window.closes_at,
        priority_percent=workday.terms.priority_percent,
        seed=seed,
        commitment=commitment_of(seed=seed),
    )
    _tell(row, "release.announced", now, commitment=row.commitment, opens_at=row.opens_at.isoformat())
    return row


def release_days(*, now: datetime) -> int:
    """Take every release that is under way one step on; return how many people got a turn or an answer."""
    begun = Release.objects.filter(ended_at=None, closes_at__lte=now - DRAW_AFTER).order_by("closes_at")
    steps = [step(release_id=id, now=now) for id in list(begun.values_list("pk", flat=True))]
    return sum(one.called + one.listed for one in steps)


@transaction.atomic
def step(*, release_id: UUID, now: datetime) -> Stepped:
    """Draw the lot of a release whose window is over, then give the turns that are due; end it when nobody
    can be given one any more. Locks the release and its entries, at the end the slots.
    """
    row = Release.objects.select_for_update(no_key=True).get(pk=release_id)
    if row.ended_at is not None or now < row.closes_at + DRAW_AFTER:
        return Stepped()
    drawn = _draw(row, now) if row.drawn_at is None else 0
    _number(row)
    _settle(row, now)
    called = _call(row, now)
    row.save(update_fields=["seed", "digest", "places", "drawn", "numbered", "called", "drawn_at"])
    if called or _is_under_way(row, now):
        return Stepped(drawn=drawn, called=called)
    return Stepped(drawn=drawn, listed=_end(row, now), ended=True)


def _draw(row: Release, now: datetime) -> int:
    entries = {
        one.ticket: one
        for one in LotEntry.objects.select_for_update()
        .filter(release=row, state=LotState.WAITING, entered_at__lt=row.closes_at)
        .order_by("pk")
    }
    entrants = [Entrant(one.ticket, bool(one.priority)) for one in entries.values()]
    order = draw(seed=row.seed, entrants=entrants, priority_percent=row.priority_percent)
    _rank([entries[one.ticket].pk for one in order], first=1)
    LotEntry.objects.filter(release=row, rank__isnull=False).update(
        draw_rank=F("rank"), draw_priority=ExpressionWrapper(~Q(priority=""), output_field=BooleanField())
    )
    room = free_places(release_id=row.pk, now=now)
    row.digest, row.drawn_at, row.places = digest_of(entrants=entrants), now, room.general + room.kept
    row.drawn = row.numbered = len(order)
    _tell(row, "release.drawn", now, digest=row.digest, seed=row.seed, entries=row.drawn, places=row.places)
    return row.drawn


def _number(row: Release) -> None:
    """Give who came after the draw the next ranks, by arrival."""
    late = LotEntry.objects.filter(release=row, state=LotState.WAITING, rank=None)
    ids = list(late.order_by("entered_at", "pk").values_list("pk", flat=True))
    _rank(ids, first=row.numbered + 1)
    row.numbered += len(ids)


def _rank(ids: Sequence[UUID], *, first: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "update booking_lotentry e set rank = d.rank"
            " from unnest(%s::uuid[], %s::int[]) as d(id, rank) where e.id = d.id",
            [list(ids), list(range(first, first + len(ids)))],
        )


def _settle(row: Release, now: datetime) -> None:
    """End the turns of who has a promise now, and of who let the time pass.

    Whose turn passes without a place, because the day holds fewer meanwhile, goes on the waiting list.
    """
    turns = list(LotEntry.objects.select_for_update().filter(release=row, state=LotState.TURN).order_by("pk"))
    has = promised(person_keys=[one.person_key for one in turns])
    for one in turns:
        if has.get(one.person_key) == "confirmed":
            one.state = LotState.SERVED
        elif one.person_key not in has and one.turn_until is not None and one.turn_until <= now:
            one.state = LotState.PASSED
    over = [one for one in turns if one.state != LotState.TURN]
    for one in over:
        one.ended_at = now
    LotEntry.objects.bulk_update(over, ["state", "ended_at"], batch_size=MOST_AT_ONCE)
    passed = [one for one in over if one.state == LotState.PASSED]
    room = free_places(release_id=row.pk, now=now) if passed else Room(0, 0)
    _put_on_list(row, [one for one in passed if not (room.kept if one.kept else room.general)], now)


def _call(row: Release, now: datetime) -> int:
    """Give the turns that are due, each with a place behind it; return how many."""
    until = answer_by(now=now, zone=row.branch.timezone)
    if until > row.closes_at + LONGEST:
        return 0
    room, kept = free_places(release_id=row.pk, now=now), turns_kept(release_id=row.pk)
    room = Room(room.general - kept.general, room.kept - kept.kept)
    assert row.drawn_at is not None
    far = due(places=row.places, drawn_at=row.drawn_at, now=now)
    line = LotEntry.objects.select_for_update().filter(
        release=row, state=LotState.WAITING, rank__isnull=False
    )
    if far is not None:
        line = line.filter(rank__lte=far)
    if room.general <= 0:
        line = line.exclude(priority="")
    most = min(max(0, room.general) + max(0, room.kept), MOST_AT_ONCE)
    waiting = {one.pk: one for one in line.order_by("rank")[:most]}
    found = calls(line=[InLine(one.pk, bool(one.priority)) for one in waiting.values()], room=room)
    called = [_with_turn(waiting[one.id], one, now, until) for one in found]
    LotEntry.objects.bulk_update(called, ["state", "kept", "turn_at", "turn_until"])
    row.called = max([row.called, *(one.rank or 0 for one in called)])
    _owe_mails("lot_turn", called, now)
    return len(called)


def _with_turn(entry: LotEntry, call: Call, now: datetime, until: datetime) -> LotEntry:
    entry.state, entry.kept, entry.turn_at, entry.turn_until = LotState.TURN, call.kept, now, until
    return entry


def _is_under_way(row: Release, now: datetime) -> bool:
    """Return whether somebody may still choose, or may still be called."""
    if now >= row.closes_at + LONGEST:
        return False
    entries = LotEntry.objects.filter(release=row)
    if entries.filter(state=LotState.TURN).exists():
        return True
    line = entries.filter(state=LotState.WAITING)
    room = free_places(release_id=row.pk, now=now)
    if room.general <= 0:
        line = line.exclude(priority="") if room.kept > 0 else line.none()
    return line.exists()


def _end(row: Release, now: datetime) -> int:
    """Open what is free to everybody, and put who is left in line on the waiting list; return how many."""
    row.ended_at = now
    row.save(update_fields=["ended_at"])
    left = list(
        LotEntry.objects.select_for_update()
        .filter(release=row, state__in=[LotState.WAITING, LotState.TURN])
        .order_by("pk")
    )
    _put_on_list(row, left, now)
    slots = Slot.objects.select_for_update().filter(release=row).order_by("pk")
    Slot.objects.filter(pk__in=[one.pk for one in slots]).update(opens_at=now)
    _tell(row, "release.ended", now, listed=len(left), numbered=row.numbered)
    return len(left)


def _put_on_list(row: Release, entries: list[LotEntry], now: datetime) -> None:
    """Put people on the waiting list of the branch, in the order of the line, and tell them."""
    entries.sort(key=lambda one: (one.rank or row.numbered + 1, one.entered_at, one.pk))
    ids = [one.pk for one in entries]
    LotEntry.objects.filter(pk__in=ids).update(state=LotState.LISTED, ended_at=now)
    Waiter.objects.bulk_create(_waiters(row, entries, now), ignore_conflicts=True)
    _owe_mails("lot_listed", entries, now)


def _waiters(row: Release, entries: Sequence[LotEntry], now: datetime) -> Iterable[Waiter]:
    """Return a place in the waiting list for each, by rank; who waits already stays where they are.

    The rank tells people apart also when some are listed a moment later in the same step.
    """
    for n, one in enumerate(entries):
        yield Waiter(
            id=new_id(now=now),
            subject_id=one.subject_id,
            person_key=one.person_key,
            branch_id=row.branch_id,
            channel=row.channel,
            priority=one.priority,
            state=WaiterState.WAITING,
            joined_at=now + timedelta(microseconds=one.rank or row.numbered + 1 + n),
        )


def _owe_mails(template: str, entries: Sequence[LotEntry], now: datetime) -> None:
    owe_all(
        [
            Debt(
                kind="mail.send",
                key=f"mail:{template}:{one.pk}:{one.rank}",
                payload={"template": template, "subject_id": str(one.subject_id), "entry": str(one.pk)},
                subject=Subject("lot_entry", str(one.pk)),
            )
            for one in entries
        ],
        now=now,
    )


def _tell(row: Release, what: str, now: datetime, **data: object) -> None:
    record(subject=Subject("release", str(row.pk)), what=what, actor=DRAWER, now=now, data=data)

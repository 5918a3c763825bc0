"""Telling people before a zone is full. Locks the count of a zone, after any ticket."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from lapak.journal.operations import record
from lapak.kernel.actors import Actor
from lapak.kernel.errors import NotFound
from lapak.kernel.ids import new_id
from lapak.kernel.subjects import Subject
from lapak.offices import queries as offices
from lapak.offices.rules.zones import ZoneKind
from lapak.outbox.operations import owe
from lapak.people.queries import staff_address, staff_of_branch
from lapak.people.rules import Role
from lapak.queueing.models import AlarmNotice, CrowdAlarm, CrowdSample, ZoneCount
from lapak.queueing.queries.crowd import ZoneNow, zones_of
from lapak.queueing.rules.crowd import is_alarming

WATCH = Actor.system(job="queueing.watch")
SAMPLED_EACH = timedelta(minutes=5)
SAMPLES_KEPT = timedelta(days=400)


def watch(*, branch_id: UUID, now: datetime, only: ZoneKind | None = None) -> None:
    """Raise, follow and end the alarms of a branch, or of one zone, by who is inside now.

    Looks first and locks only where something changes, one zone after the other: who holds the lock of a zone
    watches only that one. Raises NotFound(`branch_unknown`).
    """
    seen = {each.zone.kind: each for each in zones_of(branch=offices.branch(branch_id=branch_id), now=now)}
    changed = {kind for kind, each in seen.items() if _differs(each)}
    if only is None:
        on = CrowdAlarm.objects.filter(branch_id=branch_id, ended_at=None).exclude(zone__in=seen)
        changed |= {ZoneKind(row.zone) for row in on}  # zones that are kept no longer
    for zone in sorted(changed):
        if only in (None, zone):
            _settle(branch_id=branch_id, zone=zone, now=now)


def watch_all(*, now: datetime) -> None:
    """Watch every branch once."""
    for branch in offices.branches():
        watch(branch_id=branch.id, now=now)


@transaction.atomic
def take_alarm(*, alarm_id: UUID, branch_id: UUID, staff_id: int, actor: Actor, now: datetime) -> None:
    """Note who sees to an alarm; the first one stays. Locks the alarm. Raises NotFound(`alarm_unknown`)."""
    row = CrowdAlarm.objects.select_for_update().filter(pk=alarm_id, branch_id=branch_id).first()
    if row is None:
        raise NotFound("alarm_unknown")
    if row.taken_at is None:
        row.taken_by, row.taken_at = staff_id, now
        row.save(update_fields=["taken_by", "taken_at"])
        _tell(row, "crowd.alarm_taken", actor, now)


def note_sent(*, alarm_id: UUID, staff_id: int, now: datetime) -> None:
    """Note that the mail about an alarm left for somebody; noted twice, the first moment stays."""
    AlarmNotice.objects.filter(alarm_id=alarm_id, staff_id=staff_id, sent_at=None).update(sent_at=now)


def sample_all(*, now: datetime) -> int:
    """Keep how full every zone of every open branch is, once in five minutes; return how many were kept.

    A closed branch is sampled too while people are inside.
    """
    at = now.replace(minute=now.minute - now.minute % 5, second=0, microsecond=0)
    kept = []
    for branch in offices.branches():
        zones = zones_of(branch=branch, now=now)
        if any(each.inside for each in zones) or offices.is_open(branch_id=branch.id, at=now):
            kept += [
                CrowdSample(
                    branch_id=branch.id,
                    zone=each.zone.kind,
                    at=at,
                    inside=each.inside,
                    limit=each.zone.limit,
                )
                for each in zones
            ]
    CrowdSample.objects.bulk_create(kept, ignore_conflicts=True)
    return len(kept)


def forget_samples(*, now: datetime) -> int:
    """Delete samples older than four hundred days; return how many."""
    return CrowdSample.objects.filter(at__lt=now - SAMPLES_KEPT).delete()[0]


def locked_count(*, branch_id: UUID, zone: ZoneKind) -> ZoneCount:
    """Return the locked count of a zone."""
    row, _ = ZoneCount.objects.select_for_update(no_key=True).get_or_create(branch_id=branch_id, zone=zone)
    return row


def _differs(seen: ZoneNow) -> bool:
    """Return whether the alarm of a zone has to begin, end, or note that more are inside."""
    alarm = seen.alarm
    if is_alarming(was=alarm is not None, inside=seen.inside, zone=seen.zone) != (alarm is not None):
        return True
    return alarm is not None and (
        seen.inside > alarm.most or (alarm.full_at is None and seen.inside >= seen.zone.limit)
    )


@transaction.atomic
def _settle(*, branch_id: UUID, zone: ZoneKind, now: datetime) -> None:
    locked_count(branch_id=branch_id, zone=zone)
    found = zones_of(branch=offices.branch(branch_id=branch_id), now=now)
    seen = next((each for each in found if each.zone.kind is zone), None)
    row = CrowdAlarm.objects.filter(branch_id=branch_id, zone=zone, ended_at=None).first()
    is_on = seen is not None and is_alarming(was=row is not None, inside=seen.inside, zone=seen.zone)
    if seen is not None and is_on:
        _follow(row, seen, now) if row else _begin(branch_id, seen, now)
    elif row is not None:
        row.ended_at = now
        row.save(update_fields=["ended_at"])
        _tell(row, "crowd.alarm_ended", WATCH, now)


def _begin(branch_id: UUID, seen: ZoneNow, now: datetime) -> None:
    row = CrowdAlarm.objects.create(
        id=new_id(now=now),
        branch_id=branch_id,
        zone=seen.zone.kind,
        limit=seen.zone.limit,
        began_at=now,
        began_with=seen.inside,
        most=seen.inside,
        full_at=now if seen.inside >= seen.zone.limit else None,
    )
    heads = [one for one in staff_of_branch(branch_id=branch_id) if Role.BRANCH_HEAD in one.roles]
    for one in heads:
        by_mail = bool(staff_address(id=one.id))
        AlarmNotice.objects.create(alarm=row, staff_id=one.id, owed_at=now if by_mail else None)
        if by_mail:
            owe(
                kind="mail.crowd_alarm",
                key=f"mail:crowd_alarm:{row.pk}:{one.id}",
                payload={"alarm": str(row.pk), "staff": one.id},
                subject=Subject("zone", f"{branch_id}:{row.zone}"),
                now=now,
            )
    _tell(row, "crowd.alarm", WATCH, now)


def _follow(row: CrowdAlarm, seen: ZoneNow, now: datetime) -> None:
    row.most = max(row.most, seen.inside)
    is_full_now = row.full_at is None and seen.inside >= seen.zone.limit
    row.full_at = now if is_full_now else row.full_at
    row.save(update_fields=["most", "full_at"])
    if is_full_now:
        _tell(row, "crowd.full", WATCH, now)


def _tell(row: CrowdAlarm, what: str, actor: Actor, now: datetime) -> None:
    record(
        subject=Subject("crowd_alarm", str(row.pk)),
        what=what,
        actor=actor,
        now=now,
        data={
            "branch": str(row.branch_id),
            "zone": row.zone,
            "most": row.most,
            "limit": row.limit,
            "told": list(row.notices.order_by("staff_id").values_list("staff_id", flat=True)),
        },
        topics=[f"branch:{row.branch_id}", f"office:{row.branch_id}"],
    )

"""What came of a rehearsed day, in figures."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import quantiles
from typing import Any
from uuid import UUID

from lapak.config.rehearsal.day import Day
from lapak.offices.rules.zones import ZoneKind
from lapak.queueing.queries import VisitRecord, alarms, estimate_record, visits_of_day

TARGETS = {"estimates_held": 0.80}
AT_ONCE = timedelta(minutes=1)


def report(*, lived: Day) -> dict[str, Any]:
    """Return the figures of the day; minutes everywhere, moments in ISO and UTC."""
    rows = visits_of_day(branch_id=lived.branch.id, day=lived.day)
    record = estimate_record(first_day=lived.day, last_day=lived.day, branch_id=lived.branch.id)
    states = Counter(row.state for row in rows)
    calls = [_call(row) for row in rows if row.first_called_at]
    most = max(lived.looked, key=lambda one: one.inside)
    return {
        "day": lived.day.isoformat(),
        "seed": lived.seed,
        "people": {
            "expected": len(lived.people),
            "arrived": len(rows),
            "with_companions": sum(bool(row.companions) for row in rows),
            "companions": sum(row.companions for row in rows),
            "priority": sum(bool(row.priority) for row in rows),
            "by_video": sum(row.channel == "online" for row in rows),
            "without_appointment": sum(not row.was_booked for row in rows),
            **dict(sorted(states.items())),
        },
        "waits": {
            kind: _spread([one["wait"] for one in calls if one["kind"] == kind])
            for kind in sorted({one["kind"] for one in calls})
        },
        "estimates": {
            "called": record.called,
            "held": record.held,
            "sooner": record.sooner,
            "later": record.later,
            "share": round(record.share or 0, 3),
            "share_of_who_waited": _held_of_who_waited(rows),
        },
        "hall": {
            "limit": most.limit,
            "alarm_at": most.alarm_at,
            "most_inside": most.inside,
            "most_inside_at": most.at.isoformat(),
            "over_limit_looks": sum(one.inside > one.limit for one in lived.looked),
            "most_outside": max(one.outside for one in lived.looked),
        },
        "alarms": _alarms(lived.branch.id, lived.clock(0)),
        "calls": calls,
        "looked": [
            {"at": one.at.isoformat(), "inside": one.inside, "waiting": one.waiting, "outside": one.outside}
            for one in lived.looked
        ],
    }


def missed(*, figures: dict[str, Any]) -> list[str]:
    """Return which targets the day did not reach."""
    return [] if figures["estimates"]["share"] >= TARGETS["estimates_held"] else ["estimates_held"]


def _held_of_who_waited(rows: Sequence[VisitRecord]) -> float | None:
    """Return the share that held of those who were not called at once: the harder half of the question."""
    held = [
        row.earliest <= row.first_called_at <= row.latest
        for row in rows
        if row.first_called_at and row.earliest and row.latest
        if row.first_called_at - row.arrived_at > AT_ONCE
    ]
    return round(sum(held) / len(held), 3) if held else None


def _call(row: VisitRecord) -> dict[str, Any]:
    assert row.first_called_at is not None  # the caller left out who was not called
    kind = "video" if row.channel == "online" else "visit" if row.was_booked else "walk_in"
    wait = (row.first_called_at - row.arrived_at).total_seconds() / 60
    return {
        "kind": kind,
        "arrived_at": row.arrived_at.isoformat(),
        "called_at": row.first_called_at.isoformat(),
        "wait": round(wait, 2),
    }


def _spread(minutes: Sequence[float]) -> dict[str, float]:
    cuts = quantiles(minutes, n=10, method="inclusive") if len(minutes) > 1 else [*minutes] * 9
    return {"people": len(minutes), "p50": round(cuts[4], 1), "p90": round(cuts[8], 1), "most": max(minutes)}


def _alarms(branch_id: UUID, since: datetime) -> list[dict[str, Any]]:
    rows = [one for one in alarms(branch_id=branch_id, since=since) if one.zone == ZoneKind.HALL]
    return [
        {
            "began_at": row.began_at.isoformat(),
            "ended_at": row.ended_at.isoformat() if row.ended_at else None,
            "began_with": row.began_with,
            "most": row.most,
            "full_at": row.full_at.isoformat() if row.full_at else None,
        }
        for row in reversed(rows)
    ]

"""Telling booking how long people really took, so that tomorrow's slots fit."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from lapak.booking.operations import learn
from lapak.booking.rules.pace import Served, counted_minutes
from lapak.booking.rules.states import Channel
from lapak.claims.queries.find import reasons
from lapak.queueing.queries import services_of_day


def learn_day(*, day: date) -> int:
    """Learn from the services of a day, one transaction a branch; return how many counted. Safe to repeat."""
    services = services_of_day(day=day)
    why = reasons(claim_ids={one.subject_id for one in services})
    minutes: dict[UUID, dict[tuple[str, str], list[float]]] = defaultdict(lambda: defaultdict(list))
    for one in services:
        counted = counted_minutes(seconds=one.seconds)
        if counted is not None:
            minutes[one.branch_id][one.channel, why.get(one.subject_id, "")].append(counted)
    for branch_id, kinds in minutes.items():
        served = [
            Served(Channel(channel), kind, len(took), sum(took)) for (channel, kind), took in kinds.items()
        ]
        learn(branch_id=branch_id, day=day, served=served)
    return sum(len(took) for kinds in minutes.values() for took in kinds.values())

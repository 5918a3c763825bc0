"""The bar on every page of the office that tells a branch head of a zone that fills."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from lapak.kernel.clock import utc_now
from lapak.kernel.zones import format_time
from lapak.offices.queries import branch
from lapak.people.queries import staff_of_branch
from lapak.people.rules import Role
from lapak.queueing.queries import AlarmView, alarms
from lapak.web.crowd.words import ZONES


@dataclass(frozen=True)
class Alarms:
    """The alarms that are on, in sentences, and whether somebody sees to each. `key` changes with them."""

    lines: tuple[tuple[str, bool], ...]
    key: str


def alarms_on(request: HttpRequest) -> Alarms | None:
    """Return the alarms at the branch of the reader; None for who is no head of a branch."""
    member: Any = getattr(request, "staff", None)
    if member is None or Role.BRANCH_HEAD not in member.roles or member.branch_id is None:
        return None
    found = [one for one in alarms(branch_id=member.branch_id, since=utc_now()) if one.ended_at is None]
    if not found:
        return Alarms((), "")
    zone = branch(branch_id=member.branch_id).timezone
    names = {one.id: one.display_name for one in staff_of_branch(branch_id=member.branch_id)}
    lines = tuple((_words(one, zone, names), one.taken_by is not None) for one in found)
    return Alarms(lines, "-".join(map(_key, found)))


def _key(one: AlarmView) -> str:
    return f"{one.id.hex}.{one.full_at is not None:d}.{one.taken_by or 0}"


def _words(one: AlarmView, zone: str, names: dict[int, str]) -> str:
    facts = {
        "zone": ZONES[one.zone],
        "limit": one.limit,
        "at": format_time(moment=one.full_at or one.began_at, zone=zone),
    }
    if one.taken_by is not None:
        return _("%(zone)s ramai sejak %(at)s, ditangani %(who)s.") % {
            **facts,
            "who": names.get(one.taken_by, "–"),
        }
    if one.full_at is not None:
        return _("%(zone)s penuh sejak %(at)s, batasnya %(limit)s orang. Tahan yang di luar.") % facts
    return _("%(zone)s hampir penuh sejak %(at)s, batasnya %(limit)s orang.") % facts

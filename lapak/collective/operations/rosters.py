"""A roster is begun, and what its operations share. Lock order: the roster, its file, its rows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from lapak.claims.programmes import programme as programme_by_code
from lapak.claims.programmes import usual_programme
from lapak.collective.models import Roster, RosterFile
from lapak.collective.queries.mandates import ZONE, MandateView, own_mandate
from lapak.collective.rules.verdicts import BUSY_STATES
from lapak.journal.operations import record
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict, NotFound
from lapak.kernel.ids import new_id
from lapak.kernel.subjects import Subject
from lapak.kernel.zones import local_date
from lapak.locks import lock_names


@dataclass(frozen=True)
class RosterBegun:
    """A roster and its number, as `KOL-2020-0092`."""

    id: UUID
    number: str


@transaction.atomic
def begin_roster(*, actor: Actor, now: datetime, programme: str = "") -> RosterBegun:
    """Begin a list of workers for the representative's company and return it; the usual programme by default.

    Raises NotFound(`company_unknown`), NotAllowed for a mandate that is not in force, ProgrammeUnknown.
    """
    mandate = own_mandate(actor=actor, now=now)
    whose = programme_by_code(programme) if programme else usual_programme()
    row = Roster.objects.create(
        id=new_id(now=now),
        number=_next_number(now),
        company_id=mandate.company_id,
        mandate_id=mandate.id,
        programme=whose.code,
        created_at=now,
    )
    tell(row, "roster.begun", actor, now, programme=whose.code)
    return RosterBegun(row.pk, row.number)


def locked(roster_id: UUID, actor: Actor, now: datetime) -> tuple[Roster, MandateView]:
    """Return the roster, locked, and the mandate under which its company's representative acts on it.

    Raises NotFound(`roster_unknown`, `company_unknown`), Conflict(`roster_closed`), NotAllowed.
    """
    row = Roster.objects.select_for_update(of=("self",)).filter(pk=roster_id).first()
    if row is None:
        raise NotFound("roster_unknown")
    mandate = own_mandate(actor=actor, now=now, company_id=row.company_id)
    if row.closed_at is not None:
        raise Conflict("roster_closed")
    return row, mandate


def require_idle(roster: Roster) -> None:
    """Raise Conflict(`roster_file_at_work`) while a file of the roster is being read."""
    if RosterFile.objects.filter(roster=roster, state__in=BUSY_STATES).exists():
        raise Conflict("roster_file_at_work")


def changed(roster: Roster, *fields: str) -> None:
    """Save the roster under its next version."""
    roster.version += 1
    roster.save(update_fields=["version", *fields])


def rows_changed(roster: Roster, *fields: str) -> None:
    """Save the roster under its next version, whose 30 % sum has to be worked out anew."""
    roster.rows_version += 1
    changed(roster, "rows_version", *fields)


def tell(roster: Roster, what: str, actor: Actor, now: datetime, **data: Any) -> None:
    """Record what happened to a roster, whose row is locked; never what stands in its rows."""
    record(
        subject=Subject("roster", str(roster.pk)),
        what=what,
        actor=actor,
        now=now,
        data={"version": roster.version, **data},
        topics=[f"company:{roster.company_id}"],
    )


def _next_number(now: datetime) -> str:
    """Return the next number of the year; an advisory lock keeps others waiting until the commit."""
    year = local_date(moment=now, zone=ZONE).year
    lock_names("collective roster number")
    serials = Roster.objects.filter(number__startswith=f"KOL-{year}-").values_list("number", flat=True)
    last = max((int(number.rsplit("-", 1)[1]) for number in serials), default=0)
    return f"KOL-{year}-{last + 1:04d}"

"""Rows are repaired one by one on the page; a number that one gives up goes to the row that waits for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from lapak.collective.models import Roster, RosterRow, Worker
from lapak.collective.operations.judging import READ, Freed, holders, judge_freed, judge_row, layouts_of
from lapak.collective.operations.rosters import locked, require_idle, rows_changed, tell
from lapak.collective.queries.grounds import ground_of
from lapak.collective.rules.repairs import merged, read_again
from lapak.collective.rules.rows import Seen
from lapak.collective.rules.verdicts import RowVerdict
from lapak.kernel.actors import Actor
from lapak.kernel.errors import Conflict, NotFound


@dataclass(frozen=True)
class RowChanged:
    """A row after it was repaired: its verdict, and the version it now has."""

    serial: int
    verdict: RowVerdict
    version: int


@transaction.atomic
def repair_row(
    *,
    roster_id: UUID,
    serial: int,
    version: int,
    cells: Mapping[str, str],
    actor: Actor,
    now: datetime,
) -> RowChanged:
    """Take the cells that were typed anew, by the code of their column, and read the row again.

    Rows that were turned away for a number it gives up are judged anew. Locks the roster, then the rows.
    Raises NotFound(`row_unknown`), Conflict(`row_changed_meanwhile`, `row_filed_already`,
    `roster_file_at_work`, `roster_closed`), and what `locked` raises.
    """
    roster, row = _row(roster_id, serial, version, actor, now)
    freed, layout, ground = Freed(), layouts_of(row.file)[row.sheet], ground_of(roster, now=now)
    freed.add(row)
    row.raw = merged(row.raw, layout, cells)
    typed = read_again(row.raw, layout, ground=ground, seen=Seen(), serial=serial).values
    seen = holders(roster, niks={typed.nik}, kpjs={typed.kpj}, but=serial)
    judge_row(row, layout, ground=ground, seen=seen, now=now)
    row.save(update_fields=READ)
    others = judge_freed(roster, freed, ground=ground, now=now)
    rows_changed(roster)
    counts = {"serial": serial, "verdict": row.verdict, "others": len(others)}
    tell(roster, "roster.row_repaired", actor, now, **counts)
    return RowChanged(serial, RowVerdict(row.verdict), row.version)


@transaction.atomic
def remove_row(*, roster_id: UUID, serial: int, version: int, actor: Actor, now: datetime) -> RowChanged:
    """Take a worker off the list; what was typed stays on record. Locks and raises as `repair_row`."""
    roster, row = _row(roster_id, serial, version, actor, now)
    freed = Freed()
    freed.add(row)
    row.verdict, row.version, row.changed_at = RowVerdict.REMOVED, row.version + 1, now
    row.save(update_fields=["verdict", "version", "changed_at"])
    others = judge_freed(roster, freed, ground=ground_of(roster, now=now), now=now)
    rows_changed(roster)
    tell(roster, "roster.row_removed", actor, now, serial=serial, others=len(others))
    return RowChanged(serial, RowVerdict.REMOVED, row.version)


def _row(roster_id: UUID, serial: int, version: int, actor: Actor, now: datetime) -> tuple[Roster, RosterRow]:
    roster, _ = locked(roster_id, actor, now)
    require_idle(roster)
    rows = RosterRow.objects.select_for_update(of=("self",)).select_related("file")
    row = rows.filter(roster=roster, serial=serial).first()
    if row is None:
        raise NotFound("row_unknown")
    if row.version != version:
        raise Conflict("row_changed_meanwhile")
    if filed([row]):
        raise Conflict("row_filed_already")
    return roster, row


def filed(rows: Sequence[RosterRow]) -> set[int]:
    """Return the ids of the rows whose worker's claim was begun."""
    found = Worker.objects.filter(row__in=rows).exclude(filed=Worker.Filed.NOT_YET)
    return set(found.values_list("row_id", flat=True))

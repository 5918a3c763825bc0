"""Rows of a roster are judged anew: one that was changed, and those that wait for numbers it gave up.

The roster is locked by whoever calls.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import Q

from lapak.collective.models import Roster, RosterFile, RosterRow
from lapak.collective.rules.layouts import Layout
from lapak.collective.rules.repairs import read_again, widened
from lapak.collective.rules.rows import Ground, Seen
from lapak.collective.rules.verdicts import RowVerdict

READ = (
    *("raw", "verdict", "problems", "notes", "name", "nik", "kpj", "birth_date", "started_on", "ended_on"),
    *("reason", "phone", "email", "bank_code", "account_number", "account_name", "npwp", "last_wage"),
    *("version", "changed_at"),
)
_WAITS_FOR_A_NUMBER = (
    Q(verdict=RowVerdict.DUPLICATE)
    | Q(problems__contains=[{"code": "nik_of_another_row"}])
    | Q(problems__contains=[{"code": "kpj_of_another_row"}])
)


@dataclass
class Freed:
    """Numbers that accepted rows gave up, or may have."""

    niks: set[str] = field(default_factory=set)
    kpjs: set[str] = field(default_factory=set)

    def add(self, row: RosterRow) -> None:
        """Add the numbers of a row before it changes; only an accepted one has any."""
        if row.verdict == RowVerdict.ACCEPTED:
            self.niks.add(row.nik)
            self.kpjs.add(row.kpj)


def layouts_of(file: RosterFile) -> list[Layout]:
    """Return the layouts of a file's lists, with a place for each column that we know."""
    return [widened(Layout.from_data(data)) for data in file.sheets]


def judge_row(row: RosterRow, layout: Layout, *, ground: Ground, seen: Seen, now: datetime) -> None:
    """Read a row anew and set what is kept of it, unsaved; accepted, it is remembered in `seen`."""
    its_ground = replace(ground, epoch=row.file.epoch)
    read = read_again(row.raw, layout, ground=its_ground, seen=seen, serial=row.serial)
    row.verdict = read.verdict
    row.problems = [problem.as_data() for problem in read.problems]
    row.notes = [note.as_data() for note in read.notes]
    for name, value in read.values._asdict().items():
        setattr(row, "bank_code" if name == "bank" else name, value)
    row.version += 1
    row.changed_at = now


def judge_freed(
    roster: Roster, freed: Freed, *, ground: Ground, now: datetime, seen: Seen | None = None
) -> list[RosterRow]:
    """Judge the rows anew that were turned away for one of these numbers, save and return them.

    `seen` are the people on the roster now; without it they are looked up. Locks the rows, by serial.
    """
    bears = Q(nik__in=freed.niks - {""}) | Q(kpj__in=freed.kpjs - {""})
    found = RosterRow.objects.select_for_update(of=("self",)).filter(_WAITS_FOR_A_NUMBER, bears)
    rows = list(
        found.exclude(verdict=RowVerdict.REMOVED)
        .filter(roster=roster)
        .select_related("file")
        .order_by("serial")
    )
    if seen is None:
        seen = holders(roster, niks={row.nik for row in rows}, kpjs={row.kpj for row in rows})
    for row in rows:
        judge_row(row, layouts_of(row.file)[row.sheet], ground=ground, seen=seen, now=now)
    RosterRow.objects.bulk_update(rows, READ)
    return rows


def holders(roster: Roster, *, niks: Collection[str], kpjs: Collection[str], but: int = 0) -> Seen:
    """Return who is accepted on a roster under one of these numbers, but for the row with one serial."""
    same = Q(nik__in=niks) | Q(kpj__in=kpjs)
    rows = RosterRow.objects.filter(same, roster=roster, verdict=RowVerdict.ACCEPTED).exclude(serial=but)
    seen = Seen()
    for nik, kpj, serial in rows.values_list("nik", "kpj", "serial"):
        seen.niks[nik] = seen.kpjs[kpj] = serial
    return seen


def save_judged(rows: Sequence[RosterRow]) -> None:
    """Save rows, of which one may take a number that another gives up: first nobody has any."""
    RosterRow.objects.filter(pk__in=[row.pk for row in rows]).update(verdict=RowVerdict.TO_REPAIR)
    RosterRow.objects.bulk_update(rows, READ)

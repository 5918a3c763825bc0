"""What reading a roster rests on: the day, its programme's reasons, and the people on it already."""

from datetime import date, datetime
from typing import Any

from lapak.claims.programmes import programme
from lapak.collective.models import Roster, RosterRow
from lapak.collective.queries.mandates import ZONE
from lapak.collective.rules.cell_words import reason_words
from lapak.collective.rules.rows import Ground, Seen
from lapak.collective.rules.verdicts import RowVerdict
from lapak.kernel.zones import local_date
from lapak.offices.regions import province_codes


def ground_of(roster: Roster, *, now: datetime) -> Ground:
    """Return the ground on which rows of a roster are read now."""
    on = local_date(moment=now, zone=ZONE)
    return Ground(on=on, provinces=province_codes(), reasons=reasons_of(roster, on=on))


def reasons_of(roster: Roster, *, on: date) -> dict[str, str]:
    """Return the ways to write the reasons that the roster's programme has on the day."""
    rules = programme(roster.programme).rule_set_on(on)
    return reason_words({one.code: one.label for one in rules.reasons})


def people_on(roster: Roster, **only: Any) -> Seen:
    """Return the people accepted on a roster; `only` narrows the rows."""
    rows = RosterRow.objects.filter(roster=roster, verdict=RowVerdict.ACCEPTED, **only)
    listed = list(rows.values_list("nik", "kpj", "serial"))
    return Seen({nik: serial for nik, _, serial in listed}, {kpj: serial for _, kpj, serial in listed})


def roster_serial(number: str) -> int:
    """Return the number of a roster as it stands in the codes of its rows: 200092 for KOL-2020-0092."""
    _, year, serial = number.split("-")
    return int(year[2:] + serial)

"""Tax withheld in a month: what the slips (bukti potong PPh 21) and the monthly return are made of."""

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from lapak.claims.models import Claim
from lapak.claims.programmes import programme
from lapak.claims.queries.parties import acting_facts, acting_person
from lapak.claims.rules.claim_moves import ClaimState
from lapak.claims.rules.npwp import NpwpState
from lapak.claims.rules.parties import AFTER_DEATH
from lapak.kernel.zones import local_date, utc_moment

UNKNOWN_CODE = ""


@dataclass(frozen=True)
class Withheld:
    """Tax withheld from one payment, in rupiah: of the member, or of who was paid after a death.

    Personal data; record who takes it along. `npwp` is empty unless an officer found the number right.
    """

    claim_id: UUID
    number: str
    paid_on: date
    name: str
    nik: str
    npwp: str
    gross: int
    tax: int
    net: int
    object_code: str
    final: bool
    tax_table: str


def withheld(*, branch_id: UUID, zone: str, month: date) -> tuple[Withheld, ...]:
    """Return the payments of a branch that arrived in the month of its clock, by day; untaxed ones included.

    `month` is any day of it.
    """
    first = month.replace(day=1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    begin, end = (utc_moment(day=day, at=time(), zone=zone) for day in (first, following))
    rows = Claim.objects.filter(
        branch_id=branch_id, state=ClaimState.PAID, paid_at__gte=begin, paid_at__lt=end
    ).order_by("paid_at", "pk")
    return tuple(_withheld(row, zone) for row in rows)


def _withheld(row: Claim, zone: str) -> Withheld:
    facts = acting_facts(row)
    after_death = facts is not None and facts.capacity in AFTER_DEATH
    person = acting_person(row) if after_death else None
    tables = {table.id: table for table in programme(row.programme).tax_tables}
    table = tables.get(row.tax_table)
    assert row.paid_at is not None  # the filter chose those that are paid
    return Withheld(
        claim_id=row.pk,
        number=row.number or "",
        paid_on=local_date(moment=row.paid_at, zone=zone),
        name=person.name if person else row.name,
        nik=person.nik if person else row.nik,
        npwp=row.npwp if row.npwp_state == NpwpState.CONFIRMED else "",
        gross=row.gross or 0,
        tax=row.tax or 0,
        net=row.net or 0,
        object_code=table.object_code if table else UNKNOWN_CODE,
        final=table.final if table else True,
        tax_table=table.label if table else row.tax_table,
    )

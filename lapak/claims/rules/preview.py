"""What a choice on a disputed point would change: the same few payments worked out under each option."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from lapak.claims.rules.benefit import AccountFigures, PaymentFacts, Sum, work_out
from lapak.claims.rules.npwp import NpwpState, npwp_counts
from lapak.claims.rules.points import Change, Point, choices_on
from lapak.claims.rules.tax import TaxTable
from lapak.claims.rules.treatment import Part, TaxRules, days_of, tables_needed

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Sample:
    """A payment to show: of a balance in rupiah, a share of it or all, so many years after a first part.

    `after` names what was paid first: nothing, a part, or everything.
    """

    balance: int
    share_percent: int | None = None
    after: str = ""
    years: int = 0
    npwp: bool = True


SAMPLES = (
    Sample(60 * MILLION + 999),
    Sample(120 * MILLION),
    Sample(120 * MILLION, share_percent=30),
    Sample(84 * MILLION, after="part", years=1),
    Sample(84 * MILLION, after="part", years=2),
    Sample(84 * MILLION, after="part", years=2, npwp=False),
    Sample(1 * MILLION, after="full", years=2),
)


@dataclass(frozen=True, slots=True)
class Previewed:
    """A sample with its sum under each option of the point, in the order of the options."""

    sample: Sample
    sums: tuple[Sum, ...]

    @property
    def changes(self) -> bool:
        """Whether the options make a difference to it."""
        return len({(one.gross, one.tax) for one in self.sums}) > 1


def preview(
    point: Point,
    *,
    points: Iterable[Point],
    changes: Iterable[Change],
    tables: tuple[TaxTable, ...],
    on: date,
) -> tuple[Previewed, ...]:
    """Return the samples, paid on the day, under each option of the point; all else as it is in force."""
    points, changes = tuple(points), tuple(changes)
    return tuple(
        Previewed(sample, tuple(_sums(sample, point, points, changes, tables, on))) for sample in SAMPLES
    )


def _sums(
    sample: Sample,
    point: Point,
    points: tuple[Point, ...],
    changes: tuple[Change, ...],
    tables: tuple[TaxTable, ...],
    on: date,
) -> Iterator[Sum]:
    for option in point.options:
        days = days_of(on=on, earlier=_earlier(sample, on, tax=0))
        choices = {
            day: {**choices_on(points, changes=changes, on=day), point.code: option.code} for day in days
        }
        rules = TaxRules(tables_needed(days=days, tables=tables), choices)
        yield work_out(facts=_facts(sample, on, rules), rules=rules)


def _facts(sample: Sample, on: date, rules: TaxRules) -> PaymentFacts:
    earlier = tuple(_earlier(sample, on, tax=_first_tax(sample, on, rules)))
    paid = sum(part.gross for part in earlier)
    state = NpwpState.CONFIRMED if sample.npwp else NpwpState.NONE
    return PaymentFacts(
        on=on,
        account=AccountFigures(sample.balance + paid, 0, paid),
        earlier=earlier,
        share_percent=sample.share_percent,
        npwp=npwp_counts(state=state, choices=rules.choices[on]),
    )


def _first_tax(sample: Sample, on: date, rules: TaxRules) -> int:
    """Return the tax of the first part under the same option."""
    return sum(
        work_out(
            facts=PaymentFacts(
                on=part.paid_on,
                account=AccountFigures(120 * MILLION, 0),
                share_percent=30 if part.partial else None,
                npwp=True,
            ),
            rules=rules,
        ).tax
        for part in _earlier(sample, on, tax=0)
    )


def _earlier(sample: Sample, on: date, *, tax: int) -> list[Part]:
    """Return the first part: 30 % or all of Rp120 million, on the last day of its year."""
    if not sample.after:
        return []
    partial = sample.after == "part"
    gross = 36 * MILLION if partial else 120 * MILLION
    return [Part(date(on.year - sample.years, 12, 31), partial, gross, tax)]

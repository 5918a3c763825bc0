"""Filters that put a worked sum into words."""

from django import template

from lapak.claims.programmes import programme
from lapak.claims.rules.benefit import Sum
from lapak.web import sums

register = template.Library()
register.filter("sum_sentence", sums.sentence)
register.filter("sum_npwp", sums.npwp_sentence)


@register.filter
def sum_rows(due: Sum, programme_code: str) -> tuple[sums.SumRow, ...]:
    """Return the lines of the sum, in the words of the claim's programme."""
    return sums.rows(due, programme(programme_code))


@register.filter
def sum_rules(due: Sum, programme_code: str) -> tuple[sums.RuleUsed, ...]:
    """Return the readings of disputed points that the sum rests on."""
    return sums.rules_used(due, programme(programme_code))


@register.filter
def sum_doubts(due: Sum) -> tuple[str, ...]:
    """Return what an officer should look at before signing for the sum."""
    return tuple(str(sums.DOUBTS[doubt]) for doubt in due.doubts)

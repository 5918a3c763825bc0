"""Filters of the pages about disputed points."""

from django import template

from lapak.claims.queries.policy import PointView

register = template.Library()


@register.filter
def option_label(seen: PointView, code: str) -> str:
    """Return the name of an option; the code of one that the programme no longer has."""
    return next((option.label for option in seen.point.options if option.code == code), code)

"""How much waits on the pages of the office, for its navigation."""

from dataclasses import dataclass

from django import template
from django.core.exceptions import PermissionDenied
from django.template import Context

from lapak.claims.queries.reconciliation import open_findings
from lapak.web.office.dead_letters import letters_of
from lapak.web.office.scope import branch_in_charge, branches_to_choose

register = template.Library()


@dataclass(frozen=True)
class Counts:
    """How many messages were given up on, and how many differences wait for a person."""

    dead: int
    differences: int


@register.simple_tag(takes_context=True)
def office_counts(context: Context) -> Counts:
    """Return what waits at the branch the page is about, none for staff without one."""
    request = context["request"]
    try:
        place = branch_in_charge(request)
    except PermissionDenied:
        return Counts(0, 0)
    elsewhere = open_findings(branch_id=None) if branches_to_choose(request) else 0
    return Counts(len(letters_of(branch_id=place.id)), open_findings(branch_id=place.id) + elsewhere)

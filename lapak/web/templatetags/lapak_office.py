"""How much waits on the pages of the office, for its navigation."""

from dataclasses import dataclass

from django import template
from django.core.exceptions import PermissionDenied
from django.template import Context

from lapak.claims.queries.idle import idle_claims, open_objections
from lapak.claims.queries.reconciliation import open_findings
from lapak.claims.queries.samples import findings
from lapak.kernel.clock import utc_now
from lapak.web.office.alarm_bar import Alarms, alarms_on
from lapak.web.office.dead_letters import letters_of
from lapak.web.office.scope import branch_in_charge, branches_to_choose

register = template.Library()


@dataclass(frozen=True)
class Counts:
    """How many messages were given up on, differences wait for a person, claims or objections wait too
    long.
    """

    dead: int
    differences: int
    waiting: int
    findings: int = 0


@register.simple_tag(takes_context=True)
def crowd_alarms(context: Context) -> Alarms | None:
    """Return the alarms at the reader's branch; None for who is no head of a branch."""
    return alarms_on(context["request"]) if "request" in context else None


@register.simple_tag(takes_context=True)
def office_counts(context: Context) -> Counts:
    """Return what waits at the branch the page is about, none for staff without one."""
    request = context["request"]
    try:
        place = branch_in_charge(request)
    except PermissionDenied:
        return Counts(0, 0, 0)
    elsewhere = open_findings(branch_id=None) if branches_to_choose(request) else 0
    now = utc_now()
    waiting = idle_claims(branch_id=place.id, now=now), open_objections(branch_id=place.id, now=now)
    return Counts(
        dead=len(letters_of(branch_id=place.id)),
        differences=open_findings(branch_id=place.id) + elsewhere,
        waiting=sum(map(len, waiting)),
        findings=sum(not one.is_seen for one in findings(branch_id=place.id)),
    )

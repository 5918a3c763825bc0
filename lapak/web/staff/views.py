"""The page where staff arrive: straight to their work, or a choice for who has several roles."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from lapak.people.rules import Role
from lapak.web.access import staff
from lapak.web.requests import LapakRequest

WORK = {
    Role.OFFICER: "officer:desk",
    Role.CHECKER: "checker:queue",
    Role.BRANCH_HEAD: "office:devices",
    Role.ADMINISTRATOR: "admin:index",
    Role.GREETER: "staff:home",
    Role.REPRESENTATIVE: "company:home",
}


@staff(*Role)
@require_GET
def home(request: LapakRequest) -> HttpResponse:
    """Send a person with one kind of work there; offer the choice to others."""
    assert request.staff is not None  # the gate let only staff in
    roles = [role for role in WORK if role in request.staff.roles]
    if len(roles) == 1 and roles[0] not in (Role.GREETER, Role.ADMINISTRATOR):
        return HttpResponseRedirect(reverse(WORK[roles[0]]))
    return render(request, "staff/home.html", {"roles": roles, "work": WORK})

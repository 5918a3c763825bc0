"""The company's own letters about a list, set in type for it to sign: the cover letter, the mass letter."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from lapak.claims.programmes import programme
from lapak.collective.operations.letters import note_made
from lapak.collective.queries.lettering import LetterFacts, LetterWorker, letter_facts
from lapak.collective.queries.mandates import own_mandate
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import NotAllowed, NotFound
from lapak.kernel.zones import local_date
from lapak.letters.typesetting import company_letter
from lapak.offices.queries import branch
from lapak.people.rules import Role
from lapak.web.access import staff
from lapak.web.company.rosters import Share, share_of
from lapak.web.requests import LapakRequest
from lapak.web.templatetags.lapak_text import plain_date

LETTERS = {"pengantar": "cover", "phk": "mass_layoff"}


@staff(Role.REPRESENTATIVE)
@require_GET
def company_letter_file(request: LapakRequest, roster_id: UUID, kind: str) -> HttpResponse:
    """Return a letter of the own company about a list as PDF; that it was made is recorded with its hash."""
    now = utc_now()
    try:
        facts = letter_facts(roster_id=roster_id)
        own_mandate(actor=request.actor, now=now, company_id=facts.company_id)
        template = LETTERS[kind]
        pdf = company_letter(template=template, content=_content(facts, now), at=now)
        digest = hashlib.sha256(pdf).hexdigest()
        note_made(roster_id=roster_id, letter=template, digest=digest, actor=request.actor, now=now)
    except (KeyError, NotFound, NotAllowed):
        raise Http404 from None
    name = f"{kind}-{facts.number}.pdf"
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def _content(facts: LetterFacts, now: datetime) -> dict[str, Any]:
    place, whose = branch(branch_id=facts.branch_id), programme(facts.programme)
    today = local_date(moment=now, zone=place.timezone)
    labels = {one.code: one.label for one in whose.rule_set_on(today).reasons}
    share = share_of(facts.roster_id)
    return {
        "company": facts.company,
        "npp": facts.npp,
        "number": facts.number,
        "branch": place.name,
        "institution": whose.institution.name,
        "programme": whose.label,
        "representative": facts.representative,
        "valid_until": plain_date(facts.valid_until),
        "place_and_day": f"{place.name}, {plain_date(today)}",
        "day": [today.year, today.month, today.day],
        "sum": _sum(share) if share else "–",
        "workers": [_worker(one, labels) for one in facts.workers],
    }


def _sum(share: Share) -> str:
    return f"10 × {share.laid_off} = {share.left}, 3 × {share.workers} = {share.right}."


def _worker(one: LetterWorker, labels: dict[str, str]) -> dict[str, Any]:
    return {
        "name": one.name,
        "nik": one.nik,
        "kpj": one.kpj,
        "phone": one.phone,
        "email": one.email,
        "reason": labels.get(one.reason, one.reason),
        "started_on": plain_date(one.started_on) if one.started_on else "–",
        "ended_on": plain_date(one.ended_on) if one.ended_on else "–",
        "papers": str(one.papers),
    }

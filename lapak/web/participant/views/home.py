"""The first page: four doors, and how busy the offices are."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lapak.claims.programmes import programmes
from lapak.claims.rules.claim_moves import ClaimState
from lapak.kernel.clock import utc_now
from lapak.offices import queries as offices
from lapak.offices.queries import BranchView
from lapak.queueing import queries as queueing
from lapak.queueing.rules.hall import Fullness
from lapak.web.access import public
from lapak.web.participant.flow import draft_of
from lapak.web.requests import LapakRequest
from lapak.web.templatetags.lapak_text import branch_moment, branch_time

MOST_BRANCHES = 3
_BARS = 5


@dataclass(frozen=True)
class Crowd:
    """How busy an office is now: its code, its name, advice, a word, and how many of five bars are filled."""

    code: str
    name: str
    advice: str
    level: str
    word: str
    bars: tuple[bool, ...]


@public
@require_GET
def home(request: LapakRequest) -> HttpResponse:
    """Return the doors: file a claim or go on with one, follow one, visit an office, act for a company."""
    now = utc_now()
    claim = draft_of(request)
    branches = offices.branches()[:MOST_BRANCHES]
    facts = {
        "claim": claim,
        "programmes": get_text_list([one.label for one in programmes()], _("dan")),
        "other_programmes": programmes()[1:],
        "has_draft": claim is not None and claim.state is ClaimState.DRAFT,
        "crowds": [_crowd(branch, now) for branch in branches],
        "clock": branch_time(now, branches[0].timezone) if branches else "",
    }
    return render(request, "participant/home.html", facts)


def _crowd(branch: BranchView, now: datetime) -> Crowd:
    if not offices.is_open(branch_id=branch.id, at=now):
        return Crowd(
            branch.code, branch.name, _opens_again(branch, now), "closed", _("Tutup"), (False,) * _BARS
        )
    board = queueing.board(branch_id=branch.id, now=now)
    share = board.hall.inside / max(board.hall.limit, 1)
    filled = min(_BARS, 1 + int(share * _BARS))
    bars = tuple(number < filled for number in range(_BARS))
    wait = _("tunggu ± %(minutes)s menit") % {"minutes": board.wait_minutes}
    match board.hall.fullness:
        case Fullness.ROOMY:
            advice = wait if board.waiting else _("langsung dilayani")
            return Crowd(branch.code, branch.name, advice, "quiet", _("Lengang"), bars)
        case Fullness.CROWDED:
            return Crowd(branch.code, branch.name, wait, "busy", _("Sedang"), bars)
        case _:
            return Crowd(branch.code, branch.name, wait, "full", _("Penuh"), (True,) * _BARS)


def _opens_again(branch: BranchView, now: datetime) -> str:
    opens = offices.opens_next(branch_id=branch.id, now=now)
    if opens is None:
        return _("belum ada jam buka")
    return _("buka %(when)s") % {"when": branch_moment(opens, branch.timezone)}

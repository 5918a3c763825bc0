"""The page of files: choose one, see what was recognised, change it, follow the reading, see the result."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lapak.collective.operations import reading, uploads
from lapak.collective.operations.rosters import begin_roster
from lapak.collective.queries.rosters import FileView, RosterView, own_roster, roster_of_file
from lapak.collective.rules.columns import columns
from lapak.collective.rules.formats import MOST_BYTES
from lapak.collective.rules.layouts import Layout
from lapak.collective.rules.verdicts import FilePurpose, FileState, RowVerdict
from lapak.collective.tasks.reading import begin_reading
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import DomainError, NotFound
from lapak.people.rules import Role
from lapak.web.access import staff
from lapak.web.company import row_words
from lapak.web.messages import sentence
from lapak.web.requests import LapakRequest

MOST_MEGABYTES = MOST_BYTES // 1024**2


@dataclass(frozen=True)
class Choice:
    """A column of ours, and the headings of the file among which its own is chosen."""

    code: str
    heading: str
    is_required: bool
    place: int | None
    field: str
    sample: str


@dataclass(frozen=True)
class ListFound:
    """A list in a file as it is shown before it is read."""

    at: int
    sheet: str
    rows: int
    headings: tuple[tuple[int, str], ...]
    choices: tuple[Choice, ...]
    sample: tuple[tuple[str, ...], ...]
    lacks: tuple[str, ...]


@staff(Role.REPRESENTATIVE)
@require_POST
def begin(request: LapakRequest) -> HttpResponse:
    """Begin a list of workers and go to its files."""
    try:
        begun = begin_roster(actor=request.actor, now=utc_now())
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
        return redirect("staff:home")
    return redirect("roster:files", begun.id)


@staff(Role.REPRESENTATIVE)
@require_GET
def files(request: LapakRequest, roster_id: UUID) -> HttpResponse:
    """Return the page of a list's files."""
    found = own_roster(roster_id=roster_id, actor=request.actor, now=utc_now())
    if found.at_work is not None and found.at_work.purpose is FilePurpose.PAPERS:
        return redirect("roster:papers", roster_id)
    return _page(request, found)


@staff(Role.REPRESENTATIVE)
@require_POST
def choose(request: LapakRequest, file_id: UUID) -> HttpResponse:
    """Take the sheets and columns that were chosen, and have the file read."""
    roster_id = roster_of_file(file_id=file_id)
    try:
        reading.choose_columns(file_id=file_id, chosen=_chosen(request), actor=request.actor, now=utc_now())
    except DomainError as refusal:
        found = own_roster(roster_id=roster_id, actor=request.actor, now=utc_now())
        return _page(request, found, error=sentence(refusal), given=_chosen(request), status=422)
    begin_reading(file_id=file_id)
    return redirect("roster:files", roster_id)


@staff(Role.REPRESENTATIVE)
@require_POST
def leave(request: LapakRequest, file_id: UUID) -> HttpResponse:
    """Give up a file that is not read yet."""
    roster_id = roster_of_file(file_id=file_id)
    try:
        uploads.leave_file(file_id=file_id, actor=request.actor, now=utc_now())
        messages.success(request, _("Berkas dilepas. Pilih berkas lain."))
    except NotFound:
        raise
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
    return redirect("roster:files", roster_id)


def _page(
    request: HttpRequest,
    found: RosterView,
    *,
    error: str = "",
    given: Mapping[int, Mapping[str, int | None]] | None = None,
    status: int = 200,
) -> HttpResponse:
    file = found.at_work or found.newest_list
    context = {
        "roster": found,
        "page_url": reverse("roster:files", args=[found.id]),
        "file": file,
        "state": _state(file),
        "is_still": file is not None and file.is_still(now=utc_now()),
        "lists": _lists(file, given) if file else (),
        "notes": [row_words.note(one) for one in file.notes] if file else [],
        "problem": _problem(file),
        "results": _results(found),
        "to_repair": found.to_repair,
        "accepted": found.accepted,
        "error": error,
        "most": MOST_MEGABYTES,
        "piece": uploads.MOST_BYTES_OF_PIECE // 4,
        "steps": [_("Unggah"), _("Periksa"), _("Jadwal"), _("Ajukan")],
        "step": 1 if found.at_work or not found.total else 2,
    }
    return render(request, "roster/files.html", context, status=status)


def _state(file: FileView | None) -> str:
    """Return what the page is about: `empty`, `arriving`, `opening`, `mapping`, `reading` or `result`."""
    if file is None:
        return "empty"
    if file.state is FileState.MAPPING:
        return "mapping" if file.lists else "opening"
    names = {FileState.ARRIVING: "arriving", FileState.READING: "reading"}
    return names.get(file.state, "result")


def _problem(file: FileView | None) -> str:
    if file is None or file.problem is None:
        return ""
    return sentence(DomainError(file.problem.code, params=file.problem.params))


def _results(found: RosterView) -> list[tuple[str, str, int]]:
    shown = {
        RowVerdict.ACCEPTED: found.accepted,
        RowVerdict.TO_REPAIR: found.to_repair,
        RowVerdict.DUPLICATE: found.counts.get(RowVerdict.DUPLICATE, 0),
    }
    return [(str(one), row_words.verdict(one), count) for one, count in shown.items()]


def _lists(file: FileView, given: Mapping[int, Mapping[str, int | None]] | None) -> tuple[ListFound, ...]:
    return tuple(_list(at, data, (given or {}).get(at)) for at, data in enumerate(file.lists))


def _list(at: int, data: Mapping[str, Any], given: Mapping[str, int | None] | None) -> ListFound:
    layout = Layout.from_data(data).mapped(given or {})
    sample = tuple(tuple(row) for row in data["sample"])
    choices = []
    for column in columns():
        place = layout.columns.get(column.code)
        choices.append(
            Choice(
                code=column.code,
                heading=column.heading,
                is_required=column.required,
                place=place,
                field=f"{at}-{column.code}",
                sample=sample[0][place] if place is not None and sample else "",
            )
        )
    named = {column.code: column.heading for column in columns()}
    return ListFound(
        at=at,
        sheet=layout.sheet,
        rows=data["rows"],
        headings=tuple(
            (place, heading or _("Kolom %(n)s") % {"n": place + 1})
            for place, heading in enumerate(layout.headings)
        ),
        choices=tuple(choices),
        sample=sample[:3],
        lacks=() if layout.knows_its_rows else tuple(named[code] for code in layout.missing),
    )


def _chosen(request: HttpRequest) -> dict[int, dict[str, int | None]]:
    """Return the lists that are ticked, with the place chosen for each column."""
    chosen: dict[int, dict[str, int | None]] = {}
    for ticked in request.POST.getlist("lembar"):
        if not ticked.isdecimal():
            continue
        places = {}
        for column in columns():
            place = request.POST.get(f"{ticked}-{column.code}")
            if place is not None:
                places[column.code] = int(place) if place.isdecimal() else None
        chosen[int(ticked)] = places
    return chosen

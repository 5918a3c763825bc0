"""What each lobby board calls for and how loud, and in which part of the building each booth stands."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from lapak.kernel.clock import utc_now
from lapak.kernel.errors import InvalidInput, NotFound
from lapak.offices import operations
from lapak.offices.queries import BoothView, DeviceState, booths
from lapak.offices.queries import devices as devices_of
from lapak.people.rules import Role
from lapak.web.access import staff
from lapak.web.messages import sentence
from lapak.web.office.scope import branch_in_charge
from lapak.web.requests import LapakRequest

VOLUME_REFUSED = gettext_lazy("Isi 0 sampai 100.")


class BoardForm(forms.Form):
    """What one board calls for, and its loudness."""

    section = forms.ChoiceField(label=gettext_lazy("Memanggil untuk"), required=False)
    volume = forms.IntegerField(
        label=gettext_lazy("Keras suara, persen"),
        error_messages={"required": VOLUME_REFUSED, "invalid": VOLUME_REFUSED},
    )

    def __init__(self, *arguments: Any, sections: tuple[str, ...], **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        every = [("", _("Semua bilik")), *((name, name) for name in sections)]
        self.fields["section"].choices = every  # type: ignore[attr-defined] # a ChoiceField


class SectionForm(forms.Form):
    """In which part of the building one booth stands."""

    section = forms.CharField(label=gettext_lazy("Bagian ruang"), required=False, max_length=200)


@staff(Role.BRANCH_HEAD)
@require_GET
def boards(request: LapakRequest) -> HttpResponse:
    """Return the boards and booths of the branch with a small form for each."""
    return _page(request)


@staff(Role.BRANCH_HEAD)
@require_POST
def set_board(request: LapakRequest, device_id: UUID) -> HttpResponse:
    """Set what a board calls for and how loud; a refusal stands at its field."""
    branch_id = branch_in_charge(request).id
    form = BoardForm(request.POST, prefix=str(device_id), sections=_sections(booths(branch_id=branch_id)))
    return _act(
        request,
        form,
        lambda: operations.set_board(
            device_id=device_id, branch_id=branch_id, **form.cleaned_data, actor=request.actor, now=utc_now()
        ),
        _("Papan sudah diatur."),
    )


@staff(Role.BRANCH_HEAD)
@require_POST
def set_section(request: LapakRequest, booth_id: UUID) -> HttpResponse:
    """Note in which part of the building a booth stands; a refusal stands at its field."""
    branch_id = branch_in_charge(request).id
    form = SectionForm(request.POST, prefix=str(booth_id))
    return _act(
        request,
        form,
        lambda: operations.set_booth_section(
            booth_id=booth_id, branch_id=branch_id, **form.cleaned_data, actor=request.actor, now=utc_now()
        ),
        _("Bagian ruang sudah dicatat."),
    )


def _act(request: LapakRequest, form: forms.Form, act: Callable[[], None], said: str) -> HttpResponse:
    if form.is_valid():
        try:
            act()
        except NotFound:  # of another branch, or gone meanwhile
            raise Http404 from None
        except InvalidInput as refusal:
            form.add_error("volume" if refusal.code.startswith("volume") else "section", sentence(refusal))
    if not form.is_valid():
        return _page(request, refused=form, status=422)
    messages.success(request, said)
    return HttpResponseRedirect(reverse("office:boards"))


def _page(request: LapakRequest, *, refused: forms.Form | None = None, status: int = 200) -> HttpResponse:
    place = branch_in_charge(request)
    rooms = booths(branch_id=place.id)
    screens = [one for one in devices_of(branch_id=place.id, now=utc_now()) if one.kind == "board"]
    context = {
        "branch": place,
        "boards": [(one, _or(refused, _board_form(one, rooms))) for one in screens],
        "booths": [(one, _or(refused, _section_form(one))) for one in rooms],
    }
    return render(request, "office/boards.html", context, status=status)


def _or(refused: forms.Form | None, fresh: forms.Form) -> forms.Form:
    """Return the form that came back with words at its fields, where it is this one."""
    return refused if refused is not None and refused.prefix == fresh.prefix else fresh


def _board_form(board: DeviceState, rooms: tuple[BoothView, ...]) -> BoardForm:
    initial = {"section": board.section, "volume": board.volume}
    return BoardForm(initial=initial, prefix=str(board.id), sections=_sections(rooms))


def _section_form(booth: BoothView) -> SectionForm:
    return SectionForm(initial={"section": booth.section}, prefix=str(booth.id))


def _sections(rooms: tuple[BoothView, ...]) -> tuple[str, ...]:
    return tuple(sorted({room.section for room in rooms} - {""}))

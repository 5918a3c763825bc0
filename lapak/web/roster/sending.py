"""Receiving a file: in pieces from the page's script, or whole from a plain form."""

import hashlib
import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lapak.collective.operations.uploads import MOST_BYTES_OF_PIECE, Upload, add_piece, begin_file
from lapak.collective.rules.formats import FileRefused
from lapak.collective.rules.verdicts import FilePurpose, FileState
from lapak.collective.tasks.reading import begin_reading
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import Conflict, DomainError, NotFound
from lapak.people.rules import Role
from lapak.web.access import staff
from lapak.web.messages import sentence
from lapak.web.requests import LapakRequest

PURPOSES = tuple(FilePurpose)
ON_ITS_WAY = (FileState.MAPPING, FileState.READING)


@staff(Role.REPRESENTATIVE)
@require_POST
def announce(request: LapakRequest, roster_id: UUID) -> JsonResponse:
    """Begin a file, or go on with it; the answer says how many bytes are here. Body: JSON of what it is."""
    try:
        given = json.loads(request.body)
        upload = begin_file(
            roster_id=roster_id,
            purpose=FilePurpose(given["purpose"]),
            name=str(given["name"]),
            size=int(given["size"]),
            sha256=str(given["sha256"]),
            actor=request.actor,
            now=utc_now(),
        )
    except (ValueError, KeyError, TypeError):
        return _refused(FileRefused("file_unnamed"))
    except DomainError as refusal:
        return _refused(refusal)
    return _said(upload)


@staff(Role.REPRESENTATIVE)
@require_POST
def piece(request: LapakRequest, file_id: UUID) -> JsonResponse:
    """Keep the bytes in the body, which begin at `?dari=`; the last ones set the reading going."""
    offset = request.GET.get("dari", "")
    if not offset.isdecimal():
        return _refused(FileRefused("file_unnamed"))
    try:
        upload = add_piece(
            file_id=file_id, offset=int(offset), content=request.body, actor=request.actor, now=utc_now()
        )
    except Conflict as refusal:
        return _refused(refusal, received=refusal.params.get("received"))
    except DomainError as refusal:
        return _refused(refusal)
    if upload.state in ON_ITS_WAY:
        begin_reading(file_id=file_id)
    return _said(upload)


@staff(Role.REPRESENTATIVE)
@require_POST
def send_whole(request: LapakRequest, roster_id: UUID) -> HttpResponse:
    """Take a whole file from a form, as pages without script send it, and go back to the page."""
    file, purpose = request.FILES.get("file"), request.POST.get("purpose", FilePurpose.ROWS)
    if not isinstance(file, UploadedFile) or purpose not in PURPOSES:
        messages.error(request, _("Pilih berkasnya dulu."))
        return redirect("roster:files", roster_id)
    try:
        upload = _take_whole(request, roster_id, file, FilePurpose(purpose))
    except NotFound:
        raise
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
    else:
        if upload.state in ON_ITS_WAY:
            begin_reading(file_id=upload.id)
        elif upload.state is FileState.DONE:
            messages.success(request, _("Berkas ini sudah dibaca sebelumnya. Tidak dibaca dua kali."))
    return redirect("roster:papers" if purpose == FilePurpose.PAPERS else "roster:files", roster_id)


def _take_whole(
    request: LapakRequest, roster_id: UUID, file: "UploadedFile[bytes]", purpose: FilePurpose
) -> Upload:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    upload = begin_file(
        roster_id=roster_id,
        purpose=purpose,
        name=file.name or "",
        size=file.size or 0,
        sha256=digest.hexdigest(),
        actor=request.actor,
        now=utc_now(),
    )
    while upload.state is FileState.ARRIVING and upload.received < upload.size:
        file.seek(upload.received)
        upload = add_piece(
            file_id=upload.id,
            offset=upload.received,
            content=file.read(MOST_BYTES_OF_PIECE),
            actor=request.actor,
            now=utc_now(),
        )
    return upload


def _said(upload: Upload) -> JsonResponse:
    return JsonResponse({"id": str(upload.id), "state": upload.state, "received": upload.received})


def _refused(refusal: DomainError, **more: Any) -> JsonResponse:
    status = 409 if isinstance(refusal, Conflict) else 422
    said = {"code": refusal.code, "sentence": sentence(refusal), **more}
    return JsonResponse(said, status=status)

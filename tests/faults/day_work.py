"""A branch's work on many claims, in processes of its own that may be killed at any moment.

    prepare REGISTER COUNT   drafts that lack nothing but their submission; prints their ids as JSON
    serve LEDGER             from draft to verified, by the operations; ids come in on standard input
    judge                    prints what became of all claims as JSON

What was acknowledged is in the ledger: one line `ID what` each, on disk before the next step.
"""

# ruff: noqa: E402 Django is set up before its models are imported
import contextlib
import io
import json
import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

os.environ["DJANGO_SETTINGS_MODULE"] = "lapak.config.settings.demonstration"

import django

django.setup()

from django.contrib.auth import get_user_model
from django.db import Error, close_old_connections
from PIL import Image, ImageDraw

from bench.lifecycle_town import file_claims
from lapak.claims.models import Claim, PaperState, PaymentOrder
from lapak.claims.operations import desk_work, signing, submission
from lapak.claims.operations.desk_work import Found
from lapak.claims.queries.assess import required_checks
from lapak.claims.rules.claim_moves import ClaimState
from lapak.journal.queries import verify
from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.kernel.errors import Conflict
from lapak.offices.models import Branch
from lapak.outbox.models import Message
from lapak.people.rules import Role

BRANCH, OFFICER = "Tangerang Cikokol", "dimas"
AWAY_SECONDS = 0.4


def prepare(register: str, count: str) -> None:
    """Make the drafts at the demonstration's branch."""
    file_claims(register=Path(register), count_wanted=int(count), now=utc_now())
    branch = Branch.objects.get(name=BRANCH)
    Message.objects.all().delete()
    Claim.objects.update(branch=branch, state=ClaimState.DRAFT, number=None, submitted_at=None)
    print(json.dumps([str(id) for id in Claim.objects.values_list("pk", flat=True)]))


def serve(ledger: str) -> None:
    """Take each claim as far as an officer can, whatever was done before this process began."""
    officer = Actor.staff(staff_id=get_user_model().objects.get(username=OFFICER).pk, role=Role.OFFICER)
    picture = _signature()
    ids = [UUID(line.strip()) for line in sys.stdin]
    random.shuffle(ids)
    with Path(ledger).open("a") as book:
        for id in ids:
            _until_verified(id, officer, picture, book)


def judge() -> None:
    """Say what became of everything."""
    orders: dict[str, list[tuple[str, str]]] = {}
    for claim_id, key, state in PaymentOrder.objects.values_list("claim", "idempotency_key", "state"):
        orders.setdefault(str(claim_id), []).append((key, state))
    chains = verify()
    said = {
        "claims": {
            str(id): {"state": state, "number": number, "orders": orders.get(str(id), [])}
            for id, state, number in Claim.objects.values_list("pk", "state", "number")
        },
        "owed": Message.objects.filter(state="owed", kind__startswith="core.").count(),
        "dead": list(Message.objects.filter(state="dead").values_list("kind", "last_error")),
        "broken": len(chains.broken),
        "entries": chains.entries,
    }
    print(json.dumps(said))


def _until_verified(id: UUID, officer: Actor, picture: bytes, book: Any) -> None:
    person = Actor.participant(subject_id=id)
    now = utc_now
    steps: dict[str, tuple[str, Callable[[Claim], object]]] = {
        ClaimState.DRAFT: (
            "submitted",
            lambda _: submission.submit(claim_id=id, actor=person, now=now()),
        ),
        ClaimState.SUBMITTED: (
            "in_service",
            lambda _: desk_work.begin_service(claim_id=id, actor=officer, now=now()),
        ),
        ClaimState.IN_SERVICE: ("verified", lambda row: _look_and_verify(row, person, officer, picture)),
    }
    while True:
        try:
            row = Claim.objects.get(pk=id)
            if row.state not in steps:
                return
            what, step = steps[row.state]
            step(row)
            _note(book, id, what)
        except Conflict:  # done by the process before, which was killed before it could note it
            continue
        except Error:  # the database is away, or the connection to it
            close_old_connections()
            time.sleep(AWAY_SECONDS)


def _look_and_verify(row: Claim, person: Actor, officer: Actor, picture: bytes) -> None:
    now = utc_now()
    points = {item.code: Found(True) for item in required_checks(row, on=now.date())}
    given = PaperState.objects.filter(claim=row, state="given").exclude(kind=_form(row))
    kinds = list(given.values_list("kind", flat=True))
    desk_work.set_checks(found={row.pk: points}, actor=officer, now=now)
    if kinds:
        desk_work.accept_papers(kinds={row.pk: kinds}, actor=officer, now=now)
    signing.sign_form(claim_id=row.pk, drawing=picture, actor=person, now=now)
    desk_work.verify(claim_id=row.pk, actor=officer, now=now)


def _form(row: Claim) -> str:
    from lapak.claims.programmes import programme

    return programme(row.programme).signed_form


def _note(book: Any, id: UUID, what: str) -> None:
    book.write(f"{id} {what}\n")
    book.flush()
    os.fsync(book.fileno())


def _signature() -> bytes:
    picture = Image.new("RGB", (640, 360), "white")
    ImageDraw.Draw(picture).line([(40, 300), (200, 60), (360, 280), (600, 90)], fill="black", width=6)
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()


if __name__ == "__main__":
    with contextlib.suppress(BrokenPipeError):
        {"prepare": prepare, "serve": serve, "judge": judge}[sys.argv[1]](*sys.argv[2:])

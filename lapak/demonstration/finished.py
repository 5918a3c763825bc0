"""One claim that is through: whoever tries the demonstration can follow it and read its letters at once.

Every step is the product's own operation, taken where the last run stopped; the worker pays as for everybody.
"""

import io
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from PIL import Image, ImageDraw, ImageFont

from lapak.claims import steps
from lapak.claims.operations import desk_work, filing, papers, signing, submission
from lapak.claims.queries.claim import claim
from lapak.claims.queries.find import latest_claim_of
from lapak.claims.rules.claim_moves import ClaimState
from lapak.claims.rules.papers import HowGiven
from lapak.kernel.actors import Actor
from lapak.kernel.clock import utc_now
from lapak.people.rules import Role

PERSON = "slamet-riyadi"  # left because of age, as the company had agreed; his savings are taxed
OFFICER, CHECKER = "dimas", "ratih"
_SHEET = (1240, 800)


def finish(person: Mapping[str, Any], *, branch_id: UUID) -> UUID:
    """Take the person's claim as far as an approval and return it; a claim further on stays as it is.

    `person` is a persona as the core system's simulator offers it. Raises what the operations raise.
    """
    claim_id = latest_claim_of(nik=person["nik"]) or _filed(person, branch_id=branch_id)
    officer, checker = _staff(OFFICER, Role.OFFICER), _staff(CHECKER, Role.CHECKER)
    if _state(claim_id) is ClaimState.SUBMITTED:
        desk_work.begin_service(claim_id=claim_id, actor=officer, now=utc_now())
    if _state(claim_id) is ClaimState.IN_SERVICE:
        _examine(claim_id, officer)
    seen = claim(claim_id=claim_id, now=utc_now())
    if seen.state is ClaimState.VERIFIED:
        steps.approve(
            claim_id=claim_id,
            expected_version=seen.version,
            actor=checker,
            now=utc_now(),
            note="Klaim contoh",
        )
    return claim_id


def _filed(person: Mapping[str, Any], *, branch_id: UUID) -> UUID:
    claim_id = filing.start_draft(now=utc_now(), channel="onsite").claim_id
    own = Actor.participant(subject_id=claim_id)
    steps.give_identity(
        claim_id=claim_id,
        nik=person["nik"],
        kpj=person["kpj"],
        name=person["name"],
        birth_date=date.fromisoformat(person["birth_date"]),
        reason=person["reason"],
        actor=own,
        now=utc_now(),
    )
    for one in claim(claim_id=claim_id, now=utc_now()).papers:
        if one.asked.how is HowGiven.UPLOAD:
            papers.attach_paper(
                claim_id=claim_id,
                kind=one.asked.kind,
                content=_sample(one.asked.label, person),
                file_name="contoh.png",
                actor=own,
                now=utc_now(),
            )
    filing.give_contact(
        claim_id=claim_id, email=person["email"], phone=person["phone"], actor=own, now=utc_now()
    )
    steps.give_account(
        claim_id=claim_id,
        bank_code=person["bank_code"],
        account_number=person["account_number"],
        actor=own,
        now=utc_now(),
    )
    filing.choose_branch(claim_id=claim_id, branch_id=branch_id, actor=own, now=utc_now())
    submission.submit(claim_id=claim_id, actor=own, now=utc_now())
    return claim_id


def _examine(claim_id: UUID, officer: Actor) -> None:
    seen = claim(claim_id=claim_id, now=utc_now())
    for point in seen.checks:
        desk_work.set_check(claim_id=claim_id, code=point.code, ok=True, actor=officer, now=utc_now())
    for one in seen.papers:
        if one.asked.how is HowGiven.UPLOAD:
            desk_work.accept_paper(claim_id=claim_id, kind=one.asked.kind, actor=officer, now=utc_now())
    own = Actor.participant(subject_id=claim_id)
    signing.sign_form(claim_id=claim_id, drawing=_signature(), actor=own, now=utc_now())
    desk_work.verify(claim_id=claim_id, actor=officer, now=utc_now())


def _state(claim_id: UUID) -> ClaimState:
    return claim(claim_id=claim_id, now=utc_now()).state


def _staff(username: str, role: Role) -> Actor:
    return Actor.staff(staff_id=get_user_model().objects.get(username=username).pk, role=role)


def _sample(label: str, person: Mapping[str, Any]) -> bytes:
    """Return a drawn paper that says what it stands for, and that it is none."""
    sheet = Image.new("RGB", _SHEET, "#f3f1ea")
    draw = ImageDraw.Draw(sheet)
    for line, text in enumerate(("CONTOH, bukan dokumen asli", label, person["name"], person["nik"])):
        draw.text((80, 120 + 140 * line), text, fill="#20242c", font=ImageFont.load_default(size=52))
    return _png(sheet)


def _signature() -> bytes:
    sheet = Image.new("RGB", (640, 360), "white")
    strokes = [(40, 300), (200, 60), (260, 280), (400, 90), (590, 240)]
    ImageDraw.Draw(sheet).line(strokes, fill="black", width=6)
    return _png(sheet)


def _png(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()

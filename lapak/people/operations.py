"""How participants get at their own claim: secret links, codes to type, and the hand-over to the own phone.

Only hashes are kept. A code is short, so few attempts are allowed and its hash is keyed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from lapak.journal.operations import record
from lapak.kernel.actors import Actor
from lapak.kernel.errors import NotAllowed
from lapak.kernel.ids import keyed_hash, new_id, same_secret, secret_hash, secret_token
from lapak.kernel.numbers import InvalidNumber, new_code, parse_code
from lapak.kernel.subjects import Subject
from lapak.locks import lock_names
from lapak.people.models import ParticipantAccess

LINK_LIFETIME = timedelta(days=180)
CODE_LIFETIME = timedelta(minutes=30)
HANDOFF_LIFETIME = timedelta(minutes=15)
CODE_LENGTH = 6
HANDOFF_LENGTH = 8  # stands in a QR without a claim number beside it, so it is longer
MOST_ATTEMPTS = 5
LOCKED_FOR = timedelta(minutes=15)
LEAST_BETWEEN_CODES = timedelta(seconds=60)
MOST_CODES_AN_HOUR = 5

_Kind = ParticipantAccess.Kind


class AccessRefused(NotAllowed):
    """The secret opens nothing.

    Codes: `access_unknown` (wrong or guessed), `access_expired`, `access_locked` (too many attempts; params
    `minutes` to wait), `access_too_many_codes` (params `minutes`).
    """


@dataclass(frozen=True)
class HandedOver:
    """What a hand-over code opened: a claim, for one purpose. `access_id` tells the phone that was let in."""

    access_id: UUID
    subject_id: UUID
    purpose: str


@transaction.atomic
def issue_link(*, subject_id: UUID, now: datetime) -> str:
    """Return a fresh secret for a link to the claim, good for 180 days; earlier links stay good."""
    secret = secret_token()
    _issue(subject_id, _Kind.LINK, secret_hash(secret), now, LINK_LIFETIME)
    return secret


@transaction.atomic
def open_link(*, secret: str, now: datetime) -> UUID:
    """Return the claim a link belongs to. Raises AccessRefused (`access_unknown`, `access_expired`)."""
    row = ParticipantAccess.objects.filter(kind=_Kind.LINK, secret_hash=secret_hash(secret)).first()
    return _open(row, now).subject_id


@transaction.atomic
def issue_code(*, subject_id: UUID, now: datetime) -> str:
    """Return a six-character code to type beside the claim number, good for 30 minutes; earlier codes end.

    Serialised for each claim by an advisory lock. Raises AccessRefused (`access_too_many_codes`) within a
    minute of the last one, and after five in an hour.
    """
    lock_names(f"access {subject_id}")
    codes = ParticipantAccess.objects.filter(subject_id=subject_id, kind=_Kind.CODE)
    recent = codes.filter(issued_at__gt=now - timedelta(hours=1))
    if recent.filter(issued_at__gt=now - LEAST_BETWEEN_CODES).exists():
        raise AccessRefused("access_too_many_codes", params={"minutes": 1})
    if recent.count() >= MOST_CODES_AN_HOUR:
        raise AccessRefused("access_too_many_codes", params={"minutes": 60})
    locked_until = codes.filter(locked_until__gt=now).values_list("locked_until", flat=True).first()
    codes.filter(revoked_at=None).update(revoked_at=now)
    code = new_code(length=CODE_LENGTH)
    row = _issue(subject_id, _Kind.CODE, _code_hash(subject_id, code, now), now, CODE_LIFETIME)
    if locked_until:  # a new code does not lift the lock that guessing brought about
        row.locked_until = locked_until
        row.save(update_fields=["locked_until"])
    return code


def open_code(*, subject_id: UUID, code: str, now: datetime) -> UUID:
    """Return the claim if the code is the one last issued for it; it stays good until it expires.

    Five wrong codes lock the claim's codes for 15 minutes. A wrong attempt is counted even though the
    refusal is raised, so this is no single transaction. Raises AccessRefused.
    """
    refusal = _try_code(subject_id=subject_id, code=code, now=now)
    if refusal is not None:
        raise refusal
    return subject_id


@transaction.atomic
def issue_handoff(*, subject_id: UUID, purpose: str, now: datetime) -> str:
    """Return a short code that lets one phone of the participant in; it waits 15 minutes for that phone.

    A newer one for the same purpose ends the earlier, and lets the phone out that had opened it.
    """
    lock_names(f"access {subject_id}")
    earlier = ParticipantAccess.objects.filter(subject_id=subject_id, kind=_Kind.HANDOFF, purpose=purpose)
    earlier.filter(revoked_at=None).update(revoked_at=now)
    code = new_code(length=HANDOFF_LENGTH)
    _issue(subject_id, _Kind.HANDOFF, _handoff_hash(code), now, HANDOFF_LIFETIME, purpose)
    return code


@transaction.atomic
def open_handoff(*, code: str, now: datetime) -> HandedOver:
    """Open a hand-over code, once, and return what it opens: who else saw the code comes too late.

    Locks the accesses of the claim. Raises AccessRefused (`access_unknown`, `access_expired`).
    """
    try:
        plain = parse_code(code, length=HANDOFF_LENGTH)
    except InvalidNumber:
        raise AccessRefused("access_unknown") from None
    rows = ParticipantAccess.objects.filter(kind=_Kind.HANDOFF, secret_hash=_handoff_hash(plain))
    lock_names(f"access {_open(rows.first(), now).subject_id}")
    opened = _open(rows.first(), now)
    if opened.opened_at is not None:
        raise AccessRefused("access_expired")
    opened.opened_at = now
    opened.save(update_fields=["opened_at"])
    _journal(opened.subject_id, "access.opened", Actor.system(job="people.open_handoff"), now)
    return HandedOver(opened.pk, opened.subject_id, opened.purpose)


@transaction.atomic
def revoke_access(*, subject_id: UUID, actor: Actor, now: datetime) -> None:
    """End every link and code of a claim, as when a phone was lost."""
    lock_names(f"access {subject_id}")
    ParticipantAccess.objects.filter(subject_id=subject_id, revoked_at=None).update(revoked_at=now)
    _journal(subject_id, "access.revoked", actor, now)


@transaction.atomic
def _try_code(*, subject_id: UUID, code: str, now: datetime) -> AccessRefused | None:
    lock_names(f"access {subject_id}")
    rows = ParticipantAccess.objects.filter(subject_id=subject_id, kind=_Kind.CODE, revoked_at=None)
    row = rows.order_by("-issued_at").first()
    if row is None:
        return AccessRefused("access_unknown")
    if row.locked_until is not None and now < row.locked_until:
        return AccessRefused("access_locked", params={"minutes": _minutes(row.locked_until - now)})
    if row.expires_at <= now:
        return AccessRefused("access_expired")
    if _is_code(row, code):
        return None
    return _count_attempt(row, now)


def _count_attempt(row: ParticipantAccess, now: datetime) -> AccessRefused:
    row.failed_attempts += 1
    refusal = AccessRefused("access_unknown")
    if row.failed_attempts >= MOST_ATTEMPTS:
        row.failed_attempts, row.locked_until = 0, now + LOCKED_FOR
        _journal(row.subject_id, "access.locked", Actor.system(job="people.open_code"), now)
        refusal = AccessRefused("access_locked", params={"minutes": _minutes(LOCKED_FOR)})
    row.save(update_fields=["failed_attempts", "locked_until"])
    return refusal


def _is_code(row: ParticipantAccess, code: str) -> bool:
    try:
        plain = parse_code(code, length=CODE_LENGTH)
    except InvalidNumber:
        return False
    given = _code_hash(row.subject_id, plain, row.issued_at)
    return same_secret(given=given, expected=row.secret_hash)


def _issue(
    subject_id: UUID, kind: str, hashed: str, now: datetime, lifetime: timedelta, purpose: str = ""
) -> ParticipantAccess:
    return ParticipantAccess.objects.create(
        id=new_id(now=now),
        subject_id=subject_id,
        kind=kind,
        purpose=purpose,
        secret_hash=hashed,
        issued_at=now,
        expires_at=now + lifetime,
    )


def _open(row: ParticipantAccess | None, now: datetime) -> ParticipantAccess:
    if row is None:
        raise AccessRefused("access_unknown")
    if row.revoked_at is not None or row.expires_at <= now:
        raise AccessRefused("access_expired")
    return row


def _journal(subject_id: UUID, what: str, actor: Actor, now: datetime) -> None:
    topics = [f"claim:{subject_id}"]
    record(subject=Subject("access", str(subject_id)), what=what, actor=actor, now=now, topics=topics)


def _code_hash(subject_id: UUID, code: str, issued_at: datetime) -> str:
    text = f"code {subject_id} {issued_at.isoformat()} {code}"
    return keyed_hash(key=settings.IDENTITY_KEY, text=text)


def _handoff_hash(code: str) -> str:
    return keyed_hash(key=settings.IDENTITY_KEY, text=f"handoff {code}")


def _minutes(span: timedelta) -> int:
    return max(1, -(-int(span.total_seconds()) // 60))

"""Letters, read: those of a claim, their content, and what a stranger may learn from a code."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from lapak.claims.queries.moments import ClaimMoments, moments
from lapak.documents import vault
from lapak.kernel.errors import NotFound
from lapak.kernel.ids import keyed_hash, same_secret
from lapak.letters.models import Letter
from lapak.letters.rules.authenticity import Authenticity, authenticity, sealed_text
from lapak.letters.rules.kinds import WITH_AMOUNT, Kind, Moments, due_kinds, happened_at


@dataclass(frozen=True)
class LetterView:
    """A letter that was written, without its content. `size` in bytes."""

    id: UUID
    kind: Kind
    size: int
    sha256: str


@dataclass(frozen=True)
class OnShelf:
    """A letter that can be fetched. `size` in bytes, 0 while it is still to be made."""

    kind: Kind
    size: int


@dataclass(frozen=True)
class Checked:
    """What the public page says of a code: no name, no number of a person, no amount. Moments are UTC."""

    letter_id: UUID
    authenticity: Authenticity
    kind: Kind
    branch_name: str
    zone: str
    happened_at: datetime
    sha256: str
    has_amount: bool


def content(*, letter_id: UUID, claim_id: UUID) -> bytes:
    """Return the PDF; record the look with `operations.record_look` first.

    Raises NotFound(`letter_unknown`).
    """
    row = _row(letter_id, claim_id)
    return vault.get(document_id=row.pk, stored_name=row.stored_name)


def standing_since(*, kind: Kind, claim_id: UUID) -> datetime | None:
    """Return the moment of the event that a letter of this kind would tell of, None when there is none."""
    found = moments(claim_id=claim_id)
    return happened_at(kind=kind, moments=_as_rules_see(found)) if found else None


def shelf(*, claim_id: UUID) -> tuple[OnShelf, ...]:
    """Return the letters that the claim has or is about to have, in the order of their events."""
    found = moments(claim_id=claim_id)
    if found is None:
        return ()
    rows = Letter.objects.filter(claim_id=claim_id, written_at__isnull=False, replaced_by=None)
    sizes = dict(rows.values_list("kind", "size"))
    return tuple(OnShelf(kind, sizes.get(kind, 0)) for kind in due_kinds(moments=_as_rules_see(found)))


def check(*, code: str) -> Checked | None:
    """Return what may be said of a letter by its code (as `read_code` gives it), None when it is not ours."""
    row = Letter.objects.select_related("branch").filter(code=code, written_at__isnull=False).first()
    if row is None:
        return None
    kind = Kind(row.kind)
    stands = standing_since(kind=kind, claim_id=row.claim_id) == row.happened_at
    return Checked(
        letter_id=row.pk,
        authenticity=authenticity(replaced=row.replaced_by_id is not None, stands=stands),
        kind=kind,
        branch_name=row.branch.name,
        zone=row.branch.timezone,
        happened_at=row.happened_at,
        sha256=row.sha256,
        has_amount=kind in WITH_AMOUNT,
    )


def says(*, letter_id: UUID, name: str, figure: str) -> bool:
    """Return whether the letter carries this name and this figure together; never which of them is wrong."""
    row = Letter.objects.filter(pk=letter_id).only("seal").first()
    given = seal_of(letter_id=letter_id, name=name, figure=figure)
    return same_secret(given=given, expected=row.seal if row else "")


def seal_of(*, letter_id: UUID, name: str, figure: str) -> str:
    """Return the keyed hash under which a letter's name and figure are compared."""
    text = f"letter {letter_id} {sealed_text(name=name, figure=figure)}"
    return keyed_hash(key=settings.IDENTITY_KEY, text=text)


def _as_rules_see(found: ClaimMoments) -> Moments:
    return Moments(found.state, found.submitted_at, found.approved_at, found.checked_at, found.paid_at)


def view(row: Letter) -> LetterView:
    """Return a row as others may see it."""
    return LetterView(id=row.pk, kind=Kind(row.kind), size=row.size, sha256=row.sha256)


def _row(letter_id: UUID, claim_id: UUID) -> Letter:
    row = Letter.objects.filter(pk=letter_id, claim_id=claim_id, written_at__isnull=False).first()
    if row is None:
        raise NotFound("letter_unknown")
    return row
